import type { ObjectQuery } from '../../kubernetes/index.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlatformMeshError } from '../../errors.js';
import { backoff, type RetryPolicy } from '../cluster/index.js';
import type { ObjectReader } from './object-reader.js';
import type { Observed } from '../../readiness/index.js';

/** What is told of the objects of a query. */
export interface Follower {
  /** These are all there are. */
  all(objects: readonly Observed[]): void;
  /** One is new, or was changed. */
  changed(object: Observed): void;
  /** One is gone. */
  gone(object: Observed): void;
  /** The server is there, with no news. */
  heard(): void;
  /** They cannot be read; it is tried again. */
  unreadable(error: PlatformMeshError): void;
  /** They were read, but news do not come any more; it is tried again. */
  interrupted(error: PlatformMeshError): void;
}

/** How soon it is tried again, in ms. */
export type Pace = Pick<RetryPolicy, 'base' | 'cap'>;

/** A kind that comes with a chart shall be seen within seconds. */
const PACE: Pace = { base: 200, cap: 5000 };

/**
 * Follows all objects of a query by one list and one watch, until the signal aborts.
 *
 * Of several queries, which are the same in other versions, the first one that is served is followed. A kind that is
 * not served is asked for again and again, as it may still come.
 */
export async function follow(reader: ObjectReader, queries: readonly ObjectQuery[], follower: Follower, { signal, pace = PACE }: { readonly signal: AbortSignal; readonly pace?: Pace }): Promise<void> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    const error = await followServed(reader, queries, follower, signal);
    if (error) follower.unreadable(error);
    await sleep(backoff(failures, pace, Math.random()), undefined, { signal }).catch(() => undefined);
  }
}

/** Follows until the signal aborts; returns why it could not begin. */
async function followServed(reader: ObjectReader, queries: readonly ObjectQuery[], follower: Follower, signal: AbortSignal): Promise<PlatformMeshError | undefined> {
  let unknown: PlatformMeshError | undefined;
  for (const query of queries) {
    try {
      await followOne(reader, query, follower, signal);
      return undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      if (!(error instanceof PlatformMeshError)) throw error;
      if (error.code !== 'unknown-kind') return error;
      unknown ??= error;
    }
  }
  return unknown;
}

async function followOne(reader: ObjectReader, query: ObjectQuery, follower: Follower, signal: AbortSignal): Promise<void> {
  /** What there is, until all of it was told. */
  let first: Observed[] | undefined = [];
  for await (const event of reader.watch(query, { signal, onInterruption: (error) => follower.interrupted(error) })) {
    if (signal.aborted) return;
    if (event.type === 'BOOKMARK') {
      if (first && event.synced) follower.all(first);
      else follower.heard();
      if (event.synced) first = undefined;
    } else if (first) first.push(event.object);
    else if (event.type === 'DELETED') follower.gone(event.object);
    else follower.changed(event.object);
  }
}
