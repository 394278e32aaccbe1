import type { Token } from './tokens.js';

/** A place where a key may turn out to have stood, once its colon is found. */
export interface SimpleKey {
  /** Number of the token that would follow the key's start. */
  readonly token: number;
  readonly at: number;
  readonly line: number;
  readonly column: number;
  readonly required: boolean;
}

/** The tokens between the scanner and the composer, by their number in the whole text. */
export class TokenQueue {
  readonly #tokens: Token[] = [];
  /** The keys that may start with the tokens, at the same places. */
  readonly #keys: (SimpleKey | undefined)[] = [];
  #head = 0;
  /** Number of the token at `#tokens[0]`. */
  #base = 0;

  /** Number of the first token that was not taken yet. */
  get number(): number {
    return this.#base + this.#head;
  }

  /** Number of the token that is pushed next. */
  get nextNumber(): number {
    return this.#base + this.#tokens.length;
  }

  first(): Token | undefined {
    return this.#tokens[this.#head];
  }

  /** The key that may start with the first token. */
  firstKey(): SimpleKey | undefined {
    return this.#keys[this.#head];
  }

  /** Says whether a key may start with a token, which may be the one that is pushed next. */
  setKey(number: number, key: SimpleKey | undefined): void {
    if (number >= this.number) this.#keys[number - this.#base] = key;
  }

  /** Takes the first token away. */
  drop(): void {
    this.#head += 1;
    if (this.#head < this.#tokens.length) return;
    this.#base += this.#head;
    this.#head = 0;
    this.#tokens.length = 0;
    this.#keys.length = 0;
  }

  push(token: Token): void {
    this.#tokens.push(token);
    if (this.#keys.length < this.#tokens.length) this.#keys.push(undefined);
  }

  /** Puts a token before the one with a number; at the end where that is gone already. */
  insert(number: number, token: Token): void {
    if (number >= this.nextNumber || number < this.number) {
      this.push(token);
      return;
    }
    this.#tokens.splice(number - this.#base, 0, token);
    this.#keys.splice(number - this.#base, 0, undefined);
  }
}
