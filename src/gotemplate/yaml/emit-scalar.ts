import { isBreak } from './chars.js';
import type { Output } from './output.js';
import { chooseStyle, isPrintable } from './scalar-style.js';

/** Where a string is written. */
export interface ScalarPosition {
  /** Column of its continuation lines. */
  readonly indent: number;
  /** A key in front of its colon: it stays on one line. */
  readonly simpleKey: boolean;
}

/** Writes a string in the style that Go chooses. */
export function writeScalar(output: Output, text: string, position: ScalarPosition): void {
  switch (chooseStyle(text, position.simpleKey, output.portable)) {
    case 'plain':
      writeFolded(output, text, position, false);
      break;
    case 'single':
      output.write("'");
      writeFolded(output, text, position, true);
      output.write("'");
      break;
    case 'double':
      writeDouble(output, text, position);
      break;
    case 'literal':
      writeLiteral(output, text, position.indent);
      break;
  }
}

/** A space past the width becomes a line break, when none of its neighbours is a space. */
function writeFolded(output: Output, text: string, { indent, simpleKey }: ScalarPosition, quoted: boolean): void {
  if (output.column + text.length <= output.width && !/['\u2028\u2029]/u.test(text)) {
    output.write(text);
    return;
  }
  const characters = Array.from(text);
  characters.forEach((character, at) => {
    const before = characters[at - 1] ?? '';
    if (character === ' ') {
      const inner = !quoted || (at > 0 && at < characters.length - 1);
      if (!simpleKey && before !== ' ' && output.column > output.width && inner && characters[at + 1] !== ' ') output.newLine(indent);
      else output.write(' ');
      return;
    }
    if (isBreak(before) && !isBreak(character)) output.write(' '.repeat(indent));
    output.write(quoted && character === "'" ? "''" : character);
    if (isBreak(character)) output.column = 0;
  });
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function writeDouble(output: Output, text: string, { indent, simpleKey }: ScalarPosition): void {
  const characters = Array.from(text);
  // go-yaml takes every character of a text that starts with a byte order mark for one.
  const escapeAll = text.startsWith('\ufeff');
  output.write('"');
  characters.forEach((character, at) => {
    if (character !== ' ' || escapeAll) {
      output.write(escapeAll || needsEscape(character) ? escape(character) : character);
      return;
    }
    const inner = at > 0 && at < characters.length - 1;
    if (simpleKey || characters[at - 1] === ' ' || output.column <= output.width || !inner) {
      output.write(' ');
      return;
    }
    output.newLine(indent);
    if (characters[at + 1] === ' ') output.write('\\');
  });
  output.write('"');
}

function needsEscape(character: string): boolean {
  return character === '"' || character === '\\' || isBreak(character) || !isPrintable(character);
}

function escape(character: string): string {
  const short = ESCAPES[character];
  if (short !== undefined) return short;
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

function writeLiteral(output: Output, text: string, indent: number): void {
  const hint = /^[ \n\u2028\u2029]/u.test(text) ? '2' : '';
  output.write(`|${hint}${chomping(text)}`);
  output.newLine(0);
  const body = text.replace(/(^|[\n\u2028\u2029])(?=[^\n\u2028\u2029])/gu, `$1${' '.repeat(indent)}`);
  if (/[\n\u2028\u2029]$/u.test(body)) output.writeLines(body);
  else output.write(body);
}

function chomping(text: string): string {
  if (!/[\n\u2028\u2029]$/u.test(text)) return '-';
  return /(?:^|[\n\u2028\u2029])[\n\u2028\u2029]$/u.test(text) ? '+' : '';
}
