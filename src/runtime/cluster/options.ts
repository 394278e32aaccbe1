import type { OutagePolicy } from './breaker.js';
import type { RetryPolicy } from './retry.js';

/** One attempt at a request, for counting. Holds no names. */
export interface RequestEvent {
  /** Name of the cluster. */
  readonly cluster: string;
  readonly method: string;
  /** The path with names left out, such as `/api/v1/namespaces/{namespace}/configmaps/{name}`. */
  readonly path: string;
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** How long it took; for a watch, until it began. */
  readonly ms: number;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
}

/** How we talk to a cluster. */
export interface ClusterOptions {
  /** Requests at a time, all workspaces of a host together; watches and leases do not count. @default 64 */
  readonly concurrency?: number;
  /** How long a request may take with all its attempts, in milliseconds; waiting for its first turn does not count. @default 60000 */
  readonly timeout?: number;
  /** @default - ten attempts within about ten seconds */
  readonly retry?: Partial<RetryPolicy>;
  /**
   * When requests stop at a host that does not answer.
   * @default - after four attempts; requests wait until the host has been silent for 20 s, then they fail at once
   */
  readonly outage?: Partial<OutagePolicy>;
  /** Silence of a live server after which an attempt is given up, in milliseconds; webhooks may take 30 s. @default 35000 */
  readonly silence?: number;
  /** How long a new connection may take, in milliseconds. @default 10000 */
  readonly connectTimeout?: number;
  /**
   * Whether a 401 or 403 is an error that may pass, for an identity whose rights are complete once the server has started. It
   * is the caller who tries again: no request is repeated for it.
   * @default false
   */
  readonly refusalPasses?: boolean;
  /** The user agent. @default 'platform-mesh' */
  readonly userAgent?: string;
  /** Called after each attempt. */
  readonly onRequest?: (event: RequestEvent) => void;
  /** From 0 to 1, for jitter. @default Math.random */
  readonly random?: () => number;
}

/** The options of a single call. */
export interface CallOptions {
  /** Ends the call; it is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long each of its requests may take with all attempts, in milliseconds. @default - that of the cluster */
  readonly timeout?: number | undefined;
  /**
   * Whose call it is, such as the name of a platform; flows take turns when many calls wait.
   * @default - all calls without a flow share one
   */
  readonly flow?: string | undefined;
  /**
   * `lease` uses connections of its own and never waits for its turn, so that no other work delays a renewal.
   * @default - the common lane
   */
  readonly lane?: 'lease' | undefined;
}

/** The options of a view and those of a call together: either signal ends the call, otherwise the call's own options win. */
export function mergeOptions(view: CallOptions, call: CallOptions): CallOptions {
  return {
    signal: view.signal && call.signal ? AbortSignal.any([view.signal, call.signal]) : (view.signal ?? call.signal),
    timeout: call.timeout ?? view.timeout,
    flow: call.flow ?? view.flow,
    lane: call.lane ?? view.lane,
  };
}
