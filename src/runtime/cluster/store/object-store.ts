import pMap from 'p-map';
import { keyOf, refOf, type KubernetesObject, type ObjectQuery, type ObjectRef } from '../../../kubernetes/index.js';
import type { Cluster } from '../cluster.js';
import type { ApiError } from '../errors/api-error.js';
import type { CallOptions } from '../options.js';
import { Feed, type FeedContext } from './feed.js';
import { Interests, queryKey } from './interests.js';
import type { Observation, Problem } from './observation.js';
import { ServedKinds } from './served-kinds.js';

/** Lists at a time. */
const PARALLEL = 16;

/** Called with a changed object, or with undefined if any object of a feed may have changed. */
export type StoreListener = (object: KubernetesObject | undefined) => void;

/**
 * The observed state of one cluster: each requested object, listed once, and kept current after `watch`.
 *
 * All decisions read from here, so they are functions of data.
 */
export class ObjectStore {
  readonly #cluster: Cluster;
  readonly #interests = new Interests();
  readonly #feeds = new Map<string, Feed>();
  readonly #listeners = new Set<StoreListener>();
  readonly #served: ServedKinds;
  /** Reads that have begun: who asks for the same meanwhile waits for them. */
  readonly #reading = new Map<Feed, Promise<void>>();
  #isWatching = false;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#served = new ServedKinds(cluster);
  }

  /** Whether watches keep it current. */
  get isWatching(): boolean {
    return this.#isWatching;
  }

  /** Reads requested objects that are not known yet. `observe` reports those that cannot be read. */
  async ensure(
    wanted: { readonly refs?: Iterable<ObjectRef>; readonly queries?: Iterable<ObjectQuery> },
    options: CallOptions = {},
  ): Promise<void> {
    for (const ref of wanted.refs ?? []) this.#interests.addRef(ref);
    for (const query of wanted.queries ?? []) this.#interests.addQuery(query);
    const plans = this.#interests.feeds();
    const keys = new Set(plans.map(({ key }) => key));
    for (const [key, feed] of this.#feeds) if (!keys.has(key)) this.#remove(key, feed);
    const unread = plans.flatMap(({ key, query }) => {
      const known = this.#feeds.get(key);
      const feed = known ?? new Feed(query, this.#context());
      this.#feeds.set(key, feed);
      return known && (known.isWatched || !known.problem) ? [] : [feed];
    });
    await pMap(unread, (feed) => this.#readOnce(feed, options), { concurrency: PARALLEL });
    if (this.#isWatching) for (const feed of unread) feed.watch();
  }

  /** Reads everything again, unless a watch keeps it current. */
  async refresh(options: CallOptions = {}): Promise<void> {
    await pMap(
      [...this.#feeds.values()].filter(({ isWatched }) => !isWatched),
      (feed) => feed.read(options),
      { concurrency: PARALLEL },
    );
  }

  /** Starts watches that keep all objects current. */
  watch(): void {
    this.#isWatching = true;
    for (const feed of this.#feeds.values()) feed.watch();
  }

  /** What is known of an object. */
  observe(ref: ObjectRef): Observation {
    const feed = this.#feeds.get(this.#interests.feedOf(ref));
    if (!feed) return { state: 'unread' };
    if (feed.problem) return feed.problem;
    const object = feed.objects.get(keyOf(ref));
    return object ? { state: 'present', object } : { state: 'absent' };
  }

  /** What is known of the objects of a query; a problem where they could not be read. */
  observeAll(query: ObjectQuery): readonly KubernetesObject[] | Problem | { readonly state: 'unread' } {
    const feed = this.#feeds.get(queryKey(query));
    return feed ? (feed.problem ?? [...feed.objects.values()]) : { state: 'unread' };
  }

  /** Why parts of it may be out of date: the last error of each watch that is interrupted. */
  interruptions(): readonly ApiError[] {
    return [...this.#feeds.values()].flatMap(({ problem, interruption }) => (problem ? [] : (interruption ?? [])));
  }

  /** Stores the answer to a write, so that it is visible before the event. */
  record(object: KubernetesObject): void {
    const feed = this.#feeds.get(this.#interests.feedOf(refOf(object)));
    feed?.record(object);
    for (const other of this.#feeds.values()) if (other !== feed && other.has(object)) other.record(object);
  }

  /** Removes an object that we have deleted. */
  forget(object: KubernetesObject): void {
    for (const feed of this.#feeds.values()) feed.forget(object);
  }

  /** Calls the listener with each change of a watch. @returns ends that */
  onChange(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends all watches. */
  close(): void {
    this.#isWatching = false;
    for (const feed of this.#feeds.values()) feed.stop();
    this.#served.close();
  }

  #readOnce(feed: Feed, options: CallOptions): Promise<void> {
    const begun = this.#reading.get(feed);
    if (begun) return begun;
    const read = feed.read(options).finally(() => this.#reading.delete(feed));
    this.#reading.set(feed, read);
    return read;
  }

  #context(): FeedContext {
    return {
      cluster: this.#cluster,
      onChange: (object) => {
        for (const listener of this.#listeners) listener(object);
      },
      served: (query, signal) => this.#served.next(query, signal),
    };
  }

  #remove(key: string, feed: Feed): void {
    feed.stop();
    this.#feeds.delete(key);
  }
}
