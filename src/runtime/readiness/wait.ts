import type { PlatformMeshError } from '../../errors.js';
import { Board, type StateChange } from './board.js';
import { Feed, feedKey } from './feed.js';
import { follow, type Follower, type Pace } from './follow.js';
import type { Goal } from './goal.js';
import { NOT_READ, type ObjectState } from '../../readiness/index.js';
import type { Observed } from '../../readiness/index.js';

/** How long is waited, and who is told. */
export interface WaitOptions {
  /** When waiting ends in any case. */
  readonly deadline: Date;
  /** Ends waiting. @default - nothing does */
  readonly signal?: AbortSignal;
  /** End as soon as everything has been read. @default false */
  readonly glance?: boolean;
  /** Is told of each change of a state, once. @default - nobody is */
  readonly onChange?: (change: StateChange) => void;
  /** How soon what cannot be read is tried again. @default - within seconds */
  readonly pace?: Pace;
}

/** How waiting ended. */
export interface WaitResult {
  readonly outcome: 'ready' | 'deadline' | 'aborted';
  /** As everything was in the end. */
  readonly states: readonly ObjectState[];
  /** Those of them that are not ready. */
  readonly notReady: readonly ObjectState[];
}

/** Timers take no more, which is 24 days. */
const LONGEST = 2 ** 31 - 1;

/** Waits until all goals are met at the same time, by one list and watch for each kind and namespace. */
export async function waitFor(goals: readonly Goal[], { deadline, signal, glance = false, onChange, pace }: WaitOptions): Promise<WaitResult> {
  const stop = new AbortController();
  const ended = Promise.withResolvers<WaitResult['outcome']>();
  const board = new Board((change) => onChange?.(change));
  const feeds = feedsOf(goals, board);
  const timer = setTimeout(() => ended.resolve('deadline'), Math.min(Math.max(0, deadline.getTime() - Date.now()), LONGEST));
  const abort = (): void => ended.resolve('aborted');
  signal?.addEventListener('abort', abort, { once: true });
  const check = (): void => {
    if (board.isReady) ended.resolve('ready');
    else if (glance && board.states.every(({ readiness }) => readiness.reason !== NOT_READ)) ended.resolve('deadline');
  };
  try {
    if (signal?.aborted === true) abort();
    else check();
    for (const feed of feeds) follow(feed.cluster, feed.queries, checked(feed, check), { signal: stop.signal, ...(pace ? { pace } : {}) }).catch(ended.reject);
    const outcome = await ended.promise;
    // Those that were not heard of lately tell why that is.
    const silent = outcome === 'ready' ? [] : feeds.map(({ interruption }) => interruption).filter((state) => state !== undefined);
    const states = [...board.states, ...silent];
    return { outcome, states, notReady: states.filter(({ readiness }) => readiness.state !== 'ready') };
  } finally {
    stop.abort();
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

function feedsOf(goals: readonly Goal[], board: Board): readonly Feed[] {
  const byCluster = Map.groupBy(goals, ({ cluster }) => cluster);
  const groups = [...byCluster.values()].flatMap((group) => [...Map.groupBy(group, feedKey).values()]);
  return groups.flatMap(([first, ...others], index) => (first ? new Feed([first, ...others], board, String(index)) : []));
}

/** Everything that is told may be the last thing that was waited for. */
function checked(feed: Feed, check: () => void): Follower {
  const then = <Arguments extends readonly unknown[]>(tell: (...args: Arguments) => void) => (...args: Arguments): void => {
    tell(...args);
    check();
  };
  return {
    all: then((objects: readonly Observed[]) => feed.all(objects)),
    changed: then((object: Observed) => feed.changed(object)),
    gone: then((object: Observed) => feed.gone(object)),
    unreadable: then((error: PlatformMeshError) => feed.unreadable(error)),
    heard: () => feed.heard(),
    interrupted: (error) => feed.interrupted(error),
  };
}
