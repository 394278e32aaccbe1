import { describe, expect, it } from '@jest/globals';
import { fieldsV1Of, NO_FIELDS, parseFieldSet } from '../../../../src/runtime/apply/fields/field-set.js';
import { contentOf, fieldSetOf, isPresentIn, presentIn, valueAt } from '../../../../src/runtime/apply/fields/fields-of-object.js';
import { live, owns, release, treeOf } from './objects.js';

const present = (object: object, ...paths: readonly string[]): object =>
  fieldsV1Of(presentIn(parseFieldSet(treeOf(paths)) ?? NO_FIELDS, object));

describe('the part of a set that an object has', () => {
  it.each<[string, object, readonly string[], readonly string[]]>([
    ['fields, also null', { spec: { a: null, b: 1 } }, ['spec a', 'spec b', 'spec c'], ['spec a', 'spec b']],
    ['containers', { spec: { image: {} } }, ['spec image .', 'spec image tag'], ['spec image']],
    [
      'items by their keys',
      { ports: [{ port: 80, name: 'web' }] },
      ['ports k:{"port":80} name', 'ports k:{"port":81} name'],
      ['ports k:{"port":80} name'],
    ],
    [
      'items whose other keys are defaults',
      { ports: [{ port: 80 }] },
      ['ports k:{"port":80,"protocol":"TCP"} port'],
      ['ports k:{"port":80,"protocol":"TCP"} port'],
    ],
    ['items of sets', { finalizers: ['a'] }, ['finalizers v:"a"', 'finalizers v:"b"'], ['finalizers v:"a"']],
    ['items by their place', { list: [1] }, ['list i:0', 'list i:1'], ['list i:0']],
    ['no fields within what is no map', { spec: 'text' }, ['spec a', 'spec length', 'spec i:0'], []],
    ['no inherited ones', { spec: {} }, ['spec constructor'], []],
  ])('%s', (_, object, given, expected) => {
    expect(present(object, ...given)).toEqual(treeOf(expected));
  });
});

it('an object has all of a set, or not', () => {
  const set = parseFieldSet(treeOf(['spec image .', 'spec image tag', 'ports k:{"port":80} name'])) ?? NO_FIELDS;
  expect(isPresentIn(set, { spec: { image: { tag: '1' } }, ports: [{ port: 80, name: 'web' }] })).toBe(true);
  expect(isPresentIn(set, { spec: { image: {} }, ports: [{ port: 80, name: 'web' }] })).toBe(false);
});

it('a value is found, or not', () => {
  expect(valueAt({ spec: { a: null } }, ['f:spec', 'f:a'])).toEqual({ value: null });
  expect(valueAt({ spec: { a: null } }, ['f:spec', 'f:a', 'f:b'])).toBeUndefined();
});

it('an object has the fields that an author wrote', () => {
  const object = live(
    release({ interval: '5m', values: { image: { tag: '1' }, none: {} }, dependsOn: [{ name: 'x' }] }, { team: 'blue' }),
    owns('kubectl:Apply'),
  );
  expect(fieldsV1Of(fieldSetOf(object))).toEqual(
    treeOf([
      'spec .',
      'spec interval',
      'spec values .',
      'spec values image .',
      'spec values image tag',
      'spec values none',
      'spec dependsOn',
      'metadata labels .',
      'metadata labels team',
    ]),
  );
});

it('its content is neither metadata nor what controllers report', () => {
  const set = parseFieldSet(treeOf(['metadata labels a', 'status phase', 'operation sync', 'spec a', 'data b'])) ?? NO_FIELDS;
  expect(fieldsV1Of(contentOf(set))).toEqual(treeOf(['spec a', 'data b']));
});
