import { print } from '../fmt/print.js';
import type { GoFunction } from './signature.js';

const HTML: Readonly<Record<string, string>> = { '\0': '\ufffd', '"': '&#34;', "'": '&#39;', '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const JS: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
};

function escapeJs(text: string): string {
  return [...text]
    .map((character) => {
      const short = JS[character];
      if (short !== undefined) return short;
      const code = character.codePointAt(0) ?? 0;
      if (code < 0x20 || (code >= 0x80 && !isPrint(character))) return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
      return character;
    })
    .join('');
}

/** Printable as Go's unicode.IsPrint has it: letters, marks, numbers, punctuation, symbols and the space. */
export function isPrint(character: string): boolean {
  return character === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character);
}

function escapeQuery(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (/[A-Za-z0-9\-_.~]/u.test(character)) return character;
      return character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** A single string as it is, anything else as `print` has it; a missing value shows as such. */
function textOf(args: readonly unknown[]): string {
  return args.length === 1 && typeof args[0] === 'string' ? args[0] : print(args.map((arg) => arg ?? MISSING));
}

const MISSING = '<no value>';

const escaper = (escape: (text: string) => string): GoFunction => ({
  parameters: [],
  rest: 'any',
  call: (...args) => escape(textOf(args)),
});

/** `html`, `js` and `urlquery`. */
export const ESCAPERS: Readonly<Record<string, GoFunction>> = {
  html: escaper((text) => text.replace(/[\0"'&<>]/gu, (character) => HTML[character] ?? character)),
  js: escaper(escapeJs),
  urlquery: escaper(escapeQuery),
};
