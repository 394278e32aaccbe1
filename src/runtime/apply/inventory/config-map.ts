import { describeObject, textAt, type KubernetesObject } from '../../../kubernetes/index.js';
import type { Cluster } from '../../cluster/index.js';
import { NO_INVENTORY, type Inventory, type InventoryEntries, type InventoryOwner } from './entry.js';
import {
  INVENTORY_LABEL,
  inventoryAnnotations,
  inventoryLabels,
  inventoryName,
  KIND_LABEL,
  OWNER_ANNOTATION,
  SUBROUTINE_LABEL,
  TARGET_ANNOTATION,
  type InventoryKey,
} from './name.js';
import {
  checkClusters,
  CLUSTER_ROLES,
  CLUSTERS_ANNOTATION,
  storedClustersIn,
  storedClustersWith,
  type ClusterRoles,
  type StoredClusters,
} from './other-clusters.js';
import { dataOf, entriesIn, type InventoryData } from './text.js';

/** Where an inventory is stored: a ConfigMap in the namespace of its owner, on the cluster that it is about. */
export interface InventoryPlace extends InventoryKey {
  readonly cluster: Cluster;
  /** All clusters of the instance. The inventory stores them; a run with other clusters is refused. */
  readonly clusters: ClusterRoles;
}

/** What was applied to a target, in the namespace of an owner. */
export interface Applied {
  /** By earlier runs for the owner; empty when there were none. */
  readonly own: Inventory;
  /** By other owners beside it: the owner by the key of the object. */
  readonly others: ReadonlyMap<string, InventoryOwner>;
}

/** Annotation that counts records, so that each record changes the stored version. */
const RECORDED_ANNOTATION = 'core.platform-mesh.io/recorded';

/**
 * What the inventories of a namespace say, as a list or a watch by `INVENTORY_LABEL` brings them.
 *
 * @throws {PlatformMeshError} `broken-inventory` when somebody changed one so that it cannot be read.
 * @throws {InvalidInputError} `other-clusters` when the owner was applied to other clusters than are given.
 */
export function appliedIn(configMaps: readonly KubernetesObject[], place: InventoryPlace): Applied {
  const own = configMaps.filter((each) => isOfOwner(each, place));
  for (const each of own) checkClusters(place.owner, place.clusters, storedClustersOf(each, place));
  const mine = own.find(({ metadata }) => metadata.name === inventoryName(place));
  const others = configMaps.filter((each) => !isOfOwner(each, place) && isOnSameTarget(each, place));
  return {
    own: inventoryIn(mine, place),
    others: new Map(others.flatMap((other) => [...inventoryIn(other, place).entries.keys()].map((key) => [key, ownerOf(other)] as const))),
  };
}

/** The targets in which a step of an owner has objects, in the order of their names. */
export function inventoryTargets(configMaps: readonly KubernetesObject[], owner: InventoryOwner, subroutine: string): readonly string[] {
  const isOwn = (configMap: KubernetesObject): boolean => {
    const { kind, name } = ownerOf(configMap);
    return kind === owner.kind && name === owner.name && configMap.metadata.labels?.[SUBROUTINE_LABEL] === subroutine;
  };
  return configMaps.flatMap((each) => (isOwn(each) ? (each.metadata.annotations?.[TARGET_ANNOTATION] ?? []) : [])).sort();
}

/** What one ConfigMap holds; nothing where there is none. */
export function inventoryIn(configMap: KubernetesObject | undefined, place: InventoryPlace): Inventory {
  if (configMap === undefined) return NO_INVENTORY;
  const entries = entriesIn(contentOf(configMap), describePlace(configMap, place));
  const isStored = entries.size > 0 || recordedIn(configMap) > 0;
  return { entries, version: isStored ? (configMap.metadata.resourceVersion ?? '') : '', isRecorded: false };
}

/** The inventory before its first record. */
export function emptyConfigMap(place: InventoryPlace): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: inventoryName(place),
      namespace: place.owner.namespace,
      labels: inventoryLabels(place),
      annotations: inventoryAnnotations(place),
    },
  };
}

/** The same ConfigMap with other entries; its `resourceVersion` makes sure that it replaces what was read. */
export function withEntries(
  before: KubernetesObject,
  entries: InventoryEntries,
  place: InventoryPlace,
  isRecord: boolean,
): KubernetesObject {
  const { metadata } = before;
  const clusters = storedClustersWith(storedClustersOf(before, place), place.clusters);
  const annotations = {
    ...metadata.annotations,
    ...inventoryAnnotations(place),
    ...(clusters === undefined ? {} : { [CLUSTERS_ANNOTATION]: clusters }),
    ...(isRecord ? { [RECORDED_ANNOTATION]: String(recordedIn(before) + 1) } : {}),
  };
  // Either text or compressed, never both.
  const rest = Object.entries(before).filter(([field]) => field !== 'data' && field !== 'binaryData');
  const labels = { ...metadata.labels, ...inventoryLabels(place) };
  return { ...(Object.fromEntries(rest) as KubernetesObject), ...dataOf(entries), metadata: { ...metadata, labels, annotations } };
}

/** How often something was recorded. */
export function recordedIn(configMap: KubernetesObject): number {
  return Number(configMap.metadata.annotations?.[RECORDED_ANNOTATION] ?? 0) || 0;
}

function storedClustersOf(configMap: KubernetesObject, place: InventoryPlace): StoredClusters {
  return storedClustersIn(configMap.metadata.annotations?.[CLUSTERS_ANNOTATION], describePlace(configMap, place));
}

function contentOf(configMap: KubernetesObject): InventoryData {
  // The API server accepts only maps of texts here.
  const { data, binaryData } = configMap as InventoryData;
  return { ...(data ? { data } : {}), ...(binaryData ? { binaryData } : {}) };
}

function ownerOf({ metadata }: KubernetesObject): InventoryOwner {
  const labels = metadata.labels ?? {};
  return {
    kind: labels[KIND_LABEL] ?? 'PlatformMesh',
    namespace: metadata.namespace ?? '',
    name: textAt(metadata, 'annotations', OWNER_ANNOTATION) ?? labels[INVENTORY_LABEL] ?? '',
  };
}

/** Also by its name: a run without the right to list reads it by name, and its labels may be lost. */
function isOfOwner(configMap: KubernetesObject, place: InventoryPlace): boolean {
  const { kind, name } = ownerOf(configMap);
  return (kind === place.owner.kind && name === place.owner.name) || configMap.metadata.name === inventoryName(place);
}

/** The clusters of one API server are one target; a workspace is a target of its own. */
function isOnSameTarget({ metadata }: KubernetesObject, { target }: InventoryPlace): boolean {
  const other = metadata.annotations?.[TARGET_ANNOTATION] ?? 'runtime';
  return other === target || (isRole(other) && isRole(target));
}

function isRole(target: string): boolean {
  return CLUSTER_ROLES.some((role) => role === target);
}

function describePlace({ metadata: { namespace, name } }: KubernetesObject, { cluster }: InventoryPlace): string {
  return `${describeObject({ kind: 'ConfigMap', namespace, name })} on cluster "${cluster.name}"`;
}
