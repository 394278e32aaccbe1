import { isBlank, isBreak, isBreakOrEnd, readBreak } from './chars.js';
import type { Cursor } from './cursor.js';
import type { Token } from './tokens.js';

/** A block of text after `|` or `>`. */
export function scanBlockScalar(cursor: Cursor, style: 'literal' | 'folded'): Token {
  const { text } = cursor;
  const start = cursor.at;
  cursor.at += 1;
  const { chomping, increment } = scanHeader(cursor);
  let indent = increment > 0 ? Math.max(cursor.indent, 0) + increment : 0;
  let end = cursor.at;
  const lead = scanBreaks(cursor, indent);
  indent = lead.indent;
  let breaks = lead.breaks;
  let value = '';
  let leading = '';
  let wasBlank = false;
  while (cursor.column === indent && cursor.at < text.length) {
    const blank = isBlank(text[cursor.at] ?? '');
    if (style === 'folded' && leading.startsWith('\n') && !wasBlank && !blank) value += breaks === '' ? ' ' : '';
    else value += leading;
    value += breaks;
    wasBlank = blank;
    const from = cursor.at;
    while (!isBreakOrEnd(text[cursor.at] ?? '')) cursor.at += 1;
    value += text.slice(from, cursor.at);
    end = cursor.at;
    leading = '';
    if (cursor.at < text.length) {
      leading = readBreak(text, cursor.at);
      cursor.skipBreak();
      end = cursor.at;
    }
    breaks = scanBreaks(cursor, indent).breaks;
  }
  if (chomping !== 'strip') value += leading;
  if (chomping === 'keep') value += breaks;
  return { type: 'scalar', value, style, start, end };
}

type Chomping = 'clip' | 'strip' | 'keep';

function scanChomping(cursor: Cursor): Chomping {
  const character = cursor.text[cursor.at];
  if (character !== '+' && character !== '-') return 'clip';
  cursor.at += 1;
  return character === '+' ? 'keep' : 'strip';
}

function scanHeader(cursor: Cursor): { readonly chomping: Chomping; readonly increment: number } {
  const { text } = cursor;
  let chomping = scanChomping(cursor);
  let increment = 0;
  const digit = text[cursor.at] ?? '';
  if (/[0-9]/u.test(digit)) {
    if (digit === '0') throw cursor.error('the indentation of a block is at least 1');
    increment = Number(digit);
    cursor.at += 1;
    if (chomping === 'clip') chomping = scanChomping(cursor);
  }
  while (isBlank(text[cursor.at] ?? '')) cursor.at += 1;
  if (text[cursor.at] === '#') while (!isBreakOrEnd(text[cursor.at] ?? '')) cursor.at += 1;
  if (!isBreakOrEnd(text[cursor.at] ?? '')) throw cursor.error('only a comment may follow on the line where a block starts');
  if (cursor.at < text.length) cursor.skipBreak();
  return { chomping, increment };
}

/** Empty lines and the indentation of the next one; finds the indentation of the block where it is not known (0). */
function scanBreaks(cursor: Cursor, indent: number): { readonly breaks: string; readonly indent: number } {
  const { text } = cursor;
  let breaks = '';
  let widest = 0;
  for (;;) {
    while ((indent === 0 || cursor.column < indent) && text[cursor.at] === ' ') cursor.at += 1;
    widest = Math.max(widest, cursor.column);
    if ((indent === 0 || cursor.column < indent) && text[cursor.at] === '\t')
      throw cursor.error('a tab stands where indentation is expected; use spaces');
    if (!isBreak(text[cursor.at] ?? '')) break;
    breaks += readBreak(text, cursor.at);
    cursor.skipBreak();
  }
  return { breaks, indent: indent === 0 ? Math.max(widest, cursor.indent + 1, 1) : indent };
}
