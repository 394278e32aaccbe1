import { describe, expect, it } from '@jest/globals';
import { toYaml, YamlError } from '../../../src/gotemplate/yaml/index.js';

describe('toYaml', () => {
  it.each<[unknown, string]>([
    ['a', 'a\n'],
    ['', '""\n'],
    ['yes', '"yes"\n'],
    ['1', '"1"\n'],
    ['1:30', '"1:30"\n'],
    ['2001-12-14', '"2001-12-14"\n'],
    ['2001-13-45', '2001-13-45\n'],
    [' a', "' a'\n"],
    ['a: b', "'a: b'\n"],
    ['a #b', "'a #b'\n"],
    ["it's", "it's\n"],
    ["'a'", "'''a'''\n"],
    ['- a', "'- a'\n"],
    ['-a', '-a\n'],
    ['---a', "'---a'\n"],
    ['{{ .x }}', "'{{ .x }}'\n"],
    ['x-{{ .y }}', 'x-{{ .y }}\n'],
    ['a\tb', '"a\\tb"\n'],
    ['🎉', '"\\U0001F389"\n'],
    ['é', 'é\n'],
    ['a\nb', '|-\n  a\n  b\n'],
    ['a\nb\n', '|\n  a\n  b\n'],
    ['a\n\n', '|+\n  a\n\n'],
    [' a\nb', '|2-\n   a\n  b\n'],
    ['a \nb', '"a \\nb"\n'],
    ['a\n\tb', '"a\\n\\tb"\n'],
    [null, 'null\n'],
    [undefined, 'null\n'],
    [true, 'true\n'],
    [[], '[]\n'],
    [{}, '{}\n'],
    [1000000, '1000000\n'],
    [-0, '0\n'],
    [1234567.5, '1.2345675e+06\n'],
    [1e-7, '1e-07\n'],
    [1e20, '1e+20\n'],
    [2 ** 63, '9223372036854776000\n'],
    [0.1, '0.1\n'],
    [10n ** 20n, '100000000000000000000\n'],
    [{ a: [1, [2, 3], { b: 4, c: [] }], d: { e: {} } }, 'a:\n- 1\n- - 2\n  - 3\n- b: 4\n  c: []\nd:\n  e: {}\n'],
    [{ a10: 1, a2: 2, a02: 3, B: 4, '-': 5, _: 6 }, "'-': 5\n_: 6\nB: 4\na2: 2\na02: 3\na10: 1\n"],
    [{ y: 1, 1: 2, '': 3, 'a: b': 4 }, '"": 3\n"1": 2\n\'a: b\': 4\n"y": 1\n'],
    [{ 'a\nb': { c: 1 } }, '? |-\n  a\n  b\n: c: 1\n'],
    [{ ['k'.repeat(129)]: [1] }, `? ${'k'.repeat(129)}\n: - 1\n`],
    [{ a: undefined, b: 1 }, 'b: 1\n'],
    ['a\u0085b', 'a b\n'],
  ])('%j', (value, text) => {
    expect(toYaml(value)).toBe(text);
  });

  const words = 'word '.repeat(30).trim();

  it('folds at the first space past column 80', () => {
    const line = (count: number): string => Array.from({ length: count }, () => 'word').join(' ');
    expect(toYaml({ a: words })).toBe(`a: ${line(16)}\n  ${line(14)}\n`);
  });

  it('never folds when the width is Infinity', () => {
    expect(toYaml({ a: words }, { width: Infinity })).toBe(`a: ${words}\n`);
  });

  it.each<[string, unknown]>([
    ['a control character', 'a\u007f'],
    ['a noncharacter', 'a\ufffe'],
    ['a key of more than 1,024 characters', { ['k'.repeat(1023)]: 1 }],
  ])('refuses %s', (_, value) => {
    expect(() => toYaml(value)).toThrow(YamlError);
  });
});
