import { at, groupOf, listAt, textAt, type KindRef, type KubernetesObject } from '../../../kubernetes/index.js';
import type { Cluster } from '../cluster.js';
import { isApiError } from '../errors/api-error.js';

const DEFINITIONS = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' } as const;

/** Tells when a kind becomes served, by one watch of the CustomResourceDefinitions that begins when somebody waits. */
export class ServedKinds {
  readonly #cluster: Cluster;
  readonly #waiting = new Set<{ readonly kind: KindRef; readonly wake: () => void }>();
  /** Kinds whose definition is there; discovery may be some seconds behind. */
  readonly #established = new Set<string>();
  #stop: AbortController | undefined;
  /** The definitions may not be read, or the server has none. */
  #isBlind = false;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Ends when the kind may have become served, or with the signal; undefined where nothing tells it. */
  next(kind: KindRef, signal: AbortSignal): Promise<void> | undefined {
    this.#watch();
    if (this.#isBlind || this.#established.has(kindKey(kind))) return undefined;
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

  #watch(): void {
    if (this.#stop) return;
    const stop = new AbortController();
    this.#stop = stop;
    void this.#follow(stop.signal);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    try {
      for await (const event of this.#cluster.watch(DEFINITIONS, { signal })) {
        if (event.type === 'DELETED') this.#established.delete(definedKind(event.object));
        else if (event.type !== 'BOOKMARK') this.#seen(event.object);
      }
    } catch (error) {
      if (!isApiError(error)) throw error;
      this.#isBlind = true;
      for (const { wake } of [...this.#waiting]) wake();
    }
  }

  #seen(definition: KubernetesObject): void {
    if (!isEstablished(definition)) return;
    const defined = definedKind(definition);
    this.#established.add(defined);
    for (const { kind, wake } of [...this.#waiting]) if (kindKey(kind) === defined) wake();
  }
}

function kindKey({ apiVersion, kind }: KindRef): string {
  return `${groupOf(apiVersion)}/${kind}`;
}

function definedKind(definition: KubernetesObject): string {
  return `${textAt(definition, 'spec', 'group') ?? ''}/${textAt(definition, 'spec', 'names', 'kind') ?? ''}`;
}

function isEstablished(definition: KubernetesObject): boolean {
  return listAt(definition, 'status', 'conditions').some(
    (condition) => at(condition, 'type') === 'Established' && at(condition, 'status') === 'True',
  );
}
