import { breakLength, FORBIDDEN, isBlank, isBreak, isBreakOrEnd, isSpaceOrEnd } from './chars.js';
import { YamlError } from './error.js';
import { scanBlockScalar } from './scan-block.js';
import { scanPlain, scanQuoted } from './scan-flow.js';
import { scanAnchor, scanDirective, scanTag } from './scan-properties.js';
import type { MarkType, Token } from './tokens.js';

/** A place where a key may turn out to have stood, once its colon is found. */
interface SimpleKey {
  readonly token: number;
  readonly at: number;
  readonly line: number;
  readonly column: number;
  readonly required: boolean;
}

/** A key without `? ` ends within this many characters and on its own line. */
const MAX_SIMPLE_KEY = 1024;

/**
 * Text to tokens, as YAML 1.1 describes it: indentation becomes the start and end of blocks, and a plain word becomes
 * a key as soon as its colon is seen.
 */
export class Scanner {
  readonly text: string;
  /** Offset of the next character; the scanners of scalars move it. */
  at = 0;
  /** Line and start of the line that `at` is in. */
  line = 0;
  lineStart = 0;
  flowLevel = 0;
  /** Column of the innermost block; -1 outside of all. */
  indent = -1;
  simpleKeyAllowed = true;

  readonly #queue: (Token | undefined)[] = [];
  #head = 0;
  readonly #indents: number[] = [];
  #simpleKeys: (SimpleKey | undefined)[] = [undefined];
  #ended = false;

  constructor(text: string) {
    this.text = text;
    const forbidden = FORBIDDEN.exec(text);
    if (forbidden) {
      const code = (text.codePointAt(forbidden.index) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      throw this.error(`the control character U+${code} is not allowed`, forbidden.index);
    }
    if (text.startsWith('\ufeff')) this.at = this.lineStart = 1;
  }

  get column(): number {
    return this.at - this.lineStart;
  }

  error(message: string, at = this.at): YamlError {
    return new YamlError(message, this.text, at);
  }

  /** The next token, which stays in the queue. */
  peek(): Token {
    for (;;) {
      this.#dropStaleKeys();
      const token = this.#queue[this.#head];
      if (token && !this.#mayBecomeKey()) return token;
      this.#fetch();
    }
  }

  next(): Token {
    const token = this.peek();
    this.#queue[this.#head] = undefined;
    this.#head += 1;
    return token;
  }

  /** Moves over one line break. */
  skipBreak(): void {
    this.at += breakLength(this.text, this.at);
    this.line += 1;
    this.lineStart = this.at;
  }

  #mayBecomeKey(): boolean {
    return this.#simpleKeys.some((key) => key?.token === this.#head);
  }

  #dropStaleKeys(): void {
    for (let level = 0; level < this.#simpleKeys.length; level += 1) {
      const key = this.#simpleKeys[level];
      if (key && (key.line !== this.line || this.at - key.at > MAX_SIMPLE_KEY)) {
        if (key.required) throw this.error('expected a ":" after this key', key.at);
        this.#simpleKeys[level] = undefined;
      }
    }
  }

  #fetch(): void {
    this.#skipToToken();
    this.#dropStaleKeys();
    this.#unroll(this.column);
    const { text, at } = this;
    if (at >= text.length) { this.#endOfStream(); return; }
    if (this.column === 0 && this.#fetchAtLineStart()) return;
    const character = text[at] ?? '';
    const following = text[at + 1] ?? '';
    if (this.#fetchFlowIndicator(character)) return;
    if (character === '-' && isSpaceOrEnd(following)) { this.#blockEntry(); return; }
    if (character === '?' && (this.flowLevel > 0 || isSpaceOrEnd(following))) { this.#key(); return; }
    if (character === ':' && (this.flowLevel > 0 || isSpaceOrEnd(following))) { this.#value(); return; }
    this.#fetchContent(character, following);
  }

  #fetchAtLineStart(): boolean {
    const { text, at } = this;
    if (text[at] === '%') {
      this.#boundary();
      this.#queue.push(scanDirective(this));
      return true;
    }
    const marker = text.slice(at, at + 3);
    if ((marker !== '---' && marker !== '...') || !isSpaceOrEnd(text[at + 3] ?? '')) return false;
    this.#boundary();
    this.at += 3;
    this.#push(marker === '---' ? 'document-start' : 'document-end', at);
    return true;
  }

  #fetchFlowIndicator(character: string): boolean {
    const { at } = this;
    if (character === '[' || character === '{') {
      this.#saveSimpleKey();
      this.#simpleKeys.push(undefined);
      this.flowLevel += 1;
      this.simpleKeyAllowed = true;
      this.at += 1;
      this.#push(character === '[' ? 'flow-list' : 'flow-map', at);
      return true;
    }
    if (character === ']' || character === '}') {
      this.#removeSimpleKey();
      if (this.flowLevel > 0) {
        this.flowLevel -= 1;
        this.#simpleKeys.pop();
      }
      this.simpleKeyAllowed = false;
      this.at += 1;
      this.#push(character === ']' ? 'flow-list-end' : 'flow-map-end', at);
      return true;
    }
    if (character !== ',') return false;
    this.#removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.at += 1;
    this.#push('flow-entry', at);
    return true;
  }

  #fetchContent(character: string, following: string): void {
    if (character === '*' || character === '&') { this.#property(() => scanAnchor(this, character === '*' ? 'alias' : 'anchor')); return; }
    if (character === '!') { this.#property(() => scanTag(this)); return; }
    if (this.flowLevel === 0 && (character === '|' || character === '>')) {
      this.#removeSimpleKey();
      this.simpleKeyAllowed = true;
      this.#queue.push(scanBlockScalar(this, character === '|' ? 'literal' : 'folded'));
      return;
    }
    if (character === "'" || character === '"') { this.#property(() => scanQuoted(this, character === "'" ? 'single' : 'double')); return; }
    if (this.#startsPlain(character, following)) {
      this.#saveSimpleKey();
      this.simpleKeyAllowed = false;
      this.#queue.push(scanPlain(this));
      return;
    }
    if (character === '\t') throw this.error('a tab stands where indentation is expected; use spaces');
    throw this.error(`a value cannot start with ${JSON.stringify(character)}; put it in quotes`);
  }

  #startsPlain(character: string, following: string): boolean {
    if (isBlank(character)) return false;
    if (!'-?:,[]{}#&*!|>\'"%@`'.includes(character)) return true;
    if (character === '-') return !isBlank(following);
    return this.flowLevel === 0 && (character === '?' || character === ':') && !isSpaceOrEnd(following);
  }

  #property(scan: () => Token): void {
    this.#saveSimpleKey();
    this.simpleKeyAllowed = false;
    this.#queue.push(scan());
  }

  #push(type: MarkType, start: number): void {
    this.#queue.push({ type, start, end: this.at });
  }

  /** Blanks, comments and line breaks up to the next token. */
  #skipToToken(): void {
    const { text } = this;
    for (;;) {
      while (text[this.at] === ' ' || (text[this.at] === '\t' && (this.flowLevel > 0 || !this.simpleKeyAllowed))) this.at += 1;
      if (text[this.at] === '\ufeff' && this.column === 0) this.at += 1;
      if (text[this.at] === '#') while (!isBreakOrEnd(text[this.at] ?? '')) this.at += 1;
      if (!isBreak(text[this.at] ?? '')) return;
      this.skipBreak();
      if (this.flowLevel === 0) this.simpleKeyAllowed = true;
    }
  }

  #saveSimpleKey(): void {
    const required = this.flowLevel === 0 && this.indent === this.column;
    if (!this.simpleKeyAllowed) return;
    this.#removeSimpleKey();
    this.#simpleKeys[this.#simpleKeys.length - 1] = { token: this.#queue.length, at: this.at, line: this.line, column: this.column, required };
  }

  #removeSimpleKey(): void {
    const key = this.#simpleKeys.at(-1);
    if (key?.required === true) throw this.error('expected a ":" after this key', key.at);
    this.#simpleKeys[this.#simpleKeys.length - 1] = undefined;
  }

  #roll(column: number, type: 'block-list' | 'block-map', position: number | undefined, start: number): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.#indents.push(this.indent);
    this.indent = column;
    const token: Token = { type, start, end: start };
    if (position === undefined) this.#queue.push(token);
    else this.#queue.splice(position, 0, token);
  }

  #unroll(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      this.#push('block-end', this.at);
      this.indent = this.#indents.pop() ?? -1;
    }
  }

  #boundary(): void {
    this.#unroll(-1);
    this.#removeSimpleKey();
    this.simpleKeyAllowed = false;
  }

  #endOfStream(): void {
    if (this.#ended) throw this.error('unexpected end of the text');
    this.#ended = true;
    this.#boundary();
    this.#push('stream-end', this.at);
  }

  #blockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) throw this.error('a list item is not allowed here; it belongs on a line of its own');
      this.#roll(this.column, 'block-list', undefined, this.at);
    }
    this.#removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.at += 1;
    this.#push('block-entry', this.at - 1);
  }

  #key(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) throw this.error('a key is not allowed here');
      this.#roll(this.column, 'block-map', undefined, this.at);
    }
    this.#removeSimpleKey();
    this.simpleKeyAllowed = this.flowLevel === 0;
    this.at += 1;
    this.#push('key', this.at - 1);
  }

  #value(): void {
    const key = this.#simpleKeys.at(-1);
    if (key) {
      this.#queue.splice(key.token, 0, { type: 'key', start: key.at, end: key.at });
      this.#roll(key.column, 'block-map', key.token, key.at);
      this.#simpleKeys[this.#simpleKeys.length - 1] = undefined;
      this.simpleKeyAllowed = false;
    } else {
      if (this.flowLevel === 0) {
        if (!this.simpleKeyAllowed) throw this.error('a key with a value is not allowed here; put the text in quotes if it holds ": "');
        this.#roll(this.column, 'block-map', undefined, this.at);
      }
      this.simpleKeyAllowed = this.flowLevel === 0;
    }
    this.at += 1;
    this.#push('value', this.at - 1);
  }
}
