import { type KubernetesObject, type ObjectRef, keyOf, refOf } from '../../kubernetes/index.js';
import { isApiError, type ApiError, type Cluster } from '../cluster/index.js';

/** What could be read of the objects that were asked for, by key; an object in neither is not there. */
export interface Live {
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  /** Those that we may not see, so that nobody knows whether they are there. */
  readonly hidden: ReadonlyMap<string, ApiError>;
}

/** So many objects of a kind in a namespace are read by one list rather than one by one. */
const LIST_FROM = 4;

/** The objects that are there, in another version where theirs is served no more; kinds that the cluster does not serve have none. */
export async function readLive(cluster: Cluster, ids: readonly ObjectRef[]): Promise<Live> {
  const wanted = new Set(ids.map(keyOf));
  const groups = Map.groupBy(ids, ({ apiVersion, kind, namespace = '' }) => `${apiVersion} ${kind} ${namespace}`);
  // Where single ones are read, each has a refusal of its own.
  const parts = [...groups.values()].flatMap((group) => (group.length < LIST_FROM ? group.map((id) => [id]) : [group]));
  const found = await Promise.all(parts.map((part) => readVisible(cluster, part)));
  const objects = found.flatMap((group) => group.objects.map((object) => [keyOf(refOf(object)), object] as const));
  return { objects: new Map(objects.filter(([key]) => wanted.has(key))), hidden: new Map(found.flatMap((group) => [...group.hidden])) };
}

interface Group {
  readonly objects: readonly KubernetesObject[];
  readonly hidden: readonly (readonly [key: string, error: ApiError])[];
}

async function readVisible(cluster: Cluster, group: readonly ObjectRef[], tried: ReadonlySet<string> = new Set()): Promise<Group> {
  try {
    return { objects: await readGroup(cluster, group), hidden: [] };
  } catch (error) {
    if (isApiError(error, 'unknown-kind')) return readOtherVersion(cluster, group, tried);
    if (isApiError(error, 'forbidden')) return { objects: [], hidden: group.map((id) => [keyOf(id), error]) };
    throw error;
  }
}

/** What was written in a version that is gone by now lives on in another one. */
async function readOtherVersion(cluster: Cluster, group: readonly ObjectRef[], tried: ReadonlySet<string>): Promise<Group> {
  const [first] = group;
  if (!first) return { objects: [], hidden: [] };
  const gone = new Set([...tried, first.apiVersion]);
  const apiVersion = (await cluster.versionsOf(first)).find((version) => !gone.has(version));
  return apiVersion === undefined ? { objects: [], hidden: [] } : readVisible(cluster, group.map((ref) => ({ ...ref, apiVersion })), gone);
}

/** One object, or all of a kind in a namespace. */
async function readGroup(cluster: Cluster, [first, ...others]: readonly ObjectRef[]): Promise<readonly KubernetesObject[]> {
  if (!first) return [];
  if (others.length > 0) return (await cluster.list({ apiVersion: first.apiVersion, kind: first.kind, namespace: first.namespace })).items;
  const object = await cluster.get(first);
  return object ? [object] : [];
}
