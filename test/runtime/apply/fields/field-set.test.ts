import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  contains,
  fieldsV1Of,
  isEmpty,
  leaves,
  NO_FIELDS,
  parseFieldSet,
  paths,
  within,
  type FieldSet,
} from '../../../../src/runtime/apply/fields/field-set.js';
import { difference, filterLeaves, intersection, remainder, union } from '../../../../src/runtime/apply/fields/set-operations.js';
import { treeOf } from './objects.js';

const setOf = (...given: readonly string[]): FieldSet => parseFieldSet(treeOf(given)) ?? NO_FIELDS;

describe('fieldsV1 is read', () => {
  it('with leaves, containers and items of lists', () => {
    const set = setOf(
      'spec values image .',
      'spec values image tag',
      'spec ports k:{"port":80} .',
      'spec ports k:{"port":80} name',
      'metadata finalizers v:"a"',
    );
    expect(paths(set)).toEqual(['metadata.finalizers[=a]', 'spec.ports[port=80].name', 'spec.values.image.tag']);
    expect(contains(set, ['f:spec', 'f:values', 'f:image'])).toBe(true);
    expect(contains(set, ['f:spec', 'f:values'])).toBe(false);
    expect(contains(set, ['f:spec', 'f:values', 'f:image', 'f:tag', 'f:deeper'])).toBe(false);
  });

  it.each<[string, unknown]>([
    ['a text', 'x'],
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['an unknown step', { 'x:y': {} }],
    ['a step without a kind', { spec: {} }],
    ['a value in place of fields', { 'f:spec': 1 }],
    ['keys that are no JSON', { 'f:ports': { 'k:{': {} } }],
  ])('and refused as a whole when it is %s', (_, given) => {
    expect(parseFieldSet(given)).toBeUndefined();
  });

  it('as a set of its own, whatever names fields have', () => {
    const tree = JSON.parse('{"f:__proto__":{"f:constructor":{}},"f:.":{}}') as unknown;
    const set = parseFieldSet(tree) ?? NO_FIELDS;
    expect(fieldsV1Of(set)).toEqual(tree);
    expect(paths(set)).toEqual(['["."]', '__proto__.constructor']);
  });
});

describe('of two sets', () => {
  const a = setOf('spec values image .', 'spec values image tag', 'spec interval');
  const b = setOf('spec values image .', 'spec values image repository', 'spec interval');

  it('the union has what is in one of them', () => {
    expect(fieldsV1Of(union(a, b))).toEqual(
      treeOf(['spec values image .', 'spec values image tag', 'spec values image repository', 'spec interval']),
    );
  });

  it('the intersection has what is in both, containers as well', () => {
    expect(fieldsV1Of(intersection(a, b))).toEqual(treeOf(['spec values image', 'spec interval']));
  });

  it('the difference has what is only in the first', () => {
    expect(fieldsV1Of(difference(a, b))).toEqual(treeOf(['spec values image tag']));
  });

  it('the remainder keeps the containers of what stays', () => {
    expect(fieldsV1Of(remainder(a, b))).toEqual(treeOf(['spec values image .', 'spec values image tag']));
    expect(isEmpty(remainder(a, a))).toBe(true);
    expect(isEmpty(remainder(a, difference(a, b)))).toBe(false);
    expect(isEmpty(remainder(setOf('image .', 'image tag'), setOf('image tag')))).toBe(true);
  });
});

it('the part below a path is a set of its own', () => {
  const set = setOf('spec values image tag');
  expect(paths(within(set, ['f:spec', 'f:values']))).toEqual(['image.tag']);
  expect(isEmpty(within(set, ['f:status']))).toBe(true);
});

it('leaves are kept by a rule, containers are not', () => {
  const set = setOf('spec image .', 'spec image tag', 'spec image name');
  expect(fieldsV1Of(filterLeaves(set, (path) => path.at(-1) === 'f:tag'))).toEqual(treeOf(['spec image tag']));
});

describe('any sets', () => {
  const { tree } = fc.letrec<{ tree: object }>((tie) => ({
    tree: fc
      .dictionary(fc.constantFrom('f:a', 'f:b', 'k:{"name":"x"}', 'v:1', '.'), fc.oneof({ maxDepth: 4 }, fc.constant({}), tie('tree')))
      .map((node) => ('.' in node ? { ...node, '.': {} } : node)),
  }));
  const set = tree.map((node) => parseFieldSet(node) ?? NO_FIELDS);

  it('are written as they were read', () => {
    fc.assert(fc.property(set, (any) => expect(parseFieldSet(fieldsV1Of(any))).toEqual(any)));
  });

  it('fall into what both have and what one has', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        expect(union(difference(a, b), intersection(a, b))).toEqual(a);
        expect(isEmpty(intersection(difference(a, b), b))).toBe(true);
        expect(difference(union(a, b), b)).toEqual(difference(a, b));
      }),
    );
  });

  it('lose no leaf that is not taken, and no container of one', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const rest = remainder(a, b);
        expect(paths(rest)).toEqual(paths(filterLeaves(a, (path) => !contains(b, path))));
        expect(union(rest, a)).toEqual(a);
        for (const path of leaves(rest))
          for (const [index] of path.entries()) expect(contains(rest, path.slice(0, index))).toBe(contains(a, path.slice(0, index)));
      }),
    );
  });
});
