import { abortable, Deadline } from './deadline.js';
import { DISCOVERY_ACCEPT, kindKey, readAggregated, readResourceList, type Served } from './discovery-document.js';
import { ApiError, isApiError } from './errors/api-error.js';
import { type KindRef, groupOf } from '../../kubernetes/index.js';
import type { CallOptions } from './options.js';
import type { ResourceInfo } from './paths.js';

/** So long nobody asks again for a kind that was not there, in milliseconds. */
const MISS_LIFETIME = 3_000;

/** Reads a path of the server as JSON. */
export type ReadPath = (path: string, accept: string) => Promise<unknown>;

/** Which kinds an API server serves. What was there once is believed until a request says otherwise. */
export class Discovery {
  readonly #cluster: string;
  readonly #read: ReadPath;
  readonly #kinds = new Map<string, ResourceInfo>();
  /** `/api` and `/apis`, each read once. */
  readonly #roots = new Map<string, Promise<void>>();
  /** Roots that this host has not in one answer, such as `/apis` of a kcp; shared by its workspaces. */
  readonly #piecemeal: Set<string>;
  readonly #misses = new Map<string, { readonly at: number; readonly error: Promise<ApiError | undefined> }>();

  constructor(cluster: string, read: ReadPath, piecemeal: Set<string>) {
    this.#cluster = cluster;
    this.#piecemeal = piecemeal;
    this.#read = read;
  }

  /**
   * How a kind is served. A kind that is not known is asked for anew, so that a CustomResourceDefinition may come late.
   *
   * @throws {ApiError} `unknown-kind`
   */
  async resourceFor(ref: KindRef, { signal, timeout = 60_000 }: CallOptions): Promise<ResourceInfo> {
    const known = this.#kinds.get(kindKey(ref));
    if (known) return known;
    // Whoever else asks shares the answer, so a signal ends the waiting only.
    const deadline = new Deadline(timeout, signal).start();
    try {
      return await abortable(this.#find(ref), deadline.signal);
    } catch (error) {
      if (!deadline.expired) throw error;
      throw new ApiError({ code: 'timeout', subject: `${ref.kind} of ${ref.apiVersion}`, text: 'no answer in time', cluster: this.#cluster, retryable: true });
    } finally {
      deadline.clear();
    }
  }

  async #find(ref: KindRef): Promise<ResourceInfo> {
    await this.#readRoot(ref.apiVersion.includes('/') ? '/apis' : '/api');
    const found = this.#kinds.get(kindKey(ref));
    if (found) return found;
    const error = await this.#ask(ref);
    const late = this.#kinds.get(kindKey(ref));
    if (late) return late;
    throw error ?? this.#unknown(ref);
  }

  /** The versions in which a kind is served, as far as that is known; for a server that tells all at once it is. */
  async versionsOf(ref: KindRef): Promise<readonly string[]> {
    await this.#readRoot(ref.apiVersion.includes('/') ? '/apis' : '/api');
    return this.#versionsOf(ref);
  }

  #versionsOf({ apiVersion, kind }: KindRef): readonly string[] {
    return [...this.#kinds.values()].filter((info) => info.kind === kind && groupOf(info.apiVersion) === groupOf(apiVersion)).map((info) => info.apiVersion);
  }

  /** A request said that the kind is not there any more. */
  forget(ref: KindRef): void {
    this.#kinds.delete(kindKey(ref));
    this.#misses.delete(kindKey(ref));
  }

  /** Everything in one answer; nothing where the server has no such answer. */
  #readRoot(root: string): Promise<void> {
    const pending = this.#roots.get(root);
    if (pending) return pending;
    if (this.#piecemeal.has(root)) return Promise.resolve();
    const reading = this.#read(root, DISCOVERY_ACCEPT).then((body) => {
      const served = readAggregated(body);
      if (served) this.#keep(served);
      else this.#piecemeal.add(root);
    });
    this.#roots.set(root, reading);
    // What failed is tried again by the next one.
    reading.catch(() => this.#roots.delete(root));
    return reading;
  }

  /** Asks for one version, once for all who ask within a few seconds. */
  async #ask(ref: KindRef): Promise<ApiError | undefined> {
    const key = kindKey(ref);
    const miss = this.#misses.get(key);
    if (miss && performance.now() - miss.at < MISS_LIFETIME) return miss.error;
    const error = this.#readVersion(ref);
    this.#misses.set(key, { at: performance.now(), error });
    // Only "not there" is an answer that others may have too.
    error.then((result) => result ?? this.#misses.delete(key), () => this.#misses.delete(key));
    return error;
  }

  async #readVersion(ref: KindRef): Promise<ApiError | undefined> {
    const { apiVersion } = ref;
    try {
      const body = await this.#read(`${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}`, 'application/json');
      this.#keep(readResourceList(body, apiVersion));
    } catch (error) {
      if (!isApiError(error, 'not-found')) throw error;
    }
    return this.#kinds.has(kindKey(ref)) ? undefined : this.#unknown(ref);
  }

  #keep(served: Served): void {
    for (const [key, info] of served) this.#kinds.set(key, info);
  }

  #unknown(ref: KindRef): ApiError {
    const { apiVersion, kind } = ref;
    const others = this.#versionsOf(ref);
    const hint = others.length > 0 ? `it is served as ${others.join(', ')}` : 'its CustomResourceDefinition is not installed, or not yet';
    return new ApiError({ code: 'unknown-kind', subject: `${kind} of ${apiVersion}`, text: 'there is no such kind', cluster: this.#cluster, hint });
  }
}
