import { DISCOVERY_ACCEPT, kindKey, readAggregated, readResourceList, type Served } from './discovery-document.js';
import { ApiError, isApiError } from './errors/api-error.js';
import { type KindRef, groupOf } from '../../kubernetes/index.js';
import type { CallOptions } from './options.js';
import type { ResourceInfo } from './paths.js';
import { SharedReads } from './shared-reads.js';

/** How long a missing kind is cached, in milliseconds. */
const MISSING_LIFETIME = 3_000;

/** A kind of each root. */
const EVERY_ROOT: readonly KindRef[] = [
  { apiVersion: 'v1', kind: 'Namespace' },
  { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' },
];

/** Reads a path of the server as JSON. */
export type ReadPath = (path: string, accept: string, options: CallOptions) => Promise<unknown>;

/** The kinds that an API server serves. A known kind stays cached until a request finds that it is gone. */
export class Discovery {
  readonly #cluster: string;
  readonly #read: ReadPath;
  readonly #kinds = new Map<string, ResourceInfo>();
  /** `/api` and `/apis`, each read once. */
  readonly #roots = new SharedReads<void>(() => Infinity);
  /** Whether a version serves a kind; a missing kind is checked again soon. */
  readonly #versions = new SharedReads<boolean>((isServed) => (isServed ? 0 : MISSING_LIFETIME));
  /** Roots that this host does not give in one answer, such as `/apis` of a kcp; shared by its workspaces. */
  readonly #piecemeal: Set<string>;

  constructor(cluster: string, read: ReadPath, piecemeal: Set<string>) {
    this.#cluster = cluster;
    this.#piecemeal = piecemeal;
    this.#read = read;
  }

  /**
   * How a kind is served. An unknown kind is checked again, because a CustomResourceDefinition may come later.
   *
   * @throws {ApiError} `unknown-kind`
   */
  async resourceFor(ref: KindRef, options: CallOptions): Promise<ResourceInfo> {
    const known = this.#kinds.get(kindKey(ref));
    if (known) return known;
    await this.#readRoot(ref, options);
    const found = this.#kinds.get(kindKey(ref));
    if (found) return found;
    await this.#versions.get(
      kindKey(ref),
      (signal) => this.#readVersion(ref, shared(options, signal)),
      options,
      () => this.#timedOut(ref),
    );
    const late = this.#kinds.get(kindKey(ref));
    if (late) return late;
    throw this.#unknown(ref);
  }

  /** Reads what the server tells in one answer for each root. */
  async prepare(options: CallOptions): Promise<void> {
    await Promise.all(EVERY_ROOT.map((ref) => this.#readRoot(ref, options)));
  }

  /** The versions in which a kind is served, as far as known; complete for a server that gives all kinds in one answer. */
  async versionsOf(ref: KindRef, options: CallOptions): Promise<readonly string[]> {
    await this.#readRoot(ref, options);
    return this.#versionsOf(ref);
  }

  #versionsOf({ apiVersion, kind }: KindRef): readonly string[] {
    const infos = [...this.#kinds.values()].filter((info) => info.kind === kind && groupOf(info.apiVersion) === groupOf(apiVersion));
    return infos.map((info) => info.apiVersion);
  }

  /** A request found that the kind is gone. */
  forget(ref: KindRef): void {
    this.#kinds.delete(kindKey(ref));
    this.#versions.forget(kindKey(ref));
  }

  /** Everything in one answer; nothing where the server has no such answer. */
  async #readRoot(ref: KindRef, options: CallOptions): Promise<void> {
    const root = rootOf(ref);
    if (this.#piecemeal.has(root)) return;
    const start = async (signal: AbortSignal): Promise<void> => {
      const served = readAggregated(await this.#read(root, DISCOVERY_ACCEPT, shared(options, signal)));
      if (served) this.#keep(served);
      else this.#piecemeal.add(root);
    };
    await this.#roots.get(root, start, options, () => this.#timedOut(ref));
  }

  /** Asks for one version. */
  async #readVersion(ref: KindRef, options: CallOptions): Promise<boolean> {
    const { apiVersion } = ref;
    try {
      this.#keep(readResourceList(await this.#read(`${rootOf(ref)}/${apiVersion}`, 'application/json', options), apiVersion));
    } catch (error) {
      if (!isApiError(error, 'not-found')) throw error;
    }
    return this.#kinds.has(kindKey(ref));
  }

  #keep(served: Served): void {
    for (const [key, info] of served) this.#kinds.set(key, info);
  }

  #timedOut({ apiVersion, kind }: KindRef): ApiError {
    const subject = `${kind} of ${apiVersion}`;
    return new ApiError({ code: 'timeout', subject, text: 'no answer in time', cluster: this.#cluster, retryable: true });
  }

  #unknown(ref: KindRef): ApiError {
    const { apiVersion, kind } = ref;
    const others = this.#versionsOf(ref);
    const hint = others.length > 0 ? `it is served as ${others.join(', ')}` : 'its CustomResourceDefinition is not installed, or not yet';
    const subject = `${kind} of ${apiVersion}`;
    return new ApiError({ code: 'unknown-kind', subject, text: 'there is no such kind', cluster: this.#cluster, hint });
  }
}

/** The core group has a root of its own. */
function rootOf({ apiVersion }: KindRef): '/api' | '/apis' {
  return apiVersion.includes('/') ? '/apis' : '/api';
}

/** A shared read must not end with the timeout of its first caller. */
function shared({ flow, lane }: CallOptions, signal: AbortSignal): CallOptions {
  return { flow, lane, signal };
}
