import type { Cursor } from './cursor.js';
import type { SimpleKey, TokenQueue } from './token-queue.js';

/** A key without `? ` ends within this many characters and on its own line. */
const MAX_SIMPLE_KEY = 1024;

/** The places where a key without `? ` may have started, one for each level of flow collections. */
export class SimpleKeys {
  readonly #cursor: Cursor;
  readonly #queue: TokenQueue;
  /** The latest possible key of each level of flow collections. */
  readonly #keys: (SimpleKey | undefined)[] = [undefined];
  /** The open flow collections: the number of their first token, and whether anything in them could have been a key. */
  readonly #flows: { readonly token: number; keyed: boolean }[] = [];

  constructor(cursor: Cursor, queue: TokenQueue) {
    this.#cursor = cursor;
    this.#queue = queue;
  }

  /** Whether the first token of the queue may still become a key. */
  isFirstPossible(): boolean {
    const key = this.#queue.firstKey();
    return key !== undefined && this.#isPossible(key);
  }

  /** Notes that a key may start here. */
  save(): void {
    const { at, line, column, flowLevel, indent, simpleKeyAllowed } = this.#cursor;
    if (!simpleKeyAllowed) return;
    this.remove();
    const key: SimpleKey = { token: this.#queue.nextNumber, at, line, column, required: flowLevel === 0 && indent === column };
    this.#keys[flowLevel] = key;
    this.#queue.setKey(key.token, key);
    const flow = this.#flows.at(-1);
    if (flow) flow.keyed = true;
  }

  /** Notes that no key of this level started before. */
  remove(): void {
    const key = this.#keys[this.#cursor.flowLevel];
    if (!key) return;
    if (key.required) throw this.#cursor.error('expected a ":" after this key', key.at);
    this.#forget(key);
  }

  /** The key that ends here, at its colon. */
  take(): SimpleKey | undefined {
    const key = this.#keys[this.#cursor.flowLevel];
    if (!key || !this.#isPossible(key)) return undefined;
    this.#forget(key);
    return key;
  }

  /** Call it before the first token of a flow collection; the collection itself may be a key. */
  openFlow(): void {
    this.save();
    this.#keys.push(undefined);
    this.#flows.push({ token: this.#queue.nextNumber, keyed: false });
  }

  /** Call it after the last value of a flow collection. */
  closeFlow(): void {
    this.#keys.pop();
    const flow = this.#flows.pop();
    // Go does not wait for the colon behind a flow collection in which nothing could be a key: `[]: a` reads as `[]`.
    if (flow?.keyed === false) this.#queue.setKey(flow.token, undefined);
  }

  /** Whether a key could still end here: on its own line, and not too far on. */
  #isPossible(key: SimpleKey): boolean {
    if (key.line === this.#cursor.line && !this.#isTooLong(key)) return true;
    if (key.required) throw this.#cursor.error('expected a ":" after this key', key.at);
    return false;
  }

  #isTooLong(key: SimpleKey): boolean {
    const { text, at } = this.#cursor;
    const length = at - key.at;
    if (length <= MAX_SIMPLE_KEY) return false;
    return length > 2 * MAX_SIMPLE_KEY || Array.from(text.slice(key.at, at)).length > MAX_SIMPLE_KEY;
  }

  #forget(key: SimpleKey): void {
    this.#keys[this.#cursor.flowLevel] = undefined;
    this.#queue.setKey(key.token, undefined);
  }
}
