import { PlatformMeshError } from '../../errors.js';
import type { Cluster, KubernetesObject } from '../cluster/index.js';
import { keyOf, type ObjectId } from './object-id.js';

/** Which objects of a target an instance has applied; the base of prune and delete. */
export type Inventory = ReadonlyMap<string, ObjectId>;

/** Where an inventory is kept: a ConfigMap beside the instance, on the cluster that it is about. */
export interface InventoryPlace {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** Name of the instance. */
  readonly instance: string;
  /** As the charts name it, such as `runtime`. */
  readonly target: string;
}

/** Label of the ConfigMaps, with the name of the instance. */
export const INVENTORY_LABEL = 'core.platform-mesh.io/inventory';

const MANAGER = 'platform-mesh-inventory';

/** The objects by key. */
export function inventoryOf(ids: Iterable<ObjectId>): Inventory {
  return new Map([...ids].map((id) => [keyOf(id), id]));
}

/**
 * What an earlier run applied; empty when there was none.
 *
 * @throws {PlatformMeshError} `broken-inventory` when somebody changed it so that it cannot be read.
 */
export async function readInventory(place: InventoryPlace): Promise<Inventory> {
  const stored = await place.cluster.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: place.namespace, name: configMapName(place) });
  const data = (stored?.['data'] ?? {}) as Readonly<Record<string, string>>;
  return inventoryOf(Object.entries(data).flatMap(([kind, lines]) => lines.split('\n').filter((line) => line !== '').map((line) => parse(kind, line, place))));
}

/** Writes the inventory; an empty one is deleted. */
export async function writeInventory(place: InventoryPlace, inventory: Inventory): Promise<void> {
  const id = { apiVersion: 'v1', kind: 'ConfigMap', namespace: place.namespace, name: configMapName(place) };
  if (inventory.size === 0) await place.cluster.delete(id);
  else await place.cluster.apply(configMap(place, inventory), { fieldManager: MANAGER, force: true });
}

/** One line for each object below a key for each kind: small, and read at a glance. */
function configMap(place: InventoryPlace, inventory: Inventory): KubernetesObject {
  const kinds = Map.groupBy(inventory.values(), ({ apiVersion, kind }) => dataKey(apiVersion, kind));
  const data = Object.fromEntries([...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, ids]) => [kind, ids.map(lineOf).sort().join('\n')]));
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: configMapName(place), namespace: place.namespace, labels: { [INVENTORY_LABEL]: place.instance } },
    data,
  };
}

function configMapName({ instance, target }: InventoryPlace): string {
  return `${instance}-inventory-${target.replace(/[^a-z0-9.-]+/gu, '.')}`;
}

/** `HelmRelease.v2.helm.toolkit.fluxcd.io`, as kubectl names a kind; the core group ends with the version. */
function dataKey(apiVersion: string, kind: string): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : [undefined, apiVersion];
  return [kind, version, ...(group === undefined ? [] : [group])].join('.');
}

function lineOf({ namespace, name }: ObjectId): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function parse(kind: string, line: string, place: InventoryPlace): ObjectId {
  const [, name, version, group] = /^([A-Za-z0-9]+)\.([a-z0-9]+)(?:\.([a-z0-9.-]+))?$/u.exec(kind) ?? [];
  const [, namespace, object] = /^(?:([a-z0-9-]+)\/)?([^/\s]+)$/u.exec(line) ?? [];
  if (name === undefined || version === undefined || object === undefined) {
    throw new PlatformMeshError('broken-inventory', `ConfigMap ${place.namespace}/${configMapName(place)} on cluster "${place.cluster.name}": ${JSON.stringify(`${kind}: ${line}`)} is no entry of an inventory`, {
      hint: 'take back what was changed by hand; each key is KIND.VERSION.GROUP, each line NAMESPACE/NAME',
    });
  }
  return { apiVersion: group === undefined ? version : `${group}/${version}`, kind: name, ...(namespace === undefined ? {} : { namespace }), name: object };
}
