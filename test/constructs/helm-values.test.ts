import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { helmValuesText } from '../../src/constructs/index.js';
import { parseYaml } from '../../src/gotemplate/yaml/index.js';

/** As Go reads it, which is what Argo CD and Helm do, and by both versions of YAML. */
const readings = (values: object): readonly unknown[] => {
  const text = helmValuesText(values);
  return [parseYaml(text), parse(text, { version: '1.1', merge: true }), parse(text, { version: '1.2' })];
};
const alike = (values: object): void => {
  for (const reading of readings(values)) expect(reading).toEqual(values);
};

const STRINGS = [
  ...['yes', 'no', 'on', 'off', 'y', 'n', 'Y', 'N', 'true', 'True', 'null', 'Null', '~', '', '=', 'Yes', 'OFF'],
  ...['0x1f', '0o17', '017', '0b1', '1e3', '1E3', '1e+3', '.5', '5.', '+1', '-1', '1_000', '0', '00', '08', '1.10', '0x', '1.5.2'],
  ...['1:20', '190:20:30', '.inf', '-.Inf', '.nan', '2001-01-01', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43'],
  ...['a\nb', 'a\nb\n', 'a\n\n', '\n', '\na', 'a\n b', ' a', 'a ', 'a\tb', 'a\t', 'a\rb', 'a\r\nb', '\u0000', '\u0007', '\u00a0'],
  ...[
    'a: b',
    'a #b',
    '#a',
    '- a',
    '-',
    '---',
    '--- a',
    '...',
    '? a',
    '!a',
    '&a',
    '*a',
    '@a',
    '`a',
    '%a',
    '|',
    '>',
    '"a"',
    "'a'",
    '{a}',
    '[a]',
    'a,b',
    'a:',
    '\\',
    '\\n',
  ],
  ...['😀', 'é', '日本語', '😀\n😀', 'x'.repeat(200), 'word '.repeat(40).trim(), `${'word '.repeat(40)}\n${'more '.repeat(30)}`],
];

/** Read as something else, or not read at all, today. Patch 2 of the review. */
const MISREAD = ['0B1', '0X1F', '0O17', '1e1_0', 'a\u0085b', '\u0085', 'a\u2028b', '\u2029', '\u007f', '\t\na', 'a\u0085\nb\n'];

describe('Helm values as text', () => {
  it('have sorted keys, one line each', () => {
    expect(helmValuesText({ b: 'word '.repeat(40), a: { d: [1, { f: null, e: {} }], c: [] } })).toBe(
      `a:\n  c: []\n  d:\n  - 1\n  - e: {}\n    f: null\nb: '${'word '.repeat(40)}'\n`,
    );
  });

  it('repeat what occurs twice', () => {
    const shared = { a: 1 };

    expect(helmValuesText({ b: shared, c: shared })).toBe('b:\n  a: 1\nc:\n  a: 1\n');
  });

  it.each(STRINGS)('keep the string %j, as a value, in a list and as a key', (text) => {
    alike({ value: text, list: [text], map: { [text]: 1 } });
  });

  it.each([
    0, -1, 1.5, 0.1, 1e20, 1e21, 1e22, 1.5e21, 1e300, -1e-7, 5e-324, 1.7976931348623157e308, 9007199254740991, 123456789012345680000,
  ])('keep the number %d', (number) => {
    alike({ number, list: [number] });
  });

  it('keep any values of letters, digits and signs', () => {
    const text = fc
      .string({ unit: fc.constantFrom(...'aeyn018._-: #\'"\n{}[],&*!|>%@`?=~é😀'.match(/./gsu)!), maxLength: 6 })
      .filter((string) => !/^[+\-.\d<]|(^|\n)[ \t]/u.test(string));
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constantFrom(null, {}, []),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(text, tie('json'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(text, json, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), (values) => {
        expect(parseYaml(helmValuesText(values))).toEqual(values);
      }),
    );
  });

  it.each(MISREAD)('keep the string %j too', (text) => {
    alike({ value: text, list: [text], map: { [text]: 1 } });
  });

  it('keep a byte order mark at the very start', () => {
    expect(parseYaml(helmValuesText({ '\ufeffa': 1 }))).toEqual({ '\ufeffa': 1 });
  });

  it('keep the key of a merge', () => {
    expect(parseYaml(helmValuesText({ '<<': { a: 1 } }))).toEqual({ '<<': { a: 1 } });
  });
});
