import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../scripts/conformance-runtime/json.ts';
import { withRequiredFields, withWhatRulesWant } from '../../scripts/conformance-runtime/required-fields.ts';

describe('an object with the fields that its schema requires', () => {
  const filled = (schema: Json): Json => withRequiredFields({}, { required: ['field'], properties: { field: schema } });

  it.each<[string, Json, Json]>([
    ['a text', { type: 'string' }, ''],
    ['a text with a length', { type: 'string', minLength: 1 }, '5m'],
    ['a duration', { type: 'string', pattern: '^([0-9]+(s|m|h))+$' }, '5m'],
    ['a word', { type: 'string', pattern: '^[A-Z]\\w*$' }, 'Recorded'],
    ['a time', { type: 'string', format: 'date-time' }, '2025-01-01T00:00:00Z'],
    ['one of some', { type: 'string', enum: ['A', 'B'] }, 'A'],
    ['a number', { type: 'integer', minimum: 3 }, 3],
    ['a switch', { type: 'boolean' }, false],
    ['a list', { type: 'array', minItems: 1, items: { type: 'string' } }, ['']],
    ['an object', { type: 'object', required: ['a'], properties: { a: { type: 'boolean' } } }, { a: false }],
  ])('has %s', (_what, schema, expected) => {
    expect(filled(schema)).toEqual({ field: expected });
  });

  it('keeps what is given, and fills in lists and maps', () => {
    const items = { type: 'object', required: ['type', 'reason'], properties: { type: { type: 'string' }, reason: { type: 'string' } } };
    const schema = { properties: { status: { properties: { conditions: { type: 'array', items } } } } };
    const filledIn = withRequiredFields({ status: { conditions: [{ type: 'Ready', own: 1 }] } }, schema);
    expect(filledIn).toEqual({ status: { conditions: [{ type: 'Ready', own: 1, reason: '' }] } });
  });

  it('leaves defaults to the API server', () => {
    expect(filled({ type: 'string', default: 'x' })).toEqual({});
  });
});

it.each([
  [{ kind: 'HelmRelease' }, { kind: 'HelmRelease', spec: { chartRef: { kind: 'OCIRepository', name: 'recorded' } } }],
  [
    { kind: 'HelmRelease', spec: { chart: {} } },
    { kind: 'HelmRelease', spec: { chart: {} } },
  ],
  [{ kind: 'Pod' }, { kind: 'Pod', spec: { containers: [{ name: 'main', image: 'recorded' }] } }],
  [{ kind: 'Secret' }, { kind: 'Secret' }],
])('adds to %p what rules want beside', (given, expected) => {
  expect(withWhatRulesWant(given)).toEqual(expected);
});
