import { expect, it } from '@jest/globals';
import { hasPath, ownedPaths } from '../../scripts/conformance-runtime/owned-paths.ts';

const OBJECT = {
  metadata: {
    managedFields: [
      {
        manager: 'ours',
        operation: 'Apply',
        fieldsV1: {
          'f:metadata': { 'f:labels': { 'f:example.com/a': {} }, 'f:finalizers': { '.': {}, 'v:"x"': {} } },
          'f:spec': { 'f:a': {}, 'f:b': { '.': {}, 'f:c': {} }, 'f:list': { 'k:{"name":"n"}': { '.': {}, 'f:name': {} } } },
        },
      },
      { manager: 'ours', operation: 'Update', fieldsV1: { 'f:spec': { 'f:updated': {} } } },
      { manager: 'theirs', operation: 'Apply', fieldsV1: { 'f:spec': { 'f:other': {} } } },
    ],
  },
};

it('reads the fields that a manager applied, of a list the list', () => {
  expect(ownedPaths(OBJECT, 'ours')).toEqual([
    ['metadata', 'labels', 'example.com/a'],
    ['metadata', 'finalizers'],
    ['spec', 'a'],
    ['spec', 'b', 'c'],
    ['spec', 'list'],
  ]);
});

it('reads none of an object that nobody applied', () => {
  expect(ownedPaths({ metadata: {} }, 'ours')).toEqual([]);
});

it.each([
  [['spec', 'a'], true],
  [['spec', 'b'], false],
  [['spec', 'a', 'b'], false],
  [['spec', 'list', '0', 'name'], true],
  [['spec'], true],
])('finds %p in an object: %p', (path, expected) => {
  expect(hasPath({ spec: { a: null, list: [] } }, path)).toBe(expected);
});
