import { describe, expect, it } from '@jest/globals';
import { parseYaml, toYaml, YamlError } from '../../../src/gotemplate/yaml/index.js';

describe('reading, as fuzzing against Go showed it', () => {
  it.each<[string, unknown]>([
    ['[a, !!str, b]', ['a', 'b']],
    ['[]: a', []],
    ['{}: a', {}],
    ['!!merge <<: {a: 1}', { a: 1 }],
    ['! <<: {a: 1}', { a: 1 }],
    ['!!str <<: {a: 1}', { '<<': { a: 1 } }],
    ['-0.0: a', { '-0': 'a' }],
    ['\n\ufeffa', '\ufeffa'],
    ['{}{', {}],
    ['|\n[', ''],
    ['k: !!s', { k: '' }],
    ['!!s : a', { '': 'a' }],
    ['y:\n%YAML 2.0', { true: null }],
    ['a: .inf\na: 1', { a: 1 }],
    ['a: {~: 1}\na: 1', { a: 1 }],
    ['.5_0', 0.5],
    ['0b-1', -1],
    ['&x 9223372036854775807: a\nb: {*x : c}', { '9223372036854775807': 'a', b: { '9223372036854775807': 'c' } }],
    ['k: !!timestamp 2001-12-14   21:59:43', { k: '2001-12-14   21:59:43' }],
    ['%YAML 1.1#c\n---\na', 'a'],
  ])('%j is read', (text, value) => {
    expect(parseYaml(text)).toEqual(value);
  });

  it.each([['&a <<:'], ['!!'], ['{5?}'], ['[a?b]'], ['[!,]'], ['!!float 9223372036854775809'], ['%TAG ! a"\n---\nb'], ['%TAG! :\n---\nb']])(
    '%j is refused',
    (text) => {
      expect(() => parseYaml(text)).toThrow(YamlError);
    },
  );

  it('looks for control characters as far as Go does', () => {
    expect(() => parseYaml('a: 1\n---\nb: \u0001')).toThrow(YamlError);
    expect(parseYaml(`a: 1\n---\n${'#'.repeat(600)}\nb: \u0001`)).toEqual({ a: 1 });
  });

  it("bounds aliases by Go's own rule", () => {
    const lines = [
      'a: &a [x,x,x,x,x,x,x,x,x,x]',
      'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]',
      'c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]',
      'd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]',
    ];
    expect(() => parseYaml(lines.join('\n'))).toThrow(/aliasing/);
  });
});

describe('hostile text', () => {
  it.each([
    ['keys in keys', '? '.repeat(1_000_000)],
    ['lists of maps in lists', 'a:\n' + Array.from({ length: 900 }, (_, level) => `${' '.repeat(2 * level)}- a:\n`).join('')],
    [
      'a chain of aliases',
      ['a0: &a0 [x]', ...Array.from({ length: 1_500 }, (_, level) => `a${level + 1}: &a${level + 1} [*a${level}]`)].join('\n'),
    ],
  ])('%s are an error of ours, not of the stack', (_, text) => {
    expect(() => parseYaml(text)).toThrow(YamlError);
  });
});

describe('printing, as fuzzing against Go showed it', () => {
  it.each<[unknown, string]>([
    ['<<', '<<\n'],
    ['\ufeffa', '"\\uFEFF\\x61"\n'],
    ['\ufeff\u00a0', '"\\uFEFF\\_"\n'],
    ['\u2028\n', '|2+\n\u2028\n'],
    [{ '\r': 1 }, '? "\\r"\n: 1\n'],
    [{ v10: 0, v1a: 0 }, 'v10: 0\nv1a: 0\n'],
    [{ '00': 0, '0a': 0 }, '"00": 0\n0a: 0\n'],
    ['\u0085...\u2029', "' ...\u2029'\n"],
  ])('%j', (value, text) => {
    expect(toYaml(value)).toBe(text);
  });

  it('never exhausts the stack', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(() => toYaml(loop)).toThrow(YamlError);
  });

  it.each([[{ 'a\u0085b': 1 }], [{ ['<'.repeat(200)]: 1 }], [NaN], [Infinity]])('refuses %j', (value) => {
    expect(() => toYaml(value)).toThrow(YamlError);
  });
});
