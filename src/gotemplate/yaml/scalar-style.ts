import { resolve } from './resolve.js';
import { isTimestamp } from './scalar-value.js';

/** A style that Go's printer chooses. */
export type PrintStyle = 'plain' | 'single' | 'double' | 'literal';

const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/u;

/** Whether some reader of YAML takes it for a number, a date or a default value, or for more lines than it has. */
function isAmbiguous(text: string): boolean {
  if (/[\u0085\u2028\u2029]/u.test(text)) return true;
  return text === '=' || text === '<<' || /^[-+.0-9][-+.0-9a-fA-FxXoO_:tTzZ ]*$/u.test(text);
}

/** Most strings: nothing in them is special to YAML, unless the whole is a word such as `true`. */
const WORD = /^[A-Za-z_/][\w./-]*$/u;

/** What the printer may not use for a text. */
interface Analysis {
  readonly plain: boolean;
  readonly single: boolean;
  readonly literal: boolean;
}

/** The style in which a string is printed as the value of a mapping. */
export function scalarStyle(text: string): PrintStyle {
  return chooseStyle(text, false);
}

/** The style of a string. A simple key stands on one line, so it is never a literal. */
export function chooseStyle(text: string, simpleKey: boolean, portable = false): PrintStyle {
  if (WORD.test(text)) return resolve(text).tag === 'str' ? 'plain' : 'double';
  if (portable && isAmbiguous(text)) return 'double';
  const allowed = analyse(text);
  if (text.includes('\n')) return allowed.literal && !simpleKey ? 'literal' : 'double';
  if (resolve(text).tag !== 'str' || BASE_60.test(text) || isTimestamp(text)) return 'double';
  if (allowed.plain) return 'plain';
  return allowed.single ? 'single' : 'double';
}

function analyse(text: string): Analysis {
  const special = UNPRINTABLE.test(text) || / [\n\u0085\u2028\u2029]/u.test(text);
  const broken = /[\n\u0085\u2028\u2029]/u.test(text);
  const spaceAfterBreak = /[\n\u0085\u2028\u2029] /u.test(text);
  return {
    plain: !special && !broken && !/^ | $/u.test(text) && !hasIndicator(text),
    single: !special && !spaceAfterBreak,
    literal: !special && !text.endsWith(' '),
  };
}

function hasIndicator(text: string): boolean {
  if (text.startsWith('---') || text.startsWith('...')) return true;
  if (/^[#,[\]{}&*!|>'"%@`]/u.test(text)) return true;
  if (/^[?:-](?:[ \t\n\u0085\u2028\u2029]|$)/u.test(text)) return true;
  return /:(?:[ \t]|$)|[ \t]#/u.test(text);
}

/** What may not stand in YAML without an escape: for Go that is everything above U+FFFF, too, and a tab. */
const UNPRINTABLE = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;

/** What may stand in YAML without an escape. */
export function isPrintable(character: string): boolean {
  return !UNPRINTABLE.test(character);
}
