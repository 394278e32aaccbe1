import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { render, TemplateError } from '../../src/gotemplate/index.js';

const DATA = { n: 8443, s: 'héllo', l: ['a', null, 1.5], m: { k: 'v', a: null } };

/** What Go 1.26 prints for `{{ printf ... }}` over the data above. */
const GO: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'a width or precision whose digits so far exceed a million',
    [
      ['"%999999999d" 1', '%!(NOVERB)%!(EXTRA int=1)'],
      ['"%10000001d" 1 | len', '10000001'],
      ['"%1000001d" 1 | len', '1000001'],
      ['"%10000010d" 1 | len', '25'],
      ['"%100000100d" 1', '%!(NOVERB)%!(EXTRA int=1)'],
      ['"%0000000000000005d" 1', '00001'],
      ['"%.999999999d" 1', '%!(NOVERB)%!(EXTRA int=1)'],
      ['"%.10000001d" 1 | len', '10000001'],
      ['"a%999999999db%d" 1 2', 'a%!(NOVERB)%!(EXTRA int=1, int=2)'],
      ['"%[99999999999]d" 1', '%!d(BADINDEX)'],
      ['"%.99999999%" 1', '%!(NOVERB)%!(EXTRA int=1)'],
    ],
  ],
  [
    'width and precision from an argument',
    [
      ['"%*d|" 5 1', '    1|'],
      ['"%*d|" -5 1', '1    |'],
      ['"%-0*d|" 5 1', '1    |'],
      ['"%*d" 1000001 1', '%!(BADWIDTH)1'],
      ['"%*d" -1000001 1', '%!(BADWIDTH)1'],
      ['"%*d" 1000000 1 | len', '1000000'],
      ['"%.*f" 2 1.0', '1.00'],
      ['"%.*f" -2 1.0', '%!(BADPREC)1.000000'],
      ['"%.*f" 1000001 1.0', '%!(BADPREC)1.000000'],
      ['"%*d" "x" 1', '%!(BADWIDTH)1'],
      ['"%*d" .n 1', '%!(BADWIDTH)1'],
      ['"%*" 3', '%!(NOVERB)'],
      ['"%*d"', '%!(BADWIDTH)%!d(MISSING)'],
      ['"%[2]*[1]d|" 1 4', '   1|'],
      ['"%[3]*.[2]*[1]f|" 12.0 2 6', ' 12.00|'],
    ],
  ],
  [
    'argument numbers',
    [
      ['"%[2]d %[1]d" 1 2', '2 1'],
      ['"%[3]d" 1', '%!d(BADINDEX)'],
      ['"%[0]d" 1', '%!d(BADINDEX)'],
      ['"%[x]d" 1', '%!d(BADINDEX)'],
      ['"%[]d" 1', '%!d(BADINDEX)'],
      ['"%[]" 1', '%!](BADINDEX)'],
      ['"%[" 1', '%!(NOVERB)'],
      ['"%[1" 1', '%!(NOVERB)'],
      ['"%[1]5d" 1', '%!d(BADINDEX)'],
      ['"%[1].5d" 1', '%!d(BADINDEX)'],
      ['"%5[1]d|" 1', '    1|'],
      ['"%[5][1]d" 1', '%![(BADINDEX)1]d'],
      ['"%[1][2]d" 1 2', '%![(int=1)2]d'],
    ],
  ],
  [
    'a format that ends too early',
    [
      ['"%" 1', '%!(NOVERB)%!(EXTRA int=1)'],
      ['"%5" 1', '%!(NOVERB)%!(EXTRA int=1)'],
      ['"%." 1', '%!.(int=1)'],
      ['"%.5" 1', '%!(NOVERB)%!(EXTRA int=1)'],
      ['"%-+# 0" 1', '%!(NOVERB)%!(EXTRA int=1)'],
      ['"100%"', '100%!(NOVERB)'],
      ['"%d"', '%!d(MISSING)'],
      ['"%d %d" 1', '1 %!d(MISSING)'],
      ['"" 1 "x" nil .l', '%!(EXTRA int=1, string=x, <nil>, []interface {}=[a <nil> 1.5])'],
      ['"%%" 1', '%%!(EXTRA int=1)'],
      ['"%5%|"', '%|'],
    ],
  ],
  [
    'verbs that do not fit',
    [
      ['"%d" "x"', '%!d(string=x)'],
      ['"%d" .n', '%!d(float64=8443)'],
      ['"%s" 1', '%!s(int=1)'],
      ['"%s" true', '%!s(bool=true)'],
      ['"%s" nil', '%!s(<nil>)'],
      ['"%d" .missing', '%!d(<nil>)'],
      ['"%s" .l', '[a <nil> %!s(float64=1.5)]'],
      ['"%d" .m', 'map[%!d(string=a):<nil> %!d(string=k):%!d(string=v)]'],
      ['"%#d" "x"', '%!d(string=x)'],
      ['"%5d|" "x"', '%!d(string=    x)|'],
      ['"%z" "é"', '%!z(string=é)'],
      ['"%!" 1', '%!!(int=1)'],
      ['"%é" 1', '%!é(int=1)'],
      ['"%w" .l', '%!w([]interface {}=[a <nil> 1.5])'],
      ['"%p" 1', '%!p(int=1)'],
    ],
  ],
  [
    'flags',
    [
      ['"%05d|%-5d|%+d|% d" 42 42 42 42', '00042|42   |+42| 42'],
      ['"%-05d|" 42', '42   |'],
      ['"%05s|%-5s|%.2s" "é" "é" .s', '0000é|é    |hé'],
      ['"%08.3d|%.0d|%3.0d|" 7 0 0', '     007||   |'],
      ['"%#x %#X %#o %O %#O %#b" 255 255 8 8 8 5', '0xff 0XFF 010 0o10 0o010 0b101'],
      ['"%x %X %# x" "hé" "hé" "hé"', '68c3a9 68C3A9 0x68 0xc3 0xa9'],
      ['"%q %+q %#q" .s .s .s', '"héllo" "h\\u00e9llo" `héllo`'],
      ['"%q %+q %c %U %#U" 233 233 233 233 233', "'é' '\\u00e9' é U+00E9 U+00E9 'é'"],
      ['"%5t|%05t|" true false', ' true|false|'],
      ['"%5v|%.1T|%6T|" nil 1 nil', '<nil>|i| <nil>|'],
      ['"%6.2v" .l', '[     a <nil>    1.5]'],
    ],
  ],
  [
    'floats',
    [
      ['"%v %g %e %f %G" .n .n .n .n .n', '8443 8443 8.443000e+03 8443.000000 8443'],
      ['"%.0f %.0f %.0f" 0.5 1.5 2.5', '0 2 2'],
      ['"%.3g %.10g %#.3g %#g" .n .n .n .n', '8.44e+03 8443 8.44e+03 8443.00'],
      ['"%#x %#.3x %x" 1.5 1.5 .n', '0x1.8000p+00 0x1.800p+00 0x1.07d8p+13'],
      ['"%08.2f|%+.1f|% f|%-9.1f|" 3.14159 3.14159 3.14159 3.14159', '00003.14|+3.1| 3.141590|3.1      |'],
      [
        '"%.120f" 0.1',
        '0.100000000000000005551115123125782702118158340454101562500000000000000000000000000000000000000000000000000000000000000000',
      ],
      ['"%.25e" 0.1', '1.0000000000000000555111512e-01'],
      ['"%b" 1.0', '4503599627370496p-52'],
      ['"%#.0e %#.0f" 1.0 1.0', '1.e+00 1.'],
      ['"%v %v %v" 999999.0 1000000.0 0.00001', '999999 1e+06 1e-05'],
      ['"%d" 1e3', '%!d(float64=1000)'],
    ],
  ],
  [
    '%#v',
    [
      ['"%#v" .l', '[]interface {}{"a", interface {}(nil), 1.5}'],
      ['"%#v" .m', 'map[string]interface {}{"a":interface {}(nil), "k":"v"}'],
      ['"%#v %#v %#v %#v" 1 1.0 "x" nil', '1 1 "x" <nil>'],
      ['"%#8v|%#.2v" "x" "xyz"', '     "x"|"xy"'],
    ],
  ],
];

describe.each(GO)('printf: %s', (_, cases) => {
  it.each(cases)('%s prints %j', (call, expected) => {
    expect(render(`{{ printf ${call} }}`, DATA)).toBe(expected);
  });
});

describe('printf', () => {
  it('ends with an error, not with the memory, where Go would print gigabytes', () => {
    expect(() => render(`{{ printf "${'%9999999[1]d'.repeat(500)}" 1 }}`, DATA)).toThrow(/printf: more than 67108864 characters/u);
    expect(() => render('{{ printf "%9999999v" .l }}', { l: Array.from({ length: 10_000 }, () => 'x') })).toThrow(TemplateError);
  });

  it('prints something for any format', () => {
    const piece = fc.constantFrom(
      '%',
      '*',
      '.',
      '[1]',
      '[2]',
      '[',
      ']',
      '0',
      '9',
      '1234567',
      '-',
      '+',
      '#',
      ' ',
      'd',
      's',
      'v',
      'x',
      'q',
      'é',
      'U',
      'g',
    );
    const value = fc.constantFrom<unknown>(1n, -3n, 0.5, 'é', true, null, [1, 'a', null], { a: 1 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.array(value, { maxLength: 3 }), (pieces, values) => {
        const names = values.map((_, index) => `.v${index}`).join(' ');
        const data = Object.fromEntries(values.map((item, index) => [`v${index}`, item]));
        expect(render(`{{ printf .f ${names} }}`, { ...data, f: pieces.join('') })).toEqual(expect.any(String));
      }),
      { numRuns: 300 },
    );
  });
});
