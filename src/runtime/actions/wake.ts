import { setTimeout as sleep } from 'node:timers/promises';
import type { Changes } from '../subroutines/index.js';

/** Events come in bursts. Time to wait for the rest of one, in milliseconds. */
const BURST = 50;

/** Why a pass begins. */
export type Wake = 'changed' | 'timer' | 'deadline' | 'stopped';

/** When the next pass begins. */
export interface WakeOptions {
  /** In milliseconds. @default - only when something changes */
  readonly requeueAfter?: number | undefined;
  readonly deadline: Date;
  readonly stop: AbortSignal;
  /** CPU time of the last pass, in milliseconds. Passes take at most half of a processor. */
  readonly lastPass: number;
}

/** The CPU time of this process from now on, in milliseconds. A pass that waits for slow servers takes little of it. */
export function cpuTimer(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}

/** Notices changes, also during a pass. */
export class Waker {
  readonly #unsubscribe: () => void;
  #isDirty = false;
  #changed = Promise.withResolvers<undefined>();

  constructor(changes: Changes) {
    this.#unsubscribe = changes.onChange(() => {
      this.#isDirty = true;
      this.#changed.resolve(undefined);
    });
  }

  /** A pass begins, and sees all changes so far. */
  begin(): void {
    this.#isDirty = false;
    this.#changed = Promise.withResolvers<undefined>();
  }

  /** Waits until there is a reason for another pass. */
  async next({ requeueAfter, deadline, stop, lastPass }: WakeOptions): Promise<Wake> {
    const left = deadline.getTime() - Date.now();
    const isStopped = (): boolean => stop.aborted;
    if (isStopped()) return 'stopped';
    if (left <= 0) return 'deadline';
    const end = new AbortController();
    const signal = AbortSignal.any([stop, end.signal]);
    const timer = sleep(Math.min(left, requeueAfter ?? left, 2 ** 31 - 1), undefined, { signal }).catch(() => undefined);
    await Promise.race([timer, this.#changed.promise]);
    end.abort();
    if (isStopped()) return 'stopped';
    if (this.#isDirty)
      await sleep(Math.min(Math.max(BURST, lastPass), Math.max(0, deadline.getTime() - Date.now())), undefined, { signal: stop }).catch(
        () => undefined,
      );
    if (isStopped()) return 'stopped';
    if (this.#isDirty) return 'changed';
    return deadline.getTime() <= Date.now() ? 'deadline' : 'timer';
  }

  close(): void {
    this.#unsubscribe();
  }
}
