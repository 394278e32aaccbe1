import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { render, TemplateError, type OutputSpan } from '../../src/gotemplate/index.js';

const DATA = {
  s: 'text',
  n: 8080,
  big: 1_000_000,
  yes: true,
  nul: null,
  list: ['a', 'b'],
  m: { b: 2, a: 1, '\u{1F389}': 4, '\uFF5E': 3 },
  empty: {},
};

function failure(template: string, data: unknown = DATA): { readonly stage: string; readonly line: number; readonly detail: string } {
  try {
    render(template, data);
  } catch (error) {
    if (error instanceof TemplateError) return { stage: error.stage, line: error.line, detail: error.detail };
    throw error;
  }
  throw new Error('it rendered');
}

describe('render', () => {
  it.each([
    ['{{ .n }} {{ .big }} {{ 1000000 }}', '8080 1e+06 1000000'],
    ['{{ .missing }} {{ .missing.deeper }} {{ .nul }}', '<no value> <no value> <no value>'],
    ['{{ .list }} {{ .m.a }} {{ print .nul }}', '[a b] 1 <nil>'],
    ['{{ range $k, $v := .m }}{{ $k }}={{ $v }};{{ end }}', 'a=1;b=2;\uFF5E=3;\u{1F389}=4;'],
    ['{{ range $i, $e := .list }}{{ $i }}{{ $e }}{{ else }}none{{ end }}', '0a1b'],
    ['{{ range 3 }}{{ . }}{{ if eq . 1 }}{{ break }}{{ end }}{{ end }}', '01'],
    ['{{ range .list }}{{ if eq . "a" }}{{ continue }}{{ end }}{{ . }}{{ end }}', 'b'],
    ['{{ with .missing }}x{{ else with .s }}{{ . }}{{ else }}y{{ end }}', 'text'],
    ['{{ if .empty }}x{{ else if .yes }}y{{ end }}', 'y'],
    ['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $x := 3 }}{{ end }}{{ $x }}', '2'],
    ['a  {{- /* gone */ -}}  b', 'ab'],
    ['{{ define "t" }}<{{ . }}>{{ end }}{{ template "t" .s }}{{ block "u" 1 }}{{ . }}{{ end }}', '<text>1'],
    ['{{ .missing | default "d" }} {{ default 1 0 }}', 'd 1'],
    ['{{ and .s .n }} {{ or "" "b" }} {{ not .s }}', 'true b false'],
    ['{{ toYaml .m.a | nindent 2 }}|', '\n  1\n|'],
    ['{{ printf "%05d|%-4s|%q|%v" 42 "a" "b" .list }}', '00042|a   |"b"|[a b]'],
    ['{{ len "héllo" }} {{ slice "hello" 1 3 }} {{ index .list 1 }}', '6 el b'],
    ['{{ html "<a>" }} {{ urlquery "a b&" }}', '&lt;a&gt; a+b%26'],
    ['{{ .list.missing }}', undefined],
  ])('%s', (template, expected) => {
    if (expected === undefined) expect(failure(template).stage).toBe('exec');
    else expect(render(template, DATA)).toBe(expected);
  });

  it("uses Go's own and, or and not for manifests", () => {
    expect(render('{{ and 1 "x" }} {{ or "" 0 "z" }} {{ indent 2 "a\\nb" }}', {}, { functions: 'manifest' })).toBe('x z   a\n  b');
  });

  it('reads nothing from a prototype', () => {
    expect(render('{{ .constructor }} {{ .toString }} {{ .__proto__ }} {{ index . "valueOf" }}', {})).toBe(
      '<no value> <no value> <no value> <no value>',
    );
  });

  it.each([
    ['{{ .x', 'parse', 1, 'unclosed action'],
    ['a\n{{ if }}', 'parse', 2, 'missing value for if'],
    ['{{ quote .s }}', 'parse', 1, 'function "quote" not defined'],
    ['{{ $x }}', 'parse', 1, 'undefined variable "$x"'],
    ['{{ if .s }}\n\n', 'parse', 3, 'unexpected EOF'],
    ['{{ break }}', 'parse', 1, '{{break}} outside {{range}}'],
    ['\n{{ eq .n 8080 }}', 'exec', 2, 'error calling eq: incompatible types for comparison: float64 and int'],
    ['{{ .nul.x }}', 'exec', 1, 'nil pointer evaluating interface {}.x'],
    ['{{ and 1 2 3 }}', 'exec', 1, 'wrong number of args for and: want 2 got 3'],
    ['{{ template "nope" }}', 'exec', 1, 'template "nope" not defined'],
    ['{{ nil }}', 'exec', 1, 'nil is not a command'],
  ])('%j fails to %s in line %d: %s', (template, stage, line, detail) => {
    expect(failure(template)).toEqual({ stage, line, detail });
  });

  it('says where each piece of the output came from', () => {
    const spans: OutputSpan[] = [];
    const template = 'a{{ .s }}b';
    const output = render(template, DATA, { onSpan: (span) => spans.push(span) });
    expect(
      spans.map((span) => [
        output.slice(span.outputStart, span.outputEnd),
        template.slice(span.sourceStart, span.sourceEnd),
        span.verbatim,
      ]),
    ).toEqual([
      ['a', 'a', true],
      ['text', '{{ .s }}', false],
      ['b', 'b', true],
    ]);
  });
});

describe('limits', () => {
  it.each([
    ['templates that call themselves', '{{ define "t" }}{{ template "t" }}{{ end }}{{ template "t" }}'],
    ['loops', '{{ range 100000 }}{{ range 100000 }}{{ end }}{{ end }}'],
    ['output', '{{ range 1000000 }}{{ printf "%1000s" "x" }}{{ end }}'],
    ['parentheses', `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`],
    ['blocks', '{{ if true }}'.repeat(5000) + '{{ end }}'.repeat(5000)],
    ['indentation', '{{ nindent 99999999 "x" }}'],
  ])('ends %s that go on and on', (_, template) => {
    const started = performance.now();
    expect(() => render(template, {}, { limits: { output: 1_000_000 } })).toThrow(TemplateError);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('fails with a TemplateError or not at all, whatever the text', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{{- ',
      ' -}}',
      '/*',
      '*/',
      '"',
      '`',
      "'",
      '\\',
      '.',
      '$',
      '$x',
      ':=',
      '=',
      '|',
      '(',
      ')',
      ',',
      ' ',
      '\n',
      'if ',
      'range ',
      'with ',
      'else ',
      'end',
      'define ',
      'template ',
      'block ',
      'break',
      '"t"',
      'printf ',
      '"%*[3]d" ',
      'index ',
      'slice ',
      '1',
      '1e9',
      '0x',
      '1i',
      '.a',
      '.list',
      'nil',
      'true',
      'é',
      '🎉',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 24 }), (pieces) => {
        try {
          render(pieces.join(''), DATA, { limits: { steps: 10_000, output: 100_000 } });
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
