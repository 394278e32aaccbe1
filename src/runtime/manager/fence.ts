/** A moment on two clocks. */
export interface Moment {
  /** Nanoseconds of the monotonic clock, which all threads of a process share. */
  readonly monotonic: bigint;
  /** Milliseconds of the wall clock. */
  readonly wall: number;
}

/** Now. */
export function now(): Moment {
  return { monotonic: process.hrtime.bigint(), wall: Date.now() };
}

/**
 * Until when a lease is certainly ours: for some time after the last renewal was sent.
 *
 * The renewal thread moves it through shared memory, so that it is right even in a thread that had no time to read
 * messages. The monotonic clock does not jump, but stands still while a machine is suspended; the wall clock does not stand
 * still. The lease is ours as long as both say so.
 */
export class Fence {
  /** For the renewal thread: when the last renewal was sent, first by the monotonic clock, then by the wall clock. */
  readonly shared = new BigInt64Array(new SharedArrayBuffer(16));
  readonly #holds: number;

  /**
   * @param sent when the lease was taken
   * @param holds for how long a renewal holds, in milliseconds
   */
  constructor(sent: Moment, holds: number) {
    this.#holds = holds;
    Atomics.store(this.shared, 0, sent.monotonic);
    Atomics.store(this.shared, 1, BigInt(sent.wall));
  }

  /** Whether the lease is ours at a moment. */
  isHeld({ monotonic, wall }: Moment): boolean {
    const elapsed = Number((monotonic - Atomics.load(this.shared, 0)) / 1_000_000n);
    const elapsedOnWall = wall - Number(Atomics.load(this.shared, 1));
    return elapsed < this.#holds && elapsedOnWall < this.#holds;
  }
}
