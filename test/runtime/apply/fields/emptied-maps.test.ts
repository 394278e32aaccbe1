import { describe, expect, it } from '@jest/globals';
import { hasEmptied } from '../../../../src/runtime/apply/fields/emptied-maps.js';

describe('what was written', () => {
  it.each<[string, unknown, unknown, boolean]>([
    ['has null in place of an empty map', { spec: { values: {} } }, { spec: { values: null } }, true],
    ['has nothing in place of an empty map', { spec: { values: {} } }, { spec: {} }, true],
    ['has the empty map', { spec: { values: {} } }, { spec: { values: {} } }, false],
    ['has more than that', { spec: { values: {} } }, { spec: { values: { a: 1 } } }, false],
    ['has null where null is wanted', { spec: { values: null } }, { spec: { values: null } }, false],
    ['has null in place of a map that is not empty', { spec: { a: 1 } }, { spec: null }, false],
    ['is a list', { spec: [{}] }, { spec: [null] }, false],
  ])('%s', (_, wanted, written, expected) => {
    expect(hasEmptied(wanted, written)).toBe(expected);
  });
});
