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

/** What is told of a change: the object, or undefined when any object of a feed may have changed. */
export type StoreListener = (object: KubernetesObject | undefined) => void;

/**
 * What is known of one cluster: each object that was asked for, listed once, and from `watch` on kept current.
 *
 * Everything that decides reads from here, so that decisions are functions of data.
 */
export class ObjectStore {
  readonly #cluster: Cluster;
  readonly #interests = new Interests();
  readonly #feeds = new Map<string, Feed>();
  readonly #listeners = new Set<StoreListener>();
  readonly #served: ServedKinds;
  #isWatching = false;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#served = new ServedKinds(cluster);
  }

  /** Whether watches keep it current. */
  get isWatching(): boolean {
    return this.#isWatching;
  }

  /** Reads what is asked for and not known yet; what cannot be read is told by `observe`. */
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
    await pMap(unread, (feed) => feed.read(options), { concurrency: PARALLEL });
    if (this.#isWatching) for (const feed of unread) feed.watch();
  }

  /** Reads everything again, where no watch does that. */
  async refresh(options: CallOptions = {}): Promise<void> {
    await pMap(
      [...this.#feeds.values()].filter(({ isWatched }) => !isWatched),
      (feed) => feed.read(options),
      { concurrency: PARALLEL },
    );
  }

  /** Keeps what is known current from now on. */
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

  /** Takes over the answer to a write, so that the next look needs no event. */
  record(object: KubernetesObject): void {
    const feed = this.#feeds.get(this.#interests.feedOf(refOf(object)));
    feed?.record(object);
    for (const other of this.#feeds.values()) if (other !== feed && other.has(object)) other.record(object);
  }

  /** Takes note of an object that a deletion of ours ended. */
  forget(object: KubernetesObject): void {
    for (const feed of this.#feeds.values()) feed.forget(object);
  }

  /** Is told of each change that a watch brings, until the function that is returned is called. */
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
