import { isBlank, isBreak, isBreakOrEnd, readBreak } from './chars.js';
import type { Scanner } from './scanner.js';
import type { Token } from './tokens.js';

/** A block of text after `|` or `>`. */
export function scanBlockScalar(scanner: Scanner, style: 'literal' | 'folded'): Token {
  const { text } = scanner;
  const start = scanner.at;
  scanner.at += 1;
  const { chomping, increment } = scanHeader(scanner);
  let indent = increment > 0 ? Math.max(scanner.indent, 0) + increment : 0;
  let end = scanner.at;
  const lead = scanBreaks(scanner, indent);
  indent = lead.indent;
  let breaks = lead.breaks;
  let value = '';
  let leading = '';
  let wasBlank = false;
  while (scanner.column === indent && scanner.at < text.length) {
    const blank = isBlank(text[scanner.at] ?? '');
    if (style === 'folded' && leading.startsWith('\n') && !wasBlank && !blank) value += breaks === '' ? ' ' : '';
    else value += leading;
    value += breaks;
    wasBlank = blank;
    const from = scanner.at;
    while (!isBreakOrEnd(text[scanner.at] ?? '')) scanner.at += 1;
    value += text.slice(from, scanner.at);
    end = scanner.at;
    leading = '';
    if (scanner.at < text.length) {
      leading = readBreak(text, scanner.at);
      scanner.skipBreak();
      end = scanner.at;
    }
    breaks = scanBreaks(scanner, indent).breaks;
  }
  if (chomping !== 'strip') value += leading;
  if (chomping === 'keep') value += breaks;
  return { type: 'scalar', value, style, start, end };
}

type Chomping = 'clip' | 'strip' | 'keep';

function scanChomping(scanner: Scanner): Chomping {
  const character = scanner.text[scanner.at];
  if (character !== '+' && character !== '-') return 'clip';
  scanner.at += 1;
  return character === '+' ? 'keep' : 'strip';
}

function scanHeader(scanner: Scanner): { readonly chomping: Chomping; readonly increment: number } {
  const { text } = scanner;
  let chomping = scanChomping(scanner);
  let increment = 0;
  const digit = text[scanner.at] ?? '';
  if (/[0-9]/u.test(digit)) {
    if (digit === '0') throw scanner.error('the indentation of a block is at least 1');
    increment = Number(digit);
    scanner.at += 1;
    if (chomping === 'clip') chomping = scanChomping(scanner);
  }
  while (isBlank(text[scanner.at] ?? '')) scanner.at += 1;
  if (text[scanner.at] === '#') while (!isBreakOrEnd(text[scanner.at] ?? '')) scanner.at += 1;
  if (!isBreakOrEnd(text[scanner.at] ?? '')) throw scanner.error('only a comment may follow on the line where a block starts');
  if (scanner.at < text.length) scanner.skipBreak();
  return { chomping, increment };
}

/** Empty lines and the indentation of the next one; finds the indentation of the block where it is not known (0). */
function scanBreaks(scanner: Scanner, indent: number): { readonly breaks: string; readonly indent: number } {
  const { text } = scanner;
  let breaks = '';
  let widest = 0;
  for (;;) {
    while ((indent === 0 || scanner.column < indent) && text[scanner.at] === ' ') scanner.at += 1;
    widest = Math.max(widest, scanner.column);
    if ((indent === 0 || scanner.column < indent) && text[scanner.at] === '\t') throw scanner.error('a tab stands where indentation is expected; use spaces');
    if (!isBreak(text[scanner.at] ?? '')) break;
    breaks += readBreak(text, scanner.at);
    scanner.skipBreak();
  }
  return { breaks, indent: indent === 0 ? Math.max(widest, scanner.indent + 1, 1) : indent };
}
