import { PlatformMeshError } from '../../../errors.js';
import { clusterRolesOf, readInventory, type InventoryPlace, type TargetPlace } from '../../apply/index.js';
import { isApiError, type Cluster } from '../../cluster/index.js';
import { CLUSTER_TARGETS, storeOf, type KnownTarget, type InstanceContext } from '../context.js';

/** The inventories of each cluster. A cluster that does not answer gives an error, and the other one continues. */
export async function knownTargets(context: InstanceContext): Promise<ReadonlyMap<string, KnownTarget | PlatformMeshError>> {
  context.memory.roles ??= await clusterRolesOf(context.clusters);
  const read = CLUSTER_TARGETS.map(async (target): Promise<readonly [string, KnownTarget | PlatformMeshError]> => {
    const known = context.memory.inventories?.get(target);
    if (known && !(known instanceof PlatformMeshError)) return [target, known];
    try {
      return [target, await readInventory(placeOf(context, target).inventory)];
    } catch (error) {
      if (isApiError(error)) return [target, error];
      throw error;
    }
  });
  return new Map(await Promise.all(read));
}

/** The targets whose inventories are known. */
export function reachableTargets({ memory }: Pick<InstanceContext, 'memory'>): ReadonlyMap<string, KnownTarget> {
  return new Map(
    [...(memory.inventories ?? [])].flatMap(([target, known]) => (known instanceof PlatformMeshError ? [] : [[target, known] as const])),
  );
}

/** The cluster, the store and the inventory of a target. */
export function placeOf(context: InstanceContext, target: string): TargetPlace {
  const cluster = target === 'infra' ? context.clusters.infra : context.clusters.runtime;
  return { cluster, store: storeOf(context, target), inventory: inventoryPlace(context, target) };
}

/** Views of clusters whose requests are aborted when a lease is lost. */
const VIEWS = new WeakMap<AbortSignal, WeakMap<Cluster, Cluster>>();

/** The same place for writes, which are aborted when the lease is lost, because another run may write then. */
export function writingPlace(place: TargetPlace, lost: AbortSignal | undefined): TargetPlace {
  if (!lost) return place;
  const views = VIEWS.get(lost) ?? new WeakMap<Cluster, Cluster>();
  VIEWS.set(lost, views);
  const cluster = views.get(place.cluster) ?? place.cluster.with({ signal: lost });
  views.set(place.cluster, cluster);
  return { ...place, cluster, inventory: { ...place.inventory, cluster } };
}

function inventoryPlace({ clusters, instance, memory }: InstanceContext, target: string): InventoryPlace {
  const cluster = target === 'infra' ? clusters.infra : clusters.runtime;
  return {
    cluster,
    owner: { kind: 'PlatformMesh', ...instance },
    subroutine: 'deployment',
    target,
    clusters: memory.roles ?? {
      infra: { name: clusters.infra.name, uid: undefined },
      runtime: { name: clusters.runtime.name, uid: undefined },
    },
  };
}
