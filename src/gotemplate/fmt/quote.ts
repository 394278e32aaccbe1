import { isPrint } from '../functions/escape.js';

const SHORT: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

/** A Go string literal. */
export function quote(text: string, asciiOnly = false): string {
  return `"${[...text].map((character) => escape(character, '"', asciiOnly)).join('')}"`;
}

/** A Go character literal. */
export function quoteRune(character: string, asciiOnly = false): string {
  return `'${escape(character, "'", asciiOnly)}'`;
}

function escape(character: string, mark: string, asciiOnly: boolean): string {
  if (character === mark) return `\\${mark}`;
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (isPrint(character) && (!asciiOnly || code < 0x80)) return character;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** A raw literal where one is possible: no backquote, no control character but the tab. */
export function backquote(text: string): string | undefined {
  return /[`\u0000-\u0008\u000a-\u001f\u007f\ufeff]/u.test(text) ? undefined : `\`${text}\``;
}
