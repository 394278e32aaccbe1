import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { parseYaml } from '../../src/gotemplate/index.js';
import { printManifest } from '../../src/synth/index.js';

const object = (spec: unknown): Parameters<typeof printManifest>[0] => ({ apiVersion: 'v1', kind: 'X', metadata: { name: 'x' }, spec });

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

const word = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'yes',
    'No',
    'on',
    'y',
    '~',
    'null',
    '',
    '=',
    '<<',
    '.',
    '010',
    '0o7',
    '0x1F',
    '1e3',
    '1_000',
    '12:30',
    '190:20:30',
    '.5',
    '-',
    '- a',
    'a: b',
    'a #b',
    ' a',
    'a ',
    'a\n',
    '\na',
    'a\n\nb\n\n',
    'a\tb',
    '\ttab\nx',
    '2024-01-01',
    '2001-12-14 21:59:43.10 -5',
    'a\u2028b',
    '"',
    "'",
    '{{ x }}',
    '1.10',
    '10.96.0.1',
    '+1',
    'NaN',
    '.inf',
    '🎉',
    '%x',
    '@x',
    '`x`',
    '---',
    '...',
    '!x',
    '&x',
    '*x',
  ),
);
const value = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    word,
    fc.constantFrom(null, true, false, 0, -1, 1.5, 1e21, 123456789012),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(
      word.filter((key) => key.length < 100),
      tie('tree'),
      { maxKeys: 3 },
    ),
  ),
})).tree;

// Go reads DEL, C1 controls and a raw NEL otherwise than they were written; nobody means them.
const readable = value.filter((candidate) => !/[\u007f-\u009f\ufffe\uffff\ud800-\udfff]|\\u/u.test(JSON.stringify(candidate)));

describe('printManifest', () => {
  it('reads the same for Go, and for readers of YAML 1.1 and 1.2', () => {
    fc.assert(
      fc.property(readable, (spec) => {
        const text = printManifest(object({ spec }));
        expect(sorted(parseYaml(text))).toBe(sorted(object({ spec })));
        for (const version of ['1.1', '1.2'] as const)
          expect(sorted(parse(text, { version, merge: false }))).toBe(sorted(object({ spec })));
      }),
      { numRuns: 300 },
    );
  });

  it('puts the fields into the order in which people read them', () => {
    expect(printManifest({ spec: { b: 1, a: 2 }, kind: 'X', metadata: { namespace: 'n', name: 'x' }, apiVersion: 'v1' })).toBe(
      'apiVersion: v1\nkind: X\nmetadata:\n  name: x\n  namespace: "n"\nspec:\n  a: 2\n  b: 1\n',
    );
  });
});
