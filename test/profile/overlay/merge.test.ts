import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readYaml, toYaml } from '../../../src/gotemplate/index.js';
import { merge } from '../../../src/profile/overlay/merge.js';
import { Problems } from '../../../src/profile/problems.js';
import type { Layer } from '../../../src/profile/overlay/provenance.js';
import { renderTree } from '../../../src/profile/render/render.js';
import { fileSource } from '../../../src/profile/read/source-text.js';
import { descend, history, plain, type Traced } from '../../../src/profile/overlay/traced.js';

function traced(value: unknown, layer: Layer = 'profile'): Traced {
  const text = toYaml(value);
  const { root } = readYaml(text);
  if (!root) throw new Error('empty');
  return renderTree(
    root,
    { source: fileSource(layer, text), layer, problems: new Problems() },
    { mode: 'none', data: {}, onFailure: 'keep' },
  );
}

const merged = (base: unknown, overlay: unknown): unknown => plain(merge(traced(base), traced(overlay, 'spec.values')));

const key = fc.constantFrom('a', 'b', 'c', '__proto__');
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 1, 'x', []),
    fc.dictionary(key, tie('tree')),
    fc.array(tie('tree'), { maxLength: 2 }),
  ),
}));
const map = fc.dictionary(key, tree);
const text = (value: unknown): string => toYaml(value);

describe('merge', () => {
  it.each([
    ['maps merge', { a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }],
    ['a list replaces a list', { a: [1, 2] }, { a: [] }, { a: [] }],
    ['null replaces a value', { a: { b: 1 } }, { a: null }, { a: null }],
    ['an empty map clears nothing', { a: { b: 1 } }, { a: {} }, { a: { b: 1 } }],
    ['a map replaces a text', { a: 'x' }, { a: { b: 1 } }, { a: { b: 1 } }],
  ])('%s', (_, base, overlay, expected) => {
    expect(merged(base, overlay)).toEqual(expected);
  });

  it('has the empty map as its neutral element, and changes nothing when repeated', () => {
    fc.assert(
      fc.property(map, map, (a, b) => {
        expect(text(merged(a, {}))).toBe(text(a));
        expect(text(merged({}, a))).toBe(text(a));
        expect(text(merged(merged(a, b), b))).toBe(text(merged(a, b)));
      }),
    );
  });

  it('does not depend on how three layers are grouped', () => {
    // A value between two maps would cut them apart, so the layers agree on what is a map.
    const flat = fc.dictionary(key, fc.dictionary(key, fc.constantFrom(null, 1, 'x')));
    fc.assert(fc.property(flat, flat, flat, (a, b, c) => expect(text(merged(merged(a, b), c))).toBe(text(merged(a, merged(b, c))))));
  });

  it('names the layer that won, last', () => {
    fc.assert(
      fc.property(map, map, (a, b) => {
        const result = merge(traced(a), traced(b, 'spec.values'));
        for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
          const value = descend(result, [name]);
          const winner = value && history(value).at(-1);
          expect(winner?.origin.layer).toBe(Object.hasOwn(b, name) ? 'spec.values' : 'profile');
          expect(text(winner?.value)).toBe(text(value && plain(value)));
        }
      }),
    );
  });
});
