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
  /** Which attempt it was, from 1. */
  readonly attempt: number;
}

/** How a cluster is talked to. */
export interface ClusterOptions {
  /** Requests at a time, all workspaces of a host together; watches do not count. @default 32 */
  readonly concurrency?: number;
  /** How long a request may take with all its attempts, in milliseconds; waiting for its first turn does not count. @default 60000 */
  readonly timeout?: number;
  /** @default - ten attempts within about ten seconds */
  readonly retry?: Partial<RetryPolicy>;
  /** Silence of a server after which an attempt is given up, in milliseconds; webhooks may take 30 s. @default 35000 */
  readonly silence?: number;
  /** How long a connection may take to come about, in milliseconds. @default 10000 */
  readonly connectTimeout?: number;
  /** How we call ourselves. @default 'platform-mesh' */
  readonly userAgent?: string;
  /** Is told of each attempt. */
  readonly onRequest?: (event: RequestEvent) => void;
  /** From 0 to 1, for jitter. @default Math.random */
  readonly random?: () => number;
}

/** What can be said of a single call. */
export interface CallOptions {
  /** Ends the call; it is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long each of its requests may take with all attempts, in milliseconds. @default - that of the cluster */
  readonly timeout?: number | undefined;
}
