import type { Token, TokenType } from './tokens.js';

const KEYWORDS = new Set(['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with']);
const SPACE = /[ \t\r\n]/u;
const LETTER = /[\p{L}\p{Nd}_]/u;

/** Cuts a template into tokens, one at a time. After an error only that error comes. */
export class Lexer {
  readonly #text: string;
  #at = 0;
  #start = 0;
  #inAction = false;
  #parens = 0;
  #error: Token | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  next(): Token {
    if (this.#error) return this.#error;
    const token = this.#inAction ? this.#action() : this.#outside();
    this.#start = this.#at;
    return token;
  }

  #token(type: TokenType, value = this.#text.slice(this.#start, this.#at)): Token {
    return { type, value, start: this.#start };
  }

  #fail(message: string): Token {
    this.#error = { type: 'error', value: message, start: this.#start };
    return this.#error;
  }

  #character(): string {
    return this.#at < this.#text.length ? String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0) : '';
  }

  #outside(): Token {
    const text = this.#text;
    for (;;) {
      const open = text.indexOf('{{', this.#at);
      if (open === -1) {
        this.#at = text.length;
        return this.#token(this.#at > this.#start ? 'text' : 'end');
      }
      const trims = text[open + 2] === '-' && SPACE.test(text[open + 3] ?? '');
      const end = trims ? trimEnd(text, this.#start, open) : open;
      if (end > this.#start) {
        const token: Token = { type: 'text', value: text.slice(this.#start, end), start: this.#start };
        this.#at = open;
        return token;
      }
      this.#start = open;
      this.#at = open + 2;
      const inner = trims ? open + 4 : open + 2;
      if (!text.startsWith('/*', inner)) {
        this.#inAction = true;
        this.#parens = 0;
        const token = this.#token('left', '{{');
        this.#at = inner;
        return token;
      }
      const failure = this.#comment(inner);
      if (failure) return failure;
    }
  }

  #comment(inner: number): Token | undefined {
    const text = this.#text;
    const close = text.indexOf('*/', inner + 2);
    if (close === -1) return this.#fail('unclosed comment');
    const after = close + 2;
    const trims = SPACE.test(text[after] ?? '') && text[after + 1] === '-' && text.startsWith('}}', after + 2);
    if (!trims && !text.startsWith('}}', after)) return this.#fail('comment ends before closing delimiter');
    this.#at = after + (trims ? 4 : 2);
    if (trims) this.#at = trimStart(text, this.#at);
    this.#start = this.#at;
    return undefined;
  }

  #action(): Token {
    const text = this.#text;
    const trims = SPACE.test(text[this.#at] ?? '') && text[this.#at + 1] === '-' && text.startsWith('}}', this.#at + 2);
    if (trims || text.startsWith('}}', this.#at)) {
      if (this.#parens > 0) return this.#fail('unclosed left paren');
      return this.#rightDelimiter(trims);
    }
    const character = this.#character();
    if (character === '') return this.#fail('unclosed action');
    if (SPACE.test(character)) return this.#space();
    this.#at += character.length;
    return this.#punctuation(character) ?? this.#operand(character);
  }

  #rightDelimiter(trims: boolean): Token {
    if (trims) this.#start = this.#at += 2;
    this.#at += 2;
    const token = this.#token('right', '}}');
    this.#inAction = false;
    if (trims) this.#at = trimStart(this.#text, this.#at);
    return token;
  }

  #space(): Token {
    const text = this.#text;
    while (SPACE.test(text[this.#at] ?? '')) {
      // The space of a trim marker belongs to the delimiter.
      if (text[this.#at + 1] === '-' && text.startsWith('}}', this.#at + 2) && this.#at > this.#start) break;
      this.#at += 1;
    }
    return this.#token('space');
  }

  #punctuation(character: string): Token | undefined {
    switch (character) {
      case '=':
        return this.#token('assign');
      case ':':
        if (this.#text[this.#at] !== '=') return this.#fail('expected :=');
        this.#at += 1;
        return this.#token('declare');
      case '|':
        return this.#token('pipe');
      case '(':
        this.#parens += 1;
        return this.#token('open');
      case ')':
        this.#parens -= 1;
        return this.#parens < 0 ? this.#fail('unexpected right paren') : this.#token('close');
      default:
        return undefined;
    }
  }

  #operand(character: string): Token {
    switch (character) {
      case '"':
        return this.#quoted('"', 'string', 'unterminated quoted string');
      case "'":
        return this.#quoted("'", 'rune', 'unterminated character constant');
      case '`': {
        const close = this.#text.indexOf('`', this.#at);
        if (close === -1) return this.#fail('unterminated raw quoted string');
        this.#at = close + 1;
        return this.#token('raw-string');
      }
      case '$':
        return this.#name('variable');
      case '.':
        if (!/[0-9]/u.test(this.#text[this.#at] ?? '')) return this.#name('field');
        return this.#number();
      default:
        break;
    }
    if (/[-+0-9]/u.test(character)) return this.#number();
    if (LETTER.test(character)) return this.#word();
    if (/[\u0021-\u007e]/u.test(character)) return this.#token('character');
    return this.#fail(`unrecognized character in action: ${unicode(character)}`);
  }

  #quoted(quote: string, type: TokenType, failure: string): Token {
    for (;;) {
      const character = this.#character();
      if (character === '' || character === '\n') return this.#fail(failure);
      this.#at += character.length;
      if (character === quote) return this.#token(type);
      if (character !== '\\') continue;
      const escaped = this.#character();
      if (escaped === '' || escaped === '\n') return this.#fail(failure);
      this.#at += escaped.length;
    }
  }

  #name(type: 'variable' | 'field'): Token {
    if (type === 'field' && this.#atTerminator()) return this.#token('dot');
    this.#skipLetters();
    return this.#atTerminator() ? this.#token(type) : this.#fail(`bad character ${unicode(this.#character())}`);
  }

  #word(): Token {
    this.#skipLetters();
    if (!this.#atTerminator()) return this.#fail(`bad character ${unicode(this.#character())}`);
    const word = this.#text.slice(this.#start, this.#at);
    if (KEYWORDS.has(word)) return this.#token('keyword');
    if (word === 'true' || word === 'false') return this.#token('boolean');
    return this.#token(word === 'nil' ? 'nil' : 'identifier');
  }

  #skipLetters(): void {
    for (let character = this.#character(); character !== '' && LETTER.test(character); character = this.#character())
      this.#at += character.length;
  }

  /** What may follow a name. */
  #atTerminator(): boolean {
    const character = this.#character();
    return character === '' || SPACE.test(character) || '.,|:)('.includes(character) || this.#text.startsWith('}}', this.#at);
  }

  #number(): Token {
    this.#at = this.#start;
    if (!this.#scanNumber()) return this.#fail(`bad number syntax: ${JSON.stringify(this.#text.slice(this.#start, this.#at))}`);
    const sign = this.#text[this.#at];
    if (sign !== '+' && sign !== '-') return this.#token('number');
    if (this.#scanNumber() && this.#text[this.#at - 1] === 'i') return this.#token('complex');
    return this.#fail(`bad number syntax: ${JSON.stringify(this.#text.slice(this.#start, this.#at))}`);
  }

  #scanNumber(): boolean {
    const pattern =
      /[-+]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][-+]?[0-9_]*)?|0[oO][0-7_]*|0[bB][01_]*|[0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9_]*)?)i?/uy;
    pattern.lastIndex = this.#at;
    this.#at += pattern.exec(this.#text)?.[0].length ?? 0;
    const following = this.#character();
    if (following === '' || !LETTER.test(following)) return true;
    this.#at += following.length;
    return false;
  }
}

function trimEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && SPACE.test(text[end - 1] ?? '')) end -= 1;
  return end;
}

function trimStart(text: string, from: number): number {
  let start = from;
  while (SPACE.test(text[start] ?? '')) start += 1;
  return start;
}

/** A character as Go shows it: `U+0021 '!'`. */
function unicode(character: string): string {
  if (character === '') return 'U+FFFFFFFFFFFFFFFF';
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')} '${character}'`;
}
