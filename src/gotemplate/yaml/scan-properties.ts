import { isBlank, isBreakOrEnd, isSpaceOrEnd } from './chars.js';
import type { Scanner } from './scanner.js';
import type { Token } from './tokens.js';

const WORD = /[0-9A-Za-z_-]/u;

/** `&name` or `*name`. */
export function scanAnchor(scanner: Scanner, type: 'alias' | 'anchor'): Token {
  const { text } = scanner;
  const start = scanner.at;
  scanner.at += 1;
  while (WORD.test(text[scanner.at] ?? '')) scanner.at += 1;
  const value = text.slice(start + 1, scanner.at);
  const following = text[scanner.at] ?? '';
  if (value === '' || !(isSpaceOrEnd(following) || '?:,]}%@`'.includes(following))) {
    throw scanner.error(`the name of an ${type} has only letters, digits, - and _; put the text in quotes if it is none`, start);
  }
  return { type, value, start, end: scanner.at };
}

/** `!name`, `!!name`, `!handle!name` or `!<uri>`. */
export function scanTag(scanner: Scanner): Token {
  const { text } = scanner;
  const start = scanner.at;
  let handle = '';
  let suffix: string;
  if (text[start + 1] === '<') {
    scanner.at += 2;
    suffix = scanUri(scanner, '');
    if (suffix === '' || text[scanner.at] !== '>') throw scanner.error('a tag that starts with "!<" ends with ">"', start);
    scanner.at += 1;
  } else {
    handle = /^![0-9A-Za-z_-]*!?/u.exec(text.slice(start, start + 256))?.[0] ?? '!';
    scanner.at += handle.length;
    if (handle.length > 1 && handle.endsWith('!')) {
      suffix = scanUri(scanner, '');
    } else {
      suffix = handle.slice(1) + scanUri(scanner, '');
      handle = '!';
    }
    if (suffix === '') [handle, suffix] = ['', '!'];
  }
  const following = text[scanner.at] ?? '';
  if (!isSpaceOrEnd(following) && !(scanner.flowLevel > 0 && following === ',')) throw scanner.error('a blank must follow a tag', start);
  return { type: 'tag', handle, suffix, start, end: scanner.at };
}

function scanUri(scanner: Scanner, head: string): string {
  const { text } = scanner;
  const from = scanner.at;
  while (/[0-9A-Za-z_\-;/?:@&=+$,.!~*'()[\]%]/u.test(text[scanner.at] ?? '')) {
    if (scanner.flowLevel > 0 && ',[]'.includes(text[scanner.at] ?? '')) break;
    scanner.at += 1;
  }
  const raw = head + text.slice(from, scanner.at);
  try {
    return decodeURIComponent(raw);
  } catch {
    throw scanner.error('a tag holds an invalid % escape', from);
  }
}

/** `%YAML 1.1` or `%TAG ! prefix`. */
export function scanDirective(scanner: Scanner): Token {
  const { text } = scanner;
  const start = scanner.at;
  while (!isBreakOrEnd(text[scanner.at] ?? '') && !(text[scanner.at] === '#' && isBlank(text[scanner.at - 1] ?? ''))) scanner.at += 1;
  const content = text.slice(start + 1, scanner.at).trim();
  const match = /^(YAML|TAG)[ \t]+(\S.*)$/u.exec(content);
  if (!match) throw scanner.error(`unknown directive "%${content}"; put the text in quotes if it is none`, start);
  const [, name = '', value = ''] = match;
  if (name === 'YAML' && value !== '1.1') throw scanner.error('only YAML 1.1 is read', start);
  if (name === 'TAG' && !/^![0-9A-Za-z_-]*!?[ \t]+\S+$/u.test(value)) throw scanner.error('a %TAG directive names a handle and a prefix', start);
  while (!isBreakOrEnd(text[scanner.at] ?? '')) scanner.at += 1;
  return { type: 'directive', name, value, start, end: scanner.at };
}
