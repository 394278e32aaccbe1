import { setTimeout } from 'node:timers/promises';
import type { ApplyContext } from './change.js';

/** Waits so many ms; false when there is no time left for it. */
export async function rest(milliseconds: number, { patience, stop }: Pick<ApplyContext, 'patience' | 'stop'>): Promise<boolean> {
  const signal = AbortSignal.any([patience, stop].filter((each) => each !== undefined));
  try {
    await setTimeout(milliseconds, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
