import { abortable, Deadline } from './deadline.js';
import type { CallOptions } from './options.js';

/** Starts a read; the signal ends it. */
export type StartRead<T> = (signal: AbortSignal) => Promise<T>;

/**
 * Values that one request reads for all callers who ask at the same time, and for those who ask within its lifetime.
 *
 * A caller's signal or timeout ends the wait of that caller. The request ends only if no other caller waits for it. A failure goes
 * to the waiting callers, and is never cached.
 */
export class SharedReads<T> {
  readonly #lifetime: (value: T) => number;
  readonly #reads = new Map<string, SharedRead<T>>();

  /** @param lifetime how long a value is used, in milliseconds */
  constructor(lifetime: (value: T) => number) {
    this.#lifetime = lifetime;
  }

  /**
   * The value of a key.
   *
   * @param timedOut the error for a caller whose timeout ends
   * @throws what the read throws, the reason of the caller's signal, or `timedOut`
   */
  async get(key: string, start: StartRead<T>, { signal, timeout = 60_000 }: CallOptions, timedOut: () => Error): Promise<T> {
    signal?.throwIfAborted();
    const known = this.#reads.get(key);
    const read = known?.isUsable(performance.now()) === true ? known : this.#start(key, start);
    const deadline = new Deadline(timeout, signal).start();
    try {
      return await read.join(deadline.signal);
    } catch (error) {
      throw deadline.expired ? timedOut() : error;
    } finally {
      deadline.clear();
    }
  }

  /** The next caller reads again. */
  forget(key: string): void {
    this.#reads.delete(key);
  }

  #start(key: string, start: StartRead<T>): SharedRead<T> {
    const read = new SharedRead(start, this.#lifetime);
    this.#reads.set(key, read);
    read.result.catch(() => {
      if (this.#reads.get(key) === read) this.#reads.delete(key);
    });
    return read;
  }
}

/** One read that several callers wait for. It ends when the last of them leaves. */
export class SharedRead<T> {
  readonly result: Promise<T>;
  readonly #controller = new AbortController();
  #waiting = 0;
  /** How long the value may be used; undefined before the value has arrived. */
  #until: number | undefined;

  constructor(start: StartRead<T>, lifetime: (value: T) => number) {
    this.result = start(this.#controller.signal).then((value) => {
      this.#until = performance.now() + lifetime(value);
      return value;
    });
  }

  /** Whether a new caller may wait for it, or use its value. */
  isUsable(now: number): boolean {
    return this.#until === undefined ? !this.#controller.signal.aborted : now < this.#until;
  }

  async join(signal: AbortSignal): Promise<T> {
    this.#waiting += 1;
    try {
      return await abortable(this.result, signal);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0 && this.#until === undefined) this.#controller.abort(signal.reason);
    }
  }
}
