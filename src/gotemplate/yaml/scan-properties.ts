import { isBlank, isBreakOrEnd, isSpaceOrEnd } from './chars.js';
import type { Cursor } from './cursor.js';
import type { Token } from './tokens.js';

/** `&name` or `*name`. */
export function scanAnchor(cursor: Cursor, type: 'alias' | 'anchor'): Token {
  const { text } = cursor;
  const start = cursor.at;
  cursor.at += 1;
  while (isWord(text[cursor.at] ?? '')) cursor.at += 1;
  const value = text.slice(start + 1, cursor.at);
  const following = text[cursor.at] ?? '';
  if (value === '' || !(isSpaceOrEnd(following) || '?:,]}%@`'.includes(following))) {
    throw cursor.error(`the name of an ${type} has only letters, digits, - and _; put the text in quotes if it is none`, start);
  }
  return { type, value, start, end: cursor.at };
}

/** `!name`, `!!name`, `!handle!name` or `!<uri>`. */
export function scanTag(cursor: Cursor): Token {
  const { text } = cursor;
  const start = cursor.at;
  let handle = '';
  let suffix: string;
  if (text[start + 1] === '<') {
    cursor.at += 2;
    suffix = scanUri(cursor);
    if (suffix === '' || text[cursor.at] !== '>') throw cursor.error('a tag that starts with "!<" ends with ">"', start);
    cursor.at += 1;
  } else {
    handle = scanHandle(cursor);
    suffix = scanUri(cursor);
    if (handle === '!' || !handle.endsWith('!')) [handle, suffix] = ['!', handle.slice(1) + suffix];
    else if (suffix === '') throw cursor.error(`a name must follow "${handle}" in a tag`, start);
    if (suffix === '') [handle, suffix] = ['', '!'];
  }
  if (!isSpaceOrEnd(text[cursor.at] ?? '')) throw cursor.error('a blank must follow a tag', start);
  return { type: 'tag', handle, suffix, start, end: cursor.at };
}

/** `!`, `!!` or `!name!`; without its last `!` where a name goes on to the end of a tag. */
function scanHandle(cursor: Cursor): string {
  const { text, at } = cursor;
  cursor.at += 1;
  while (isWord(text[cursor.at] ?? '')) cursor.at += 1;
  if (text[cursor.at] === '!') cursor.at += 1;
  return text.slice(at, cursor.at);
}

const URI = /[0-9A-Za-z_\-;/?:@&=+$,.!~*'()[\]%]/u;

function scanUri(cursor: Cursor): string {
  const { text } = cursor;
  const from = cursor.at;
  while (URI.test(text[cursor.at] ?? '')) cursor.at += 1;
  try {
    return decodeURIComponent(text.slice(from, cursor.at));
  } catch {
    throw cursor.error('a tag holds an invalid % escape', from);
  }
}

/** `%YAML 1.1` or `%TAG ! prefix`; which version is read is for the reader to say. */
export function scanDirective(cursor: Cursor): Token {
  const { text } = cursor;
  const start = cursor.at;
  cursor.at += 1;
  while (isWord(text[cursor.at] ?? '')) cursor.at += 1;
  const name = text.slice(start + 1, cursor.at);
  if (name !== 'YAML' && name !== 'TAG') throw cursor.error(`unknown directive "%${name}"; put the text in quotes if it is none`, start);
  if (!isBlank(text[cursor.at] ?? '')) throw cursor.error(`%${name} needs a value`, start);
  skipBlanks(cursor);
  const value = name === 'YAML' ? scanVersion(cursor) : scanTagDirective(cursor);
  skipBlanks(cursor);
  if (text[cursor.at] === '#') while (!isBreakOrEnd(text[cursor.at] ?? '')) cursor.at += 1;
  if (!isBreakOrEnd(text[cursor.at] ?? '')) throw cursor.error(`only a comment may follow a directive on its line`, cursor.at);
  return { type: 'directive', name, value, start, end: cursor.at };
}

function scanVersion(cursor: Cursor): string {
  const match = /^([0-9]{1,9})\.([0-9]{1,9})(?![0-9])/u.exec(cursor.text.slice(cursor.at, cursor.at + 20));
  if (!match) throw cursor.error('a %YAML directive has a version such as 1.1');
  cursor.at += match[0].length;
  return `${Number(match[1])}.${Number(match[2])}`;
}

function scanTagDirective(cursor: Cursor): string {
  const { at, text } = cursor;
  const handle = text[at] === '!' ? scanHandle(cursor) : '';
  if (handle === '' || (handle !== '!' && !handle.endsWith('!'))) throw cursor.error('a %TAG directive has a handle such as "!e!"', at);
  if (!isBlank(text[cursor.at] ?? '')) throw cursor.error('a blank must follow the handle of a %TAG directive');
  skipBlanks(cursor);
  const prefix = scanUri(cursor);
  if (prefix === '' || !isSpaceOrEnd(text[cursor.at] ?? '')) throw cursor.error('a %TAG directive ends with a prefix');
  return `${handle} ${prefix}`;
}

function skipBlanks(cursor: Cursor): void {
  while (isBlank(cursor.text[cursor.at] ?? '')) cursor.at += 1;
}

function isWord(character: string): boolean {
  return /^[0-9A-Za-z_-]$/u.test(character);
}
