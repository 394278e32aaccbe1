import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Reach } from '../cluster/index.js';
import type { About, RenewalOrder, RenewalReport, RenewalTask } from './renewal-messages.js';

/** A lease that is being renewed. */
export interface Renewal {
  /** Renews with other credentials or another CA bundle from now on. */
  reach(reach: Reach): void;
  /** Ends it; a renewal that is on its way may still arrive. */
  stop(): void;
}

type Listener = (report: RenewalReport) => void;

/** The thread of this process that renews leases, and those who listen, by number. A new one starts after it failed. */
let running: { readonly thread: Worker; readonly listeners: Map<number, Listener> } | undefined;
let last = 0;

/** Start the thread after so many milliseconds. Most leases end sooner, and a thread costs as much as a hundred writes. */
const START_AFTER = 1000;

/**
 * Has a lease renewed by a thread of its own, which all leases of this process share. It starts when the first lease has been
 * held for a moment, and does not keep the process alive.
 */
export function startRenewal(task: RenewalTask, listener: Listener): Renewal {
  let newest = task.reach;
  let begun: Renewal | undefined;
  const timer = setTimeout(() => (begun = begin({ ...task, reach: newest }, listener)), Math.min(START_AFTER, task.renewEvery / 2)).unref();
  return {
    reach: (reach) => {
      newest = reach;
      begun?.reach(reach);
    },
    stop: () => {
      clearTimeout(timer);
      begun?.stop();
    },
  };
}

function begin(task: RenewalTask, listener: Listener): Renewal {
  const { thread, listeners } = (running ??= start());
  const id = (last += 1);
  const tell = (order: RenewalOrder): void => thread.postMessage({ ...order, id } satisfies About<RenewalOrder>);
  listeners.set(id, listener);
  tell({ type: 'start', task });
  return {
    reach: (reach) => tell({ type: 'reach', reach }),
    stop: () => {
      listeners.delete(id);
      tell({ type: 'stop' });
    },
  };
}

function start(): NonNullable<typeof running> {
  // Beside this file, in the source, compiled and bundled.
  const thread = new Worker(new URL(`./renewal-thread${extname(import.meta.url)}`, import.meta.url), { name: 'lease' });
  const listeners = new Map<number, Listener>();
  thread.on('message', ({ id, ...report }: About<RenewalReport>) => listeners.get(id)?.(report));
  const end = (reason: string): void => {
    if (running?.thread === thread) running = undefined;
    for (const listener of listeners.values()) listener({ type: 'lost', reason });
    listeners.clear();
  };
  thread.on('error', (error: Error) => end(`its renewal thread failed: ${error.message}`));
  thread.on('exit', () => end('its renewal thread ended'));
  thread.unref();
  return { thread, listeners };
}
