import type { Cluster } from '../cluster/index.js';
import type { InventoryPlace } from '../apply/index.js';

/** The clusters of an instance; the same one twice where everything lives on one cluster. */
export interface Clusters {
  /** Flux or Argo CD live there. */
  readonly infra: Cluster;
  /** The OCM controllers, kcp and the `PlatformMesh` live there. */
  readonly runtime: Cluster;
}

/** Whose fields the objects of a platform are; the same name as in the reference, so that nothing changes hands. */
export const FIELD_MANAGER = 'platform-mesh-deployment';

/** Targets that are clusters; kcp workspaces are reached through the runtime cluster. */
export const CLUSTER_TARGETS = ['infra', 'runtime'] as const;

/** Whether a target is a cluster. */
export function isClusterTarget(target: string): target is (typeof CLUSTER_TARGETS)[number] {
  return target === 'infra' || target === 'runtime';
}

/** Where the objects and the inventory of a target are. */
export function placeIn({ infra, runtime }: Clusters, { name, namespace }: { readonly name: string; readonly namespace: string }): (target: string) => InventoryPlace {
  const clusters = infra === runtime ? 1 : 2;
  return (target) => ({ cluster: target === 'infra' ? infra : runtime, namespace, instance: name, target, clusters });
}

/** Timers take no more milliseconds, which is 24 days. */
const LONGEST = 2 ** 31 - 1;

/** A signal that is aborted at a moment. */
export function abortedAt(moment: Date): AbortSignal {
  return AbortSignal.timeout(Math.min(Math.max(0, moment.getTime() - Date.now()), LONGEST));
}
