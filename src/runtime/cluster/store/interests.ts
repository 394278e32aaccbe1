import { groupOf, keyOf, type ObjectQuery, type ObjectRef } from '../../../kubernetes/index.js';

/** From so many objects of one kind in one namespace on, one list and watch serves all of them. */
const LIST_FROM = 4;

/** Kinds that are always read one by one: a namespace has many that are not ours, and rights name single objects. */
const BY_NAME = new Set(['/Secret', '/ConfigMap', '/Namespace']);

/** Something that is watched by one list and one watch. */
export interface FeedPlan {
  /** Unique for each feed of a store. */
  readonly key: string;
  readonly query: ObjectQuery;
}

/** Which feeds serve the references and queries that a store is asked for. Grows only. */
export class Interests {
  readonly #groups = new Map<string, Group>();
  readonly #queries = new Map<string, FeedPlan>();

  addRef(ref: ObjectRef): void {
    this.#groupOf(ref).names.add(ref.name);
  }

  /** A query without selectors is the list of its kind and namespace. */
  addQuery(query: ObjectQuery): void {
    if (isPlain(query)) this.#groupOf(query).isWhole = true;
    else this.#queries.set(queryKey(query), { key: queryKey(query), query });
  }

  /** The key of the feed that serves an object. */
  feedOf(ref: ObjectRef): string {
    const group = this.#groups.get(groupKey(ref));
    return group && isListed(group) ? listKey(ref) : nameKey(ref);
  }

  /** The feeds that there have to be. */
  feeds(): readonly FeedPlan[] {
    const byName = [...this.#groups.values()].flatMap((group): readonly FeedPlan[] => {
      const { apiVersion, kind, namespace } = group.kind;
      const query: ObjectQuery = { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }) };
      if (isListed(group)) return [{ key: listKey(query), query }];
      return [...group.names].map((name) => ({
        key: nameKey({ ...query, name }),
        query: { ...query, fieldSelector: `metadata.name=${name}` },
      }));
    });
    return [...byName, ...this.#queries.values()];
  }

  #groupOf(kind: Place): Group {
    const known = this.#groups.get(groupKey(kind));
    if (known) return known;
    const group: Group = { kind, names: new Set(), isWhole: false };
    this.#groups.set(groupKey(kind), group);
    return group;
  }
}

/** A kind in a namespace, or without one. */
type Place = Pick<ObjectRef, 'apiVersion' | 'kind' | 'namespace'>;

/** Objects of one kind and namespace. */
interface Group {
  readonly kind: Place;
  readonly names: Set<string>;
  /** Whether all objects are asked for. */
  isWhole: boolean;
}

function isPlain({ labelSelector, fieldSelector }: ObjectQuery): boolean {
  return labelSelector === undefined && fieldSelector === undefined;
}

/** The key of the feed of a query. */
export function queryKey(query: ObjectQuery): string {
  if (isPlain(query)) return listKey(query);
  const { apiVersion, kind, namespace = '', labelSelector = '', fieldSelector = '' } = query;
  return `query ${apiVersion}/${kind}/${namespace}/${labelSelector}/${fieldSelector}`;
}

function groupKey({ apiVersion, kind, namespace = '' }: Place): string {
  return `${apiVersion}/${kind}/${namespace}`;
}

function listKey(kind: Place): string {
  return `list ${groupKey(kind)}`;
}

function nameKey(ref: ObjectRef): string {
  return `name ${ref.apiVersion} ${keyOf(ref)}`;
}

function isListed({ kind, names, isWhole }: Group): boolean {
  return isWhole || (names.size >= LIST_FROM && !BY_NAME.has(`${groupOf(kind.apiVersion)}/${kind.kind}`));
}
