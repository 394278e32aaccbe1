import { describe, expect, it } from '@jest/globals';
import { withDefaults } from '../../../../src/runtime/apply/fields/defaults.js';

const SCHEMA = {
  properties: {
    items: { items: { properties: { name: {}, policy: { default: 'Keep' }, nested: { default: {}, properties: { a: { default: 1 } } } } } },
    labels: { additionalProperties: { properties: { a: { default: true } } } },
  },
};

describe('a value with its defaults', () => {
  it.each<[string, unknown, unknown]>([
    ['has those of the items of a list', { items: [{ name: 'x' }] }, { items: [{ name: 'x', policy: 'Keep', nested: { a: 1 } }] }],
    ['keeps what is given, also null', { items: [{ policy: 'Drop', nested: null }] }, { items: [{ policy: 'Drop', nested: null }] }],
    ['has those below any name', { labels: { x: {}, y: { a: false } } }, { labels: { x: { a: true }, y: { a: false } } }],
    ['is as it is where nothing is known', { other: [{}], items: 'text' }, { other: [{}], items: 'text' }],
  ])('%s', (_, value, expected) => {
    expect(withDefaults(value, SCHEMA)).toEqual(expected);
  });

  it('is as it is without a schema', () => {
    expect(withDefaults({ a: [] }, undefined)).toEqual({ a: [] });
  });
});
