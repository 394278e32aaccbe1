import { isBlank, isBreak, isBreakOrEnd, isSpaceOrEnd, readBreak } from './chars.js';
import type { Cursor } from './cursor.js';
import type { Token } from './tokens.js';

/** Plain text: words, across lines where the indentation goes on. */
export function scanPlain(cursor: Cursor): Token {
  const { text, flowLevel } = cursor;
  const start = cursor.at;
  const indent = cursor.indent + 1;
  let value = '';
  let end = start;
  let gap = '';
  let broken = false;
  for (;;) {
    if (atDocumentMarker(cursor) || text[cursor.at] === '#') break;
    const from = cursor.at;
    cursor.at = wordEnd(text, from, flowLevel);
    if (cursor.at === from) break;
    value += gap + text.slice(from, cursor.at);
    end = cursor.at;
    broken = false;
    if (!isSpaceOrEnd(text[cursor.at] ?? '') || cursor.at >= text.length) break;
    const space = skipSpace(cursor, indent);
    gap = space.gap;
    broken = space.broken;
    if (flowLevel === 0 && cursor.column < indent) break;
  }
  if (broken) cursor.simpleKeyAllowed = true;
  return { type: 'scalar', value, style: 'plain', start, end };
}

const WORD_END = endTable(' \t\n\r:');
const FLOW_WORD_END = endTable(' \t\n\r:,?[]{}');
const SINGLE_QUOTED_END = endTable(" \t\n\r'");
const DOUBLE_QUOTED_END = endTable(' \t\n\r"\\');

/** The ASCII characters at which a run of text ends. */
function endTable(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

/** The offset at which a run of text ends: one of a table's characters, another line break, or the end of the text. */
function runEnd(text: string, at: number, ends: Uint8Array): number {
  for (let index = at; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 128 ? ends[code] === 1 : code === 0x85 || code === 0x2028 || code === 0x2029) return index;
  }
  return text.length;
}

/** The end of a plain word, in which a colon may stand that no blank follows. */
function wordEnd(text: string, at: number, flowLevel: number): number {
  const ends = flowLevel > 0 ? FLOW_WORD_END : WORD_END;
  let end = runEnd(text, at, ends);
  while (text[end] === ':' && !isSpaceOrEnd(text[end + 1] ?? '')) end = runEnd(text, end + 1, ends);
  return end;
}

/** Spaces and line breaks between two words, folded: one break reads as a space, more as one less. */
function skipSpace(cursor: Cursor, indent: number): { readonly gap: string; readonly broken: boolean } {
  const { text } = cursor;
  let spaces = '';
  let first = '';
  let breaks = '';
  let broken = false;
  for (;;) {
    const character = text[cursor.at] ?? '';
    if (isBlank(character)) {
      if (broken && character === '\t' && cursor.column < indent)
        throw cursor.error('a tab stands where indentation is expected; use spaces');
      if (!broken) spaces += character;
      cursor.at += 1;
    } else if (isBreak(character)) {
      if (broken) breaks += readBreak(text, cursor.at);
      else first = readBreak(text, cursor.at);
      broken = true;
      cursor.skipBreak();
    } else {
      return { gap: broken ? fold(first, breaks) : spaces, broken };
    }
  }
}

function fold(first: string, breaks: string): string {
  if (first !== '\n') return first + breaks;
  return breaks === '' ? ' ' : breaks;
}

function atDocumentMarker(cursor: Cursor): boolean {
  if (cursor.column !== 0) return false;
  const marker = cursor.text.slice(cursor.at, cursor.at + 3);
  return (marker === '---' || marker === '...') && isSpaceOrEnd(cursor.text[cursor.at + 3] ?? '');
}

/** Text in quotes, with its line breaks folded. */
export function scanQuoted(cursor: Cursor, style: 'single' | 'double'): Token {
  const { text } = cursor;
  const start = cursor.at;
  const quote = style === 'single' ? "'" : '"';
  let value = '';
  cursor.at += 1;
  for (;;) {
    if (atDocumentMarker(cursor)) throw cursor.error('a document marker stands within quotes');
    if (cursor.at >= text.length) throw cursor.error('the quotes are never closed', start);
    const content = scanQuotedText(cursor, style, quote);
    value += content.value;
    if (text[cursor.at] === quote) break;
    value += skipQuotedSpace(cursor, content.continued);
  }
  cursor.at += 1;
  return { type: 'scalar', value, style, start, end: cursor.at };
}

/** Up to the next blank, line break or closing quote; `continued` when a backslash ended the line. */
function scanQuotedText(
  cursor: Cursor,
  style: 'single' | 'double',
  quote: string,
): { readonly value: string; readonly continued: boolean } {
  const { text } = cursor;
  let value = '';
  let from = cursor.at;
  for (;;) {
    cursor.at = runEnd(text, cursor.at, style === 'single' ? SINGLE_QUOTED_END : DOUBLE_QUOTED_END);
    const character = text[cursor.at] ?? '';
    if (isSpaceOrEnd(character)) break;
    if (style === 'single' && character === "'" && text[cursor.at + 1] === "'") {
      value += `${text.slice(from, cursor.at)}'`;
      cursor.at += 2;
      from = cursor.at;
    } else if (character === quote) {
      break;
    } else if (style === 'double' && character === '\\') {
      value += text.slice(from, cursor.at);
      if (isBreakOrEnd(text[cursor.at + 1] ?? '')) {
        cursor.at += 1;
        if (cursor.at < text.length) cursor.skipBreak();
        return { value, continued: true };
      }
      value += scanEscape(cursor);
      from = cursor.at;
    }
  }
  return { value: value + text.slice(from, cursor.at), continued: false };
}

function skipQuotedSpace(cursor: Cursor, continued: boolean): string {
  const { text } = cursor;
  let spaces = '';
  let first = '';
  let breaks = '';
  let broken = continued;
  for (;;) {
    const character = text[cursor.at] ?? '';
    if (isBlank(character)) {
      if (!broken) spaces += character;
      cursor.at += 1;
    } else if (isBreak(character)) {
      if (!broken) first = readBreak(text, cursor.at);
      else breaks += readBreak(text, cursor.at);
      broken = true;
      cursor.skipBreak();
    } else if (first === '') {
      return continued ? breaks : spaces;
    } else {
      return fold(first, breaks);
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\u001b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

const HEX_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function scanEscape(cursor: Cursor): string {
  const { text, at } = cursor;
  const letter = text[at + 1] ?? '';
  const escape = ESCAPES[letter];
  if (escape !== undefined) {
    cursor.at += 2;
    return escape;
  }
  const length = HEX_LENGTHS[letter];
  if (length === undefined) throw cursor.error(`unknown escape "\\${letter}" in double quotes; a backslash is written "\\\\"`);
  const hex = text.slice(at + 2, at + 2 + length);
  if (hex.length < length || !/^[0-9a-fA-F]+$/u.test(hex)) throw cursor.error(`"\\${letter}" needs ${length} hexadecimal digits`);
  const code = Number.parseInt(hex, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw cursor.error(`"\\${letter}${hex}" is no character`);
  cursor.at += 2 + length;
  return String.fromCodePoint(code);
}
