import type { Reach } from '../cluster/index.js';

/** A lease to renew. */
export interface RenewalTask {
  /** Path of the Lease behind the URL of the server. */
  readonly path: string;
  /** Who holds it. */
  readonly identity: string;
  /** As it was when the lease was taken. */
  readonly resourceVersion: string;
  readonly reach: Reach;
  /** Time between two renewals, in milliseconds. */
  readonly renewEvery: number;
  /** For how long a renewal holds, in milliseconds. */
  readonly holds: number;
  /** When the last renewal was sent, by the monotonic clock in nanoseconds and by the wall clock in milliseconds; shared memory. */
  readonly sent: BigInt64Array;
}

/** What the main thread tells the renewal thread about one lease. */
export type RenewalOrder =
  | { readonly type: 'start'; readonly task: RenewalTask }
  /** Credentials or the CA bundle have changed. */
  | { readonly type: 'reach'; readonly reach: Reach }
  | { readonly type: 'stop' };

/** What the renewal thread tells the main thread about one lease. */
export type RenewalReport =
  | { readonly type: 'renewed'; readonly resourceVersion: string }
  /** A renewal failed; the thread retries. */
  | { readonly type: 'failed'; readonly reason: string }
  /** The server refused credentials or a certificate: the main thread must read them again. */
  | { readonly type: 'refused'; readonly reach: Reach; readonly reason: string }
  /** Somebody else holds it, or nobody. Renewal ends. */
  | { readonly type: 'lost'; readonly reason: string };

/** A message about one of several leases. */
export type About<Message> = Message & { readonly id: number };
