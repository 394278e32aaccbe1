import { at, groupOf, listAt, textAt, type KindRef, type KubernetesObject } from '../../../kubernetes/index.js';
import type { Cluster } from '../cluster.js';
import { isApiError } from '../errors/api-error.js';

/** Objects that bring kinds. */
interface Announcer {
  readonly objects: KindRef;
  /** What an object brings: `group/Kind`, or `group/*` if it names no kinds. */
  readonly keys: (object: KubernetesObject) => readonly string[];
}

const DEFINITIONS: Announcer = {
  objects: { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' },
  keys: (definition) => {
    const kind = `${textAt(definition, 'spec', 'group') ?? ''}/${textAt(definition, 'spec', 'names', 'kind') ?? ''}`;
    return isEstablished(definition) ? [kind] : [];
  },
};

/** In a workspace of kcp, a binding brings the resources of an export from elsewhere. */
const BINDINGS: Announcer = {
  objects: { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIBinding' },
  keys: (binding) =>
    textAt(binding, 'status', 'phase') === 'Bound'
      ? listAt(binding, 'status', 'boundResources').map((resource) => `${textAt(resource, 'group') ?? ''}/*`)
      : [],
};

/** Notices when a kind becomes served. It watches the objects that bring kinds from when somebody waits. */
export class ServedKinds {
  readonly #cluster: Cluster;
  readonly #waiting = new Set<{ readonly kind: KindRef; readonly wake: () => void }>();
  /** What is announced by each object, by its UID. Discovery may be some seconds behind. */
  readonly #announced = new Map<string, readonly string[]>();
  #stop: AbortController | undefined;
  /** The objects may not be read, or the server has none. */
  #isBlind = false;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Ends when the kind may have become served, or with the signal; undefined where nothing tells it. */
  next(kind: KindRef, signal: AbortSignal): Promise<void> | undefined {
    this.#watch();
    if (this.#isBlind || this.#isAnnounced(kind)) return undefined;
    return new Promise((resolve) => {
      const entry = {
        kind,
        wake: () => {
          this.#waiting.delete(entry);
          this.#cluster.forgetKind(kind);
          resolve();
        },
      };
      this.#waiting.add(entry);
      signal.addEventListener('abort', () => entry.wake(), { once: true });
    });
  }

  close(): void {
    this.#stop?.abort();
  }

  #isAnnounced({ apiVersion, kind }: KindRef): boolean {
    const group = groupOf(apiVersion);
    return [...this.#announced.values()].some((keys) => keys.includes(`${group}/${kind}`) || keys.includes(`${group}/*`));
  }

  #watch(): void {
    if (this.#stop) return;
    const stop = new AbortController();
    this.#stop = stop;
    void this.#follow(DEFINITIONS, stop.signal);
    if (this.#cluster.isWorkspace) void this.#follow(BINDINGS, stop.signal);
  }

  async #follow({ objects, keys }: Announcer, signal: AbortSignal): Promise<void> {
    try {
      for await (const event of this.#cluster.watch(objects, { signal })) {
        if (event.type === 'BOOKMARK') continue;
        const { uid = '' } = event.object.metadata;
        this.#announced.set(uid, event.type === 'DELETED' ? [] : keys(event.object));
        for (const { kind, wake } of [...this.#waiting]) if (this.#isAnnounced(kind)) wake();
      }
    } catch (error) {
      if (!isApiError(error)) throw error;
      this.#isBlind = true;
      for (const { wake } of [...this.#waiting]) wake();
    }
  }
}

function isEstablished(definition: KubernetesObject): boolean {
  return listAt(definition, 'status', 'conditions').some(
    (condition) => at(condition, 'type') === 'Established' && at(condition, 'status') === 'True',
  );
}
