/** Starts a waiting task. */
type Start = () => void;

/**
 * Lets a bounded number of tasks run at once; the others wait for their turn. Tasks of one flow start in their order. When
 * tasks of several flows wait, the flows take turns, so that a flow with thousands of tasks does not hold up another one.
 */
export class Limiter {
  readonly #size: number;
  #running = 0;
  /** What waits, by flow; the flow whose turn comes next stands first. */
  readonly #waiting = new Map<string, Set<Start>>();

  constructor(size: number) {
    this.#size = size;
  }

  /**
   * Runs a task when it is its turn.
   *
   * @throws the signal's reason, when it is aborted while the task waits
   */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal, flow = ''): Promise<T> {
    if (this.#running >= this.#size) await this.#turn(flow, signal);
    else this.#running += 1;
    try {
      return await task();
    } finally {
      this.#next();
    }
  }

  #turn(flow: string, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#leave(flow, start);
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
      const line = this.#waiting.get(flow) ?? new Set();
      this.#waiting.set(flow, line.add(start));
    });
  }

  #leave(flow: string, start: Start): void {
    const line = this.#waiting.get(flow);
    line?.delete(start);
    if (line?.size === 0) this.#waiting.delete(flow);
  }

  /** Gives the slot to the next task, so that no later task takes it. */
  #next(): void {
    for (const [flow, line] of this.#waiting) {
      for (const start of line) {
        line.delete(start);
        this.#waiting.delete(flow);
        if (line.size > 0) this.#waiting.set(flow, line);
        start();
        return;
      }
    }
    this.#running -= 1;
  }
}
