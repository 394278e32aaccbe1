import { groupOf, keyOf, type ObjectQuery, type ObjectRef } from '../../../kubernetes/index.js';

/** From so many objects of one kind in one namespace on, one list and watch serves all of them. */
const LIST_FROM = 4;

/** Kinds that are always read one by one: a namespace holds many that are none of our business, and rights name single ones. */
const BY_NAME = new Set(['/Secret', '/ConfigMap', '/Namespace']);

/** Something that is watched by one list and one watch. */
export interface FeedPlan {
  /** Unique for each feed of a store. */
  readonly key: string;
  readonly query: ObjectQuery;
}

/** Which feeds serve the references and queries that a store is asked for. Grows only. */
export class Interests {
  readonly #names = new Map<string, { readonly ref: ObjectRef; readonly names: Set<string> }>();
  readonly #queries = new Map<string, FeedPlan>();

  /** @returns whether it is new */
  addRef(ref: ObjectRef): boolean {
    const key = groupKey(ref);
    const known = this.#names.get(key) ?? { ref, names: new Set<string>() };
    this.#names.set(key, known);
    if (known.names.has(ref.name)) return false;
    known.names.add(ref.name);
    return true;
  }

  addQuery(query: ObjectQuery): void {
    const key = queryKey(query);
    this.#queries.set(key, { key, query });
  }

  /** The key of the feed that serves an object. */
  feedOf(ref: ObjectRef): string {
    const names = this.#names.get(groupKey(ref));
    return names && isListed(names) ? listKey(ref) : nameKey(ref);
  }

  /** The feeds that there have to be. */
  feeds(): readonly FeedPlan[] {
    const byName = [...this.#names.values()].flatMap((group): readonly FeedPlan[] => {
      const { apiVersion, kind, namespace } = group.ref;
      const query: ObjectQuery = { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }) };
      if (isListed(group)) return [{ key: listKey(group.ref), query }];
      return [...group.names].map((name) => ({ key: nameKey({ ...group.ref, name }), query: { ...query, fieldSelector: `metadata.name=${name}` } }));
    });
    return [...byName, ...this.#queries.values()];
  }
}

/** The key of the feed of a query. */
export function queryKey({ apiVersion, kind, namespace = '', labelSelector = '', fieldSelector = '' }: ObjectQuery): string {
  return `query ${apiVersion}/${kind}/${namespace}/${labelSelector}/${fieldSelector}`;
}

function groupKey({ apiVersion, kind, namespace = '' }: ObjectRef): string {
  return `${apiVersion}/${kind}/${namespace}`;
}

function listKey(ref: ObjectRef): string {
  return `list ${groupKey(ref)}`;
}

function nameKey(ref: ObjectRef): string {
  return `name ${ref.apiVersion} ${keyOf(ref)}`;
}

function isListed({ ref, names }: { readonly ref: ObjectRef; readonly names: ReadonlySet<string> }): boolean {
  return names.size >= LIST_FROM && !BY_NAME.has(`${groupOf(ref.apiVersion)}/${ref.kind}`);
}
