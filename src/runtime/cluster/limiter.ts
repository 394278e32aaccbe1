/** Lets a bounded number of things happen at once; the others wait in line. */
export class Limiter {
  readonly #size: number;
  #running = 0;
  readonly #waiting = new Set<() => void>();

  constructor(size: number) {
    this.#size = size;
  }

  /**
   * Runs a task when it is its turn.
   *
   * @throws the signal's reason, when it is aborted while the task waits
   */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#running >= this.#size) await this.#turn(signal);
    else this.#running += 1;
    try {
      return await task();
    } finally {
      this.#next();
    }
  }

  #turn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#waiting.delete(start);
        reject(signal?.reason as Error);
      };
      const start = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      if (signal?.aborted === true) {
        abort();
        return;
      }
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.add(start);
    });
  }

  /** Hands the place over, so that nobody who comes later gets in between. */
  #next(): void {
    const [start] = this.#waiting;
    if (!start) {
      this.#running -= 1;
      return;
    }
    this.#waiting.delete(start);
    start();
  }
}
