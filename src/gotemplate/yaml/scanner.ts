import { breakLength, FORBIDDEN, isBlank, isBreak, isBreakOrEnd, isSpaceOrEnd } from './chars.js';
import type { Cursor } from './cursor.js';
import { YamlError } from './error.js';
import { scanBlockScalar } from './scan-block.js';
import { scanPlain, scanQuoted } from './scan-flow.js';
import { scanAnchor, scanDirective, scanTag } from './scan-properties.js';
import { SimpleKeys } from './simple-keys.js';
import { TokenQueue } from './token-queue.js';
import type { MarkType, Token } from './tokens.js';

/**
 * Text to tokens, as YAML 1.1 describes it: indentation becomes the start and end of blocks, and a plain word becomes
 * a key as soon as its colon is seen.
 */
export class Scanner implements Cursor {
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

  /** The tokens that were found and not yet taken. */
  readonly #queue = new TokenQueue();
  readonly #keys = new SimpleKeys(this, this.#queue);
  readonly #indents: number[] = [];
  readonly #maxDepth: number;
  /** Offset of the first character that may not stand in a YAML text. */
  readonly #forbidden: number;
  #ended = false;

  constructor(text: string, maxDepth: number) {
    this.text = text;
    this.#maxDepth = maxDepth;
    const forbidden = text.search(FORBIDDEN);
    this.#forbidden = forbidden === -1 ? Infinity : forbidden;
    if (text.startsWith('\ufeff')) this.at = this.lineStart = 1;
  }

  get column(): number {
    return this.at - this.lineStart;
  }

  error(message: string, at = this.at): YamlError {
    if (this.#forbidden > Math.max(at, this.at)) return new YamlError(message, this.text, at);
    const code = (this.text.codePointAt(this.#forbidden) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return new YamlError(`the control character U+${code} is not allowed`, this.text, this.#forbidden);
  }

  /** The next token, which stays in the queue. */
  peek(): Token {
    for (;;) {
      const token = this.#queue.first();
      if (token && !this.#keys.isFirstPossible()) return token;
      this.#fetch();
    }
  }

  next(): Token {
    const token = this.peek();
    this.#queue.drop();
    return token;
  }

  /**
   * Go looks for forbidden characters in blocks of 512 bytes, so it finds one in what follows the end of a document
   * when that is near enough.
   */
  refuseForbiddenNearby(): void {
    if (this.#forbidden === Infinity) return;
    const seen = Buffer.byteLength(this.text.slice(0, this.at)) + 1;
    if (Buffer.byteLength(this.text.slice(0, this.#forbidden)) < Math.ceil(seen / 512) * 512) throw this.error('', this.#forbidden);
  }

  /** Moves over one line break. */
  skipBreak(): void {
    this.at += breakLength(this.text, this.at);
    this.line += 1;
    this.lineStart = this.at;
  }

  #fetch(): void {
    this.#skipToToken();
    this.#unroll(this.column);
    const { text, at } = this;
    if (at > this.#forbidden) throw this.error('', at);
    if (at >= text.length) this.#endOfStream();
    else if (this.column > 0 || !this.#fetchAtLineStart()) this.#fetchToken(text[at] ?? '', text[at + 1] ?? '');
  }

  #fetchToken(character: string, following: string): void {
    if (this.#fetchFlowIndicator(character)) return;
    const indicates = isSpaceOrEnd(following) || (this.flowLevel > 0 && character !== '-');
    if (indicates && character === '-') this.#blockEntry();
    else if (indicates && character === '?') this.#key();
    else if (indicates && character === ':') this.#value();
    else this.#fetchContent(character, following);
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
      this.#keys.openFlow();
      this.flowLevel += 1;
      if (this.flowLevel > this.#maxDepth) throw this.error(`nested more than ${this.#maxDepth} levels deep`);
      this.simpleKeyAllowed = true;
      this.at += 1;
      this.#push(character === '[' ? 'flow-list' : 'flow-map', at);
      return true;
    }
    if (character === ']' || character === '}') {
      this.#keys.remove();
      if (this.flowLevel > 0) {
        this.flowLevel -= 1;
        this.#keys.closeFlow();
      }
      this.simpleKeyAllowed = false;
      this.at += 1;
      this.#push(character === ']' ? 'flow-list-end' : 'flow-map-end', at);
      return true;
    }
    if (character !== ',') return false;
    this.#keys.remove();
    this.simpleKeyAllowed = true;
    this.at += 1;
    this.#push('flow-entry', at);
    return true;
  }

  #fetchContent(character: string, following: string): void {
    if (character === '*' || character === '&') {
      this.#property(() => scanAnchor(this, character === '*' ? 'alias' : 'anchor'));
      return;
    }
    if (character === '!') {
      this.#property(() => scanTag(this));
      return;
    }
    if (this.flowLevel === 0 && (character === '|' || character === '>')) {
      this.#keys.remove();
      this.simpleKeyAllowed = true;
      this.#queue.push(scanBlockScalar(this, character === '|' ? 'literal' : 'folded'));
      return;
    }
    if (character === "'" || character === '"') {
      this.#property(() => scanQuoted(this, character === "'" ? 'single' : 'double'));
      return;
    }
    if (this.#startsPlain(character, following)) {
      this.#keys.save();
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
    this.#keys.save();
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
      if (text[this.at] === '#') while (!isBreakOrEnd(text[this.at] ?? '')) this.at += 1;
      if (!isBreak(text[this.at] ?? '')) return;
      this.skipBreak();
      if (this.flowLevel === 0) this.simpleKeyAllowed = true;
    }
  }

  #roll(column: number, type: 'block-list' | 'block-map', start: number, before = this.#queue.nextNumber): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.#indents.push(this.indent);
    if (this.#indents.length > this.#maxDepth) throw this.error(`nested more than ${this.#maxDepth} levels deep`);
    this.indent = column;
    this.#queue.insert(before, { type, start, end: start });
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
    this.#keys.remove();
    this.simpleKeyAllowed = false;
  }

  #endOfStream(): void {
    if (this.#ended) throw this.error('unexpected end of the text');
    this.#ended = true;
    if (this.column > 0) this.line += 1;
    this.#boundary();
    this.#push('stream-end', this.at);
  }

  #blockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) throw this.error('a list item is not allowed here; it belongs on a line of its own');
      this.#roll(this.column, 'block-list', this.at);
    }
    this.#keys.remove();
    this.simpleKeyAllowed = true;
    this.at += 1;
    this.#push('block-entry', this.at - 1);
  }

  #key(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) throw this.error('a key is not allowed here');
      this.#roll(this.column, 'block-map', this.at);
    }
    this.#keys.remove();
    this.simpleKeyAllowed = this.flowLevel === 0;
    this.at += 1;
    this.#push('key', this.at - 1);
  }

  #value(): void {
    const key = this.#keys.take();
    if (key) {
      this.#queue.insert(key.token, { type: 'key', start: key.at, end: key.at });
      this.#roll(key.column, 'block-map', key.at, key.token);
      this.simpleKeyAllowed = false;
    } else {
      if (this.flowLevel === 0) {
        if (!this.simpleKeyAllowed) throw this.error('a key with a value is not allowed here; put the text in quotes if it holds ": "');
        this.#roll(this.column, 'block-map', this.at);
      }
      this.simpleKeyAllowed = this.flowLevel === 0;
    }
    this.at += 1;
    this.#push('value', this.at - 1);
  }
}
