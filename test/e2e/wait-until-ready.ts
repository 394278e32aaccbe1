import { groupOf, keyOf, versionOf, type ObjectQuery, type ObjectRef } from '../../src/kubernetes/index.js';
import { evaluateEntries, isSame, type ObjectState, type Readiness, type WaitEntry } from '../../src/readiness/index.js';
import { ObjectStore, type Cluster } from '../../src/runtime/cluster/index.js';

/** How waiting ended. */
export interface WaitResult {
  readonly outcome: 'ready' | 'deadline' | 'aborted';
  readonly states: readonly ObjectState[];
  readonly related: readonly ObjectState[];
  readonly notReady: readonly ObjectState[];
}

export interface WaitProps {
  readonly cluster: Cluster;
  readonly entries: readonly WaitEntry[];
  readonly deadline: Date;
  readonly signal?: AbortSignal;
  readonly onChange?: (state: ObjectState) => void;
}

/** An entry for one object by its name, which is judged by the rules of its kind. */
export function entryOf({ apiVersion, kind, namespace, name }: ObjectRef): WaitEntry {
  return {
    group: groupOf(apiVersion),
    versions: [versionOf(apiVersion)],
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    criterion: { by: 'kind' },
    minimum: 1,
  };
}

/** Watches objects of a real server by a store, until all entries are satisfied at once. */
export async function waitUntilReady({ cluster, entries, deadline, signal, onChange }: WaitProps): Promise<WaitResult> {
  const store = new ObjectStore(cluster);
  const told = new Map<string, Readiness>();
  let wake = Promise.withResolvers<undefined>();
  store.onChange(() => wake.resolve(undefined));
  const timer = setTimeout(() => wake.resolve(undefined), Math.max(0, deadline.getTime() - Date.now()));
  signal?.addEventListener('abort', () => wake.resolve(undefined), { once: true });
  try {
    store.watch();
    for (;;) {
      wake = Promise.withResolvers<undefined>();
      const { states, related } = await evaluated(entries, store);
      for (const state of states) {
        const before = told.get(keyOf(state.ref));
        if (!before || !isSame(before, state.readiness)) onChange?.(state);
        told.set(keyOf(state.ref), state.readiness);
      }
      const notReady = states.filter(({ readiness }) => readiness.state !== 'ready');
      if (notReady.length === 0) return { outcome: 'ready', states, related, notReady };
      if (signal?.aborted === true) return { outcome: 'aborted', states, related, notReady };
      if (Date.now() >= deadline.getTime()) return { outcome: 'deadline', states, related, notReady };
      await wake.promise;
    }
  } finally {
    clearTimeout(timer);
    store.close();
  }
}

type Observe = Parameters<typeof evaluateEntries>[1];

/** Reads what the evaluation needs, until nothing is missing. */
async function evaluated(entries: readonly WaitEntry[], store: ObjectStore): Promise<ReturnType<typeof evaluateEntries>> {
  for (let round = 1; ; round += 1) {
    const unread: Parameters<Observe>[0][] = [];
    const evaluation = evaluateEntries(entries, (query) => {
      const found = observe(query, store);
      if (found.kind === 'unread') unread.push(query);
      return found;
    });
    if (unread.length === 0 || round === 6) return evaluation;
    await store.ensure({
      refs: unread.flatMap(({ apiVersion, kind, namespace, name }) => (name === undefined ? [] : [{ apiVersion, kind, namespace, name }])),
      queries: unread.filter(({ name }) => name === undefined).map(queryOf),
    });
  }
}

function queryOf({ apiVersion, kind, namespace, labelSelector }: Parameters<Observe>[0]): ObjectQuery {
  return { apiVersion, kind, namespace, labelSelector };
}

function observe(query: Parameters<Observe>[0], store: ObjectStore): ReturnType<Observe> {
  const { apiVersion, kind, namespace, name } = query;
  const found = name === undefined ? store.observeAll(queryOf(query)) : store.observe({ apiVersion, kind, namespace, name });
  if ('state' in found) {
    if (found.state === 'present') return { kind: 'objects', objects: [found.object] };
    if (found.state === 'absent') return { kind: 'objects', objects: [] };
    return found.state === 'unserved' || found.state === 'unread' ? { kind: found.state } : { kind: 'error', error: found.error };
  }
  return { kind: 'objects', objects: found };
}
