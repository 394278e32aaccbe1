import { keyOf, type KubernetesObject, type ObjectRef } from '../../../../src/kubernetes/index.js';
import {
  entriesOf,
  type InventoryEntries,
  type InventoryEntry,
  type InventoryPlace,
  type Origin,
} from '../../../../src/runtime/apply/inventory/index.js';
import type { Cluster } from '../../../../src/runtime/cluster/index.js';

export const NAMESPACE = 'mesh-system';
export const OWNER = { kind: 'PlatformMesh', namespace: NAMESPACE, name: 'mesh' };

export function release(name: string, namespace = NAMESPACE): ObjectRef {
  return { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace, name };
}

export function entry(name: string, origin: Origin = 'created'): InventoryEntry {
  return { ref: release(name), origin };
}

export function entries(...names: readonly string[]): InventoryEntries {
  return entriesOf(names.map((name) => entry(name)));
}

/** `name` for what was created, `name origin` for all else. */
export function shown(all: InventoryEntries): readonly string[] {
  return [...all.values()].map(({ ref, origin }) => (origin === 'created' ? ref.name : `${ref.name} ${origin}`)).sort();
}

export function keys(...names: readonly string[]): readonly string[] {
  return names.map((name) => keyOf(release(name)));
}

/** Where the infra inventory of the PlatformMesh is; both roles are one cluster unless said otherwise. */
export function placeOn(cluster: Pick<Cluster, 'name'>, rest: Partial<InventoryPlace> = {}): InventoryPlace {
  const identity = { name: cluster.name, uid: undefined };
  return {
    cluster: cluster as Cluster,
    owner: OWNER,
    subroutine: 'deployment',
    target: 'infra',
    clusters: { infra: identity, runtime: identity },
    ...rest,
  };
}

/** The ConfigMap of an inventory, as a server has it. */
export function stored(
  name: string,
  lines: readonly string[],
  metadata: { readonly labels?: object; readonly annotations?: object; readonly resourceVersion?: string } = {},
): KubernetesObject {
  const labels = {
    'core.platform-mesh.io/inventory': 'mesh',
    'core.platform-mesh.io/inventory-kind': 'PlatformMesh',
    'core.platform-mesh.io/inventory-subroutine': 'deployment',
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace: NAMESPACE,
      resourceVersion: '1',
      labels,
      annotations: { 'core.platform-mesh.io/inventory-target': 'infra', ...metadata.annotations },
      ...(metadata.labels ? { labels: { ...labels, ...metadata.labels } } : {}),
    },
    data: { 'HelmRelease.v2.helm.toolkit.fluxcd.io': lines.map((line) => `${NAMESPACE}/${line}`).join('\n') },
  };
}
