import { type KubernetesObject, type ObjectRef, keyOf, refOf } from '../../kubernetes/index.js';
import { setTimeout } from 'node:timers/promises';
import { invalidInput, PlatformMeshError, type InvalidInputError } from '../../errors.js';
import { backoff, isApiError, type Cluster } from '../cluster/index.js';

/** Which objects of a target an instance has applied; the base of prune and delete. */
export type Inventory = ReadonlyMap<string, ObjectRef>;

/** Where an inventory is kept: a ConfigMap beside the instance, on the cluster that it is about. */
export interface InventoryPlace {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** Name of the instance. */
  readonly instance: string;
  /** As the charts name it, such as `runtime`. */
  readonly target: string;
  /** How many clusters the instance has; an inventory keeps it, and is not found where that is another number. */
  readonly clusters: 1 | 2;
}

/** Annotation of the ConfigMaps, with the number of clusters. */
const CLUSTERS = 'core.platform-mesh.io/clusters';

/** Label of the ConfigMaps, with the name of the instance. */
const INVENTORY_LABEL = 'core.platform-mesh.io/inventory';

const MANAGER = 'platform-mesh-inventory';

/** The objects by key. */
export function inventoryOf(refs: Iterable<ObjectRef>): Inventory {
  return new Map([...refs].map((ref) => [keyOf(ref), ref]));
}

/** What was applied to a cluster, in the namespace of an instance. */
export interface Applied {
  /** By earlier runs for the instance; empty when there were none. */
  readonly own: Inventory;
  /** For other instances: the name of the instance by the key of the object. */
  readonly others: ReadonlyMap<string, string>;
}

/**
 * What was applied for an instance, and for others beside it as far as we may see that.
 *
 * @throws {PlatformMeshError} `broken-inventory` when somebody changed it so that it cannot be read.
 * @throws {InvalidInputError} `other-clusters` when the rest of the instance is on a cluster that is not named, or was not.
 */
export async function readInventories(place: InventoryPlace): Promise<Applied> {
  const objects = await inventoriesBeside(place);
  const object = objects.find(({ metadata }) => metadata.name === configMapName(place));
  const clusters = Number(object?.metadata.annotations?.[CLUSTERS] ?? place.clusters);
  if (clusters !== place.clusters) throw otherClusters(place);
  const others = objects.flatMap((other) => {
    const instance = other.metadata.labels?.[INVENTORY_LABEL];
    return instance === undefined || instance === place.instance ? [] : [...inventoryIn(other, place).keys()].map((key) => [key, instance] as const);
  });
  return { own: inventoryIn(object, place), others: new Map(others) };
}

/** All inventories of a namespace; only our own for whoever may see no other. */
async function inventoriesBeside(place: InventoryPlace): Promise<readonly KubernetesObject[]> {
  const { cluster, namespace } = place;
  try {
    return (await cluster.list({ apiVersion: 'v1', kind: 'ConfigMap', namespace, labelSelector: INVENTORY_LABEL })).items;
  } catch (error) {
    if (!isApiError(error, 'forbidden')) throw error;
    const own = await stored(place);
    return own ? [own] : [];
  }
}

function otherClusters({ cluster, namespace, instance, clusters }: InventoryPlace): InvalidInputError {
  const [applied, hint] =
    clusters === 1
      ? ['two clusters', 'name the other one by --remote-runtime-kubeconfig or --remote-infra-kubeconfig; to bring it to one, delete it from both first']
      : ['one cluster', 'leave out --remote-runtime-kubeconfig and --remote-infra-kubeconfig; to bring it to two, delete it first'];
  return invalidInput('other-clusters', `PlatformMesh ${namespace}/${instance}: it was applied to ${applied}, as cluster "${cluster.name}" has noted, and ${clusters === 1 ? 'one is' : 'two are'} given`, hint);
}

/**
 * Changes what an inventory names; an empty one is deleted. Where another run changes it at the same time, the change is
 * made once more, to what that one wrote: none forgets what the other has applied.
 *
 * @param known the inventory as it was last seen; where nothing of it would change, the server is not asked
 */
export async function changeInventory(place: InventoryPlace, change: (before: Inventory) => Inventory, known: Inventory | undefined): Promise<Inventory> {
  if (known && isSame(known, change(known))) return known;
  for (let attempt = 1; ; attempt += 1) {
    const there = await stored(place);
    if (!there && change(new Map()).size === 0) return new Map();
    try {
      const object = there ?? (await place.cluster.apply(emptyConfigMap(place), { fieldManager: MANAGER, force: true }));
      const before = inventoryIn(object, place);
      const after = change(before);
      if (!isSame(before, after)) await write(place, object, after);
      return after;
    } catch (error) {
      const isOvertaken = isApiError(error, 'conflict') || (there !== undefined && isApiError(error, 'not-found'));
      if (attempt === ATTEMPTS || !(isOvertaken || (isApiError(error) && error.retryable))) throw error;
      await setTimeout(backoff(attempt, PACE, Math.random()));
    }
  }
}

/** How often a change is tried while others get ahead of it, or the server is away. */
const ATTEMPTS = 12;
const PACE = { base: 50, cap: 2000 };

function isSame(before: Inventory, after: Inventory): boolean {
  return after.size === before.size && [...after].every(([key, { apiVersion }]) => before.get(key)?.apiVersion === apiVersion);
}

function stored(place: InventoryPlace): Promise<KubernetesObject | undefined> {
  return place.cluster.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: place.namespace, name: configMapName(place) });
}

function inventoryIn(object: KubernetesObject | undefined, place: InventoryPlace): Inventory {
  const data = (object?.['data'] ?? {}) as Readonly<Record<string, string>>;
  const where = { cluster: place.cluster, namespace: place.namespace, configMap: object?.metadata.name ?? '' };
  return inventoryOf(Object.entries(data).flatMap(([kind, lines]) => lines.split('\n').filter((line) => line !== '').map((line) => parse(kind, line, where))));
}

/**
 * What an inventory begins as. It is applied rather than created since a right to create cannot be given for one name,
 * and is the same for all, so that it takes nothing from whoever was faster.
 */
function emptyConfigMap(place: InventoryPlace): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: configMapName(place), namespace: place.namespace, labels: { [INVENTORY_LABEL]: place.instance }, annotations: { [CLUSTERS]: String(place.clusters) } } };
}

/** Only in place of what was read: not of what somebody has written since. */
async function write({ cluster }: InventoryPlace, before: KubernetesObject, inventory: Inventory): Promise<void> {
  if (inventory.size === 0) await cluster.delete(refOf(before), { preconditions: { resourceVersion: before.metadata.resourceVersion } });
  else await cluster.replace({ ...before, data: dataOf(inventory) }, { fieldManager: MANAGER });
}

/** One line for each object below a key for each kind: small, and read at a glance. */
function dataOf(inventory: Inventory): Readonly<Record<string, string>> {
  const kinds = Map.groupBy(inventory.values(), ({ apiVersion, kind }) => dataKey(apiVersion, kind));
  return Object.fromEntries([...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, refs]) => [kind, refs.map(lineOf).sort().join('\n')]));
}

function configMapName({ instance, target }: InventoryPlace): string {
  return `${instance}-inventory-${target.replace(/[^a-z0-9.-]+/gu, '.')}`;
}

/** `HelmRelease.v2.helm.toolkit.fluxcd.io`, as kubectl names a kind; the core group ends with the version. */
function dataKey(apiVersion: string, kind: string): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : [undefined, apiVersion];
  return [kind, version, ...(group === undefined ? [] : [group])].join('.');
}

function lineOf({ namespace, name }: ObjectRef): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function parse(kind: string, line: string, { cluster, namespace: where, configMap }: { readonly cluster: Cluster; readonly namespace: string; readonly configMap: string }): ObjectRef {
  const [, name, version, group] = /^([A-Za-z0-9]+)\.([a-z0-9]+)(?:\.([a-z0-9.-]+))?$/u.exec(kind) ?? [];
  const [, namespace, object] = /^(?:([a-z0-9-]+)\/)?([^/\s]+)$/u.exec(line) ?? [];
  if (name === undefined || version === undefined || object === undefined) {
    throw new PlatformMeshError('broken-inventory', `ConfigMap ${where}/${configMap} on cluster "${cluster.name}": ${JSON.stringify(`${kind}: ${line}`)} is no entry of an inventory`, {
      hint: 'take back what was changed by hand; each key is KIND.VERSION.GROUP, each line NAMESPACE/NAME',
    });
  }
  return { apiVersion: group === undefined ? version : `${group}/${version}`, kind: name, ...(namespace === undefined ? {} : { namespace }), name: object };
}
