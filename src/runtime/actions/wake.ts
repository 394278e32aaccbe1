import { setTimeout as sleep } from 'node:timers/promises';
import type { Stores } from '../subroutines/index.js';

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
  /** How long the last pass took, in milliseconds. Passes take at most half of the time. */
  readonly lastPass: number;
}

/** Notices changes of stores, also during a pass. */
export class Waker {
  readonly #unsubscribe: readonly (() => void)[];
  #isDirty = false;
  #changed = Promise.withResolvers<undefined>();

  constructor({ infra, runtime }: Stores) {
    const note = (): void => {
      this.#isDirty = true;
      this.#changed.resolve(undefined);
    };
    this.#unsubscribe = [...new Set([infra, runtime])].map((store) => store.onChange(note));
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
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }
}
