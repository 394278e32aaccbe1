import { setTimeout as sleep } from 'node:timers/promises';
import { keyOf, objectKey, refOf, type KubernetesObject, type ObjectQuery } from '../../../kubernetes/index.js';
import type { Cluster } from '../cluster.js';
import { isApiError, type ApiError } from '../errors/api-error.js';
import type { CallOptions } from '../options.js';
import { backoff } from '../retry.js';
import { problemOf, type Problem } from './observation.js';

/** Time before an unreadable query is read again, in milliseconds. */
const RETRY = { base: 250, cap: 5_000 };

/** Time before a kind that is not served is checked again, while a watch of CustomResourceDefinitions reports new kinds. */
const RETRY_WATCHED = { base: 30_000, cap: 60_000 };

/** Called with each change. */
export type FeedListener = (object: KubernetesObject | undefined) => void;

/** What a feed needs of its store. */
export interface FeedContext {
  readonly cluster: Cluster;
  readonly onChange: FeedListener;
  /** Ends when a kind of this query may have become served; undefined where nothing tells that. */
  readonly served: (query: ObjectQuery, signal: AbortSignal) => Promise<void> | undefined;
}

/** All objects of one query, as they were listed once or as a watch brings them. */
export class Feed {
  readonly #query: ObjectQuery;
  readonly #context: FeedContext;
  #objects = new Map<string, KubernetesObject>();
  #resourceVersion: string | undefined;
  #problem: Problem | { readonly state: 'unread' } | undefined = { state: 'unread' };
  /** Why the objects may be out of date. */
  #interruption: ApiError | undefined;
  /** In another version where the one that is asked for is not served. */
  #served: ObjectQuery;
  #stop: AbortController | undefined;

  constructor(query: ObjectQuery, context: FeedContext) {
    this.#query = query;
    this.#served = query;
    this.#context = context;
  }

  /** Why nothing is known; undefined while the objects are. */
  get problem(): Problem | { readonly state: 'unread' } | undefined {
    return this.#problem;
  }

  /** Why the objects may be out of date; undefined while a watch keeps them current. */
  get interruption(): ApiError | undefined {
    return this.#interruption;
  }

  get objects(): ReadonlyMap<string, KubernetesObject> {
    return this.#objects;
  }

  get isWatched(): boolean {
    return this.#stop !== undefined;
  }

  /** Reads everything by one list. An error is kept as the feed's problem, unless the signal ended the call. */
  async read(options: CallOptions): Promise<void> {
    try {
      const { items, resourceVersion } = await this.#list(options);
      this.#objects = new Map(items.map((item) => [this.#keyOf(item), item]));
      this.#resourceVersion = resourceVersion;
      this.#problem = undefined;
      this.#interruption = undefined;
    } catch (error) {
      if (!isApiError(error)) throw error;
      this.#interruption = error;
      // While the server does not answer, keep what was read before.
      if (this.#problem || !error.retryable) this.#problem = problemOf(error);
      if (error.code === 'unknown-kind') this.#served = this.#query;
    }
  }

  /** Follows from what was read, until `stop`. */
  watch(): void {
    if (this.#stop) return;
    const stop = new AbortController();
    this.#stop = stop;
    void this.#follow(stop.signal);
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = undefined;
  }

  /** Stores the answer to our own write, so that it is visible before the event. */
  record(object: KubernetesObject): void {
    if (!this.#problem) this.#put(object);
  }

  /** Stores our own deletion. */
  forget(object: KubernetesObject): void {
    this.#drop(object);
  }

  has(object: KubernetesObject): boolean {
    return this.#objects.has(this.#keyOf(object));
  }

  async #list(options: CallOptions): Promise<{ readonly items: readonly KubernetesObject[]; readonly resourceVersion: string }> {
    try {
      return await this.#context.cluster.list(this.#served, options);
    } catch (error) {
      if (!isApiError(error, 'unknown-kind')) throw error;
      const other = await this.#otherVersion(options);
      if (other === undefined) throw error;
      this.#served = { ...this.#query, apiVersion: other };
      return this.#context.cluster.list(this.#served, options);
    }
  }

  /** An object that was written in a version that is no longer served exists in another version. */
  async #otherVersion(options: CallOptions): Promise<string | undefined> {
    const versions = await this.#context.cluster.versionsOf(this.#query, options);
    return versions.find((version) => version !== this.#served.apiVersion);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const isStopped = (): boolean => signal.aborted;
    for (let failures = 1; !isStopped(); failures += 1) {
      try {
        if (!this.#isCurrent()) {
          await this.read({ signal });
          this.#context.onChange(undefined);
        }
        if (this.#isCurrent()) {
          failures = 1;
          await this.#events(signal);
        }
      } catch (error) {
        if (isStopped()) return;
        if (!isApiError(error)) throw error;
        // If only listing is allowed, list again and again.
        this.#interruption = error;
      }
      if (!isStopped()) await this.#pause(failures, signal);
    }
  }

  #isCurrent(): boolean {
    return this.#problem === undefined && this.#interruption === undefined;
  }

  async #events(signal: AbortSignal): Promise<void> {
    const { cluster, onChange } = this.#context;
    const known = [...this.#objects.values()];
    const from = this.#resourceVersion === undefined ? {} : { resourceVersion: this.#resourceVersion, known };
    for await (const event of cluster.watch(this.#served, { signal, onInterruption: (error) => (this.#interruption = error), ...from })) {
      if (signal.aborted) return;
      this.#interruption = undefined;
      if (event.type === 'BOOKMARK') {
        this.#resourceVersion = event.resourceVersion;
        continue;
      }
      const { object } = event;
      if (event.type === 'DELETED') this.#drop(object);
      else if (!this.#put(object)) continue;
      onChange(object);
    }
  }

  /** An answer to a write of ours may be newer than the event that comes now. */
  #put(object: KubernetesObject): boolean {
    const key = this.#keyOf(object);
    const known = this.#objects.get(key);
    if (known && known.metadata.uid === object.metadata.uid && versionNumber(known) > versionNumber(object)) return false;
    this.#objects.set(key, object);
    return true;
  }

  #drop(object: KubernetesObject): void {
    const key = this.#keyOf(object);
    if (this.#objects.get(key)?.metadata.uid === object.metadata.uid) this.#objects.delete(key);
  }

  /** A query over all workspaces of a kcp brings several objects of one name. */
  #keyOf(object: KubernetesObject): string {
    return this.#context.cluster.server.pathname.endsWith('/clusters/*') ? objectKey(object) : keyOf(refOf(object));
  }

  async #pause(failures: number, signal: AbortSignal): Promise<void> {
    const end = new AbortController();
    const either = AbortSignal.any([signal, end.signal]);
    const unserved = this.#problem?.state === 'unserved' ? this.#context.served(this.#query, either) : undefined;
    const delay = backoff(failures, unserved ? RETRY_WATCHED : RETRY, 0.5 + Math.random() / 2);
    const timer = sleep(delay, undefined, { signal: either }).catch(() => undefined);
    await (unserved ? Promise.race([timer, unserved]) : timer);
    end.abort();
  }
}

/** API servers count versions up. If a version is not a number, nothing is older. */
function versionNumber({ metadata }: KubernetesObject): number {
  const version = Number(metadata.resourceVersion);
  return Number.isSafeInteger(version) ? version : 0;
}
