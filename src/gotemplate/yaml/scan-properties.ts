import { isBlank, isBreakOrEnd, isSpaceOrEnd } from './chars.js';
import type { Scanner } from './scanner.js';
import type { Token } from './tokens.js';

/** `&name` or `*name`. */
export function scanAnchor(scanner: Scanner, type: 'alias' | 'anchor'): Token {
  const { text } = scanner;
  const start = scanner.at;
  scanner.at += 1;
  while (isWord(text[scanner.at] ?? '')) scanner.at += 1;
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
    suffix = scanUri(scanner);
    if (suffix === '' || text[scanner.at] !== '>') throw scanner.error('a tag that starts with "!<" ends with ">"', start);
    scanner.at += 1;
  } else {
    handle = scanHandle(scanner);
    suffix = scanUri(scanner);
    if (handle === '!' || !handle.endsWith('!')) [handle, suffix] = ['!', handle.slice(1) + suffix];
    else if (suffix === '') throw scanner.error(`a name must follow "${handle}" in a tag`, start);
    if (suffix === '') [handle, suffix] = ['', '!'];
  }
  if (!isSpaceOrEnd(text[scanner.at] ?? '')) throw scanner.error('a blank must follow a tag', start);
  return { type: 'tag', handle, suffix, start, end: scanner.at };
}

/** `!`, `!!` or `!name!`; without its last `!` where a name goes on to the end of a tag. */
function scanHandle(scanner: Scanner): string {
  const { text, at } = scanner;
  scanner.at += 1;
  while (isWord(text[scanner.at] ?? '')) scanner.at += 1;
  if (text[scanner.at] === '!') scanner.at += 1;
  return text.slice(at, scanner.at);
}

const URI = /[0-9A-Za-z_\-;/?:@&=+$,.!~*'()[\]%]/u;

function scanUri(scanner: Scanner): string {
  const { text } = scanner;
  const from = scanner.at;
  while (URI.test(text[scanner.at] ?? '')) scanner.at += 1;
  try {
    return decodeURIComponent(text.slice(from, scanner.at));
  } catch {
    throw scanner.error('a tag holds an invalid % escape', from);
  }
}

/** `%YAML 1.1` or `%TAG ! prefix`; which version is read is for the reader to say. */
export function scanDirective(scanner: Scanner): Token {
  const { text } = scanner;
  const start = scanner.at;
  scanner.at += 1;
  while (isWord(text[scanner.at] ?? '')) scanner.at += 1;
  const name = text.slice(start + 1, scanner.at);
  if (name !== 'YAML' && name !== 'TAG') throw scanner.error(`unknown directive "%${name}"; put the text in quotes if it is none`, start);
  if (!isBlank(text[scanner.at] ?? '')) throw scanner.error(`%${name} needs a value`, start);
  skipBlanks(scanner);
  const value = name === 'YAML' ? scanVersion(scanner) : scanTagDirective(scanner);
  skipBlanks(scanner);
  if (text[scanner.at] === '#') while (!isBreakOrEnd(text[scanner.at] ?? '')) scanner.at += 1;
  if (!isBreakOrEnd(text[scanner.at] ?? '')) throw scanner.error(`only a comment may follow a directive on its line`, scanner.at);
  return { type: 'directive', name, value, start, end: scanner.at };
}

function scanVersion(scanner: Scanner): string {
  const match = /^([0-9]{1,9})\.([0-9]{1,9})(?![0-9])/u.exec(scanner.text.slice(scanner.at, scanner.at + 20));
  if (!match) throw scanner.error('a %YAML directive has a version such as 1.1');
  scanner.at += match[0].length;
  return `${Number(match[1])}.${Number(match[2])}`;
}

function scanTagDirective(scanner: Scanner): string {
  const { at, text } = scanner;
  const handle = text[at] === '!' ? scanHandle(scanner) : '';
  if (handle === '' || (handle !== '!' && !handle.endsWith('!'))) throw scanner.error('a %TAG directive has a handle such as "!e!"', at);
  if (!isBlank(text[scanner.at] ?? '')) throw scanner.error('a blank must follow the handle of a %TAG directive');
  skipBlanks(scanner);
  const prefix = scanUri(scanner);
  if (prefix === '' || !isSpaceOrEnd(text[scanner.at] ?? '')) throw scanner.error('a %TAG directive ends with a prefix');
  return `${handle} ${prefix}`;
}

function skipBlanks(scanner: Scanner): void {
  while (isBlank(scanner.text[scanner.at] ?? '')) scanner.at += 1;
}

function isWord(character: string): boolean {
  return /^[0-9A-Za-z_-]$/u.test(character);
}
