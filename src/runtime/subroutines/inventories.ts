import { PlatformMeshError } from '../../errors.js';
import {
  appliedIn,
  clusterRolesOf,
  inventoryTargets,
  listInventories,
  readInventory,
  type InventoryPlace,
  type TargetPlace,
} from '../apply/index.js';
import { isApiError, type Cluster } from '../cluster/index.js';
import { clusterOf, isClusterTarget, storeOf, type InstanceContext, type KnownTarget } from './context.js';

/** The step that applies what goes into kcp, as inventories name it. */
const KCP_SETUP = 'kcp-setup';

/**
 * What was applied to targets. What one cluster does not tell keeps nobody from the others. What is known already is not read
 * again.
 */
export async function knownTargets(
  context: InstanceContext,
  targets: readonly string[],
): Promise<ReadonlyMap<string, KnownTarget | PlatformMeshError>> {
  context.memory.roles ??= await clusterRolesOf(context.clusters);
  const known = context.memory.inventories ?? new Map<string, KnownTarget | PlatformMeshError>();
  const unread = targets.filter((target) => !known.has(target) || known.get(target) instanceof PlatformMeshError);
  const byCluster = Map.groupBy(unread, (target) => inventoryPlace(context, target).cluster);
  const read = await Promise.all([...byCluster].map(([, members]) => readTargets(context, members)));
  return new Map([...known, ...read.flat()]);
}

type KnownEntry = readonly [string, KnownTarget | PlatformMeshError];

/** One list tells about all targets whose inventories are on one cluster. */
async function readTargets(context: InstanceContext, targets: readonly string[]): Promise<readonly KnownEntry[]> {
  const places = targets.map((target) => inventoryPlace(context, target));
  const [place] = places;
  try {
    const listed = place && (await listInventories(place));
    return await Promise.all(
      places.map(async (each) => [each.target, listed ? appliedIn(listed, each) : await readInventory(each)] as const),
    );
  } catch (error) {
    if (isApiError(error)) return targets.map((target) => [target, error] as const);
    throw error;
  }
}

/** The workspaces in which earlier runs have applied objects, as targets. */
export async function appliedWorkspaces(context: InstanceContext): Promise<readonly string[]> {
  const { memory } = context;
  if (memory.appliedWorkspaces) return memory.appliedWorkspaces;
  const place = inventoryPlace(context, 'kcp/root');
  memory.appliedWorkspaces = inventoryTargets((await listInventories(place)) ?? [], place.owner, KCP_SETUP);
  return memory.appliedWorkspaces;
}

/** The targets among these whose inventories are known. */
export function reachableTargets(
  { memory }: Pick<InstanceContext, 'memory'>,
  targets: readonly string[],
): ReadonlyMap<string, KnownTarget> {
  return new Map(
    targets.flatMap((target) => {
      const known = memory.inventories?.get(target);
      return known === undefined || known instanceof PlatformMeshError ? [] : [[target, known] as const];
    }),
  );
}

/** The cluster, the store and the inventory of a target. */
export function placeOf(context: InstanceContext, target: string): TargetPlace {
  return { cluster: clusterOf(context, target), store: storeOf(context, target), inventory: inventoryPlace(context, target) };
}

/** Views of clusters whose requests end when a lease is lost. */
const VIEWS = new WeakMap<AbortSignal, WeakMap<Cluster, Cluster>>();

/** The same place for writes, which end when the lease is lost: another run may write then. */
export function writingPlace(place: TargetPlace, lost: AbortSignal | undefined): TargetPlace {
  if (!lost) return place;
  const { cluster, inventory } = place;
  return { ...place, cluster: viewOf(cluster, lost), inventory: { ...inventory, cluster: viewOf(inventory.cluster, lost) } };
}

function viewOf(cluster: Cluster, signal: AbortSignal): Cluster {
  const views = VIEWS.get(signal) ?? new WeakMap<Cluster, Cluster>();
  VIEWS.set(signal, views);
  const view = views.get(cluster) ?? cluster.with({ signal });
  views.set(cluster, view);
  return view;
}

/** What is applied to a workspace is named by an inventory on the runtime cluster: kcp has no namespaces of ours. */
function inventoryPlace({ clusters, instance, memory }: InstanceContext, target: string): InventoryPlace {
  return {
    cluster: target === 'infra' ? clusters.infra : clusters.runtime,
    owner: { kind: 'PlatformMesh', ...instance },
    subroutine: isClusterTarget(target) ? 'deployment' : KCP_SETUP,
    target,
    clusters: memory.roles ?? {
      infra: { name: clusters.infra.name, uid: undefined },
      runtime: { name: clusters.runtime.name, uid: undefined },
    },
  };
}
