import { isBlank, isBreak, isBreakOrEnd, isSpaceOrEnd, readBreak } from './chars.js';
import type { Scanner } from './scanner.js';
import type { Token } from './tokens.js';

/** Plain text: words, across lines where the indentation goes on. */
export function scanPlain(scanner: Scanner): Token {
  const { text, flowLevel } = scanner;
  const start = scanner.at;
  const indent = scanner.indent + 1;
  let value = '';
  let end = start;
  let gap = '';
  let broken = false;
  for (;;) {
    if (atDocumentMarker(scanner) || text[scanner.at] === '#') break;
    const from = scanner.at;
    scanner.at = wordEnd(text, from, flowLevel);
    if (scanner.at === from) break;
    value += gap + text.slice(from, scanner.at);
    end = scanner.at;
    broken = false;
    if (!isSpaceOrEnd(text[scanner.at] ?? '') || scanner.at >= text.length) break;
    const space = skipSpace(scanner, indent);
    gap = space.gap;
    broken = space.broken;
    if (flowLevel === 0 && scanner.column < indent) break;
  }
  if (broken) scanner.simpleKeyAllowed = true;
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
function skipSpace(scanner: Scanner, indent: number): { readonly gap: string; readonly broken: boolean } {
  const { text } = scanner;
  let spaces = '';
  let first = '';
  let breaks = '';
  let broken = false;
  for (;;) {
    const character = text[scanner.at] ?? '';
    if (isBlank(character)) {
      if (broken && character === '\t' && scanner.column < indent) throw scanner.error('a tab stands where indentation is expected; use spaces');
      if (!broken) spaces += character;
      scanner.at += 1;
    } else if (isBreak(character)) {
      if (broken) breaks += readBreak(text, scanner.at);
      else first = readBreak(text, scanner.at);
      broken = true;
      scanner.skipBreak();
    } else {
      return { gap: broken ? fold(first, breaks) : spaces, broken };
    }
  }
}

function fold(first: string, breaks: string): string {
  if (first !== '\n') return first + breaks;
  return breaks === '' ? ' ' : breaks;
}

function atDocumentMarker(scanner: Scanner): boolean {
  if (scanner.column !== 0) return false;
  const marker = scanner.text.slice(scanner.at, scanner.at + 3);
  return (marker === '---' || marker === '...') && isSpaceOrEnd(scanner.text[scanner.at + 3] ?? '');
}

/** Text in quotes, with its line breaks folded. */
export function scanQuoted(scanner: Scanner, style: 'single' | 'double'): Token {
  const { text } = scanner;
  const start = scanner.at;
  const quote = style === 'single' ? "'" : '"';
  let value = '';
  scanner.at += 1;
  for (;;) {
    if (atDocumentMarker(scanner)) throw scanner.error('a document marker stands within quotes');
    if (scanner.at >= text.length) throw scanner.error('the quotes are never closed', start);
    const content = scanQuotedText(scanner, style, quote);
    value += content.value;
    if (text[scanner.at] === quote) break;
    value += skipQuotedSpace(scanner, content.continued);
  }
  scanner.at += 1;
  return { type: 'scalar', value, style, start, end: scanner.at };
}

/** Up to the next blank, line break or closing quote; `continued` when a backslash ended the line. */
function scanQuotedText(scanner: Scanner, style: 'single' | 'double', quote: string): { readonly value: string; readonly continued: boolean } {
  const { text } = scanner;
  let value = '';
  let from = scanner.at;
  for (;;) {
    scanner.at = runEnd(text, scanner.at, style === 'single' ? SINGLE_QUOTED_END : DOUBLE_QUOTED_END);
    const character = text[scanner.at] ?? '';
    if (isSpaceOrEnd(character)) break;
    if (style === 'single' && character === "'" && text[scanner.at + 1] === "'") {
      value += `${text.slice(from, scanner.at)}'`;
      scanner.at += 2;
      from = scanner.at;
    } else if (character === quote) {
      break;
    } else if (style === 'double' && character === '\\') {
      value += text.slice(from, scanner.at);
      if (isBreakOrEnd(text[scanner.at + 1] ?? '')) {
        scanner.at += 1;
        if (scanner.at < text.length) scanner.skipBreak();
        return { value, continued: true };
      }
      value += scanEscape(scanner);
      from = scanner.at;
    }
  }
  return { value: value + text.slice(from, scanner.at), continued: false };
}

function skipQuotedSpace(scanner: Scanner, continued: boolean): string {
  const { text } = scanner;
  let spaces = '';
  let first = '';
  let breaks = '';
  let broken = continued;
  for (;;) {
    const character = text[scanner.at] ?? '';
    if (isBlank(character)) {
      if (!broken) spaces += character;
      scanner.at += 1;
    } else if (isBreak(character)) {
      if (!broken) first = readBreak(text, scanner.at);
      else breaks += readBreak(text, scanner.at);
      broken = true;
      scanner.skipBreak();
    } else if (first === '') {
      return continued ? breaks : spaces;
    } else {
      return fold(first, breaks);
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0', a: '\u0007', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\u001b', ' ': ' ',
  '"': '"', "'": "'", '\\': '\\', N: '\u0085', _: '\u00a0', L: '\u2028', P: '\u2029',
};

const HEX_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function scanEscape(scanner: Scanner): string {
  const { text, at } = scanner;
  const letter = text[at + 1] ?? '';
  const escape = ESCAPES[letter];
  if (escape !== undefined) {
    scanner.at += 2;
    return escape;
  }
  const length = HEX_LENGTHS[letter];
  if (length === undefined) throw scanner.error(`unknown escape "\\${letter}" in double quotes; a backslash is written "\\\\"`);
  const hex = text.slice(at + 2, at + 2 + length);
  if (hex.length < length || !/^[0-9a-fA-F]+$/u.test(hex)) throw scanner.error(`"\\${letter}" needs ${length} hexadecimal digits`);
  const code = Number.parseInt(hex, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw scanner.error(`"\\${letter}${hex}" is no character`);
  scanner.at += 2 + length;
  return String.fromCodePoint(code);
}
