import { PlatformMeshError } from '../../errors.js';
import type { ObjectRef } from '../../kubernetes/index.js';
import {
  appliedIn,
  clusterRolesOf,
  commitInventory,
  inventoryTargets,
  listInventories,
  readInventory,
  type Inventory,
  type InventoryPlace,
  type TargetPlace,
} from '../apply/index.js';
import { isApiError, type Cluster } from '../cluster/index.js';
import { clusterOf, isClusterTarget, storeOf, type InstanceContext, type KnownTarget } from './context.js';

/** The step that applies what goes into kcp, as inventories name it. */
const KCP_SETUP = 'kcp-setup';

/** A step that has inventories of its own on targets that other steps apply to as well. */
export type InventoryStep = 'provider-secret' | 'feature-toggles';

/** The key of an inventory in the memory of a run. */
export function inventoryKey(target: string, step?: InventoryStep): string {
  return step === undefined ? target : `${step} ${target}`;
}

/**
 * What was applied to targets. What one cluster does not tell keeps nobody from the others. What is known already is not read
 * again.
 */
export async function knownTargets(
  context: InstanceContext,
  targets: readonly string[],
  step?: InventoryStep,
): Promise<ReadonlyMap<string, KnownTarget | PlatformMeshError>> {
  context.memory.roles ??= await clusterRolesOf(context.clusters);
  const known = context.memory.inventories ?? new Map<string, KnownTarget | PlatformMeshError>();
  const isUnread = (key: string): boolean => !known.has(key) || known.get(key) instanceof PlatformMeshError;
  const unread = targets.filter((target) => isUnread(inventoryKey(target, step)));
  const byCluster = Map.groupBy(unread, (target) => inventoryPlace(context, target, step).cluster);
  const read = await Promise.all([...byCluster].map(([, members]) => readTargets(context, members, step)));
  return new Map([...known, ...read.flat()]);
}

type KnownEntry = readonly [string, KnownTarget | PlatformMeshError];

/** One list tells about all targets whose inventories are on one cluster. */
async function readTargets(
  context: InstanceContext,
  targets: readonly string[],
  step: InventoryStep | undefined,
): Promise<readonly KnownEntry[]> {
  const places = targets.map((target) => inventoryPlace(context, target, step));
  const key = (target: string): string => inventoryKey(target, step);
  const [place] = places;
  try {
    const listed = place && (await listInventories(place));
    return await Promise.all(
      places.map(async (each) => [key(each.target), listed ? appliedIn(listed, each) : await readInventory(each)] as const),
    );
  } catch (error) {
    if (isApiError(error)) return targets.map((target) => [key(target), error] as const);
    throw error;
  }
}

/** The targets in which earlier runs of a step have applied objects; by default the workspaces of what goes into kcp. */
export async function appliedWorkspaces(
  context: InstanceContext,
  step: InventoryStep | typeof KCP_SETUP = KCP_SETUP,
): Promise<readonly string[]> {
  const known = context.memory.appliedWorkspaces?.get(step);
  if (known) return known;
  const place = inventoryPlace(context, 'kcp/root');
  const targets = inventoryTargets((await listInventories(place)) ?? [], place.owner, step);
  context.memory.appliedWorkspaces = new Map([...(context.memory.appliedWorkspaces ?? []), [step, targets]]);
  return targets;
}

/** The targets among these whose inventories are known. */
export function reachableTargets(
  { memory }: Pick<InstanceContext, 'memory'>,
  targets: readonly string[],
  step?: InventoryStep,
): ReadonlyMap<string, KnownTarget> {
  return new Map(
    targets.flatMap((target) => {
      const known = memory.inventories?.get(inventoryKey(target, step));
      return known === undefined || known instanceof PlatformMeshError ? [] : [[target, known] as const];
    }),
  );
}

/** What the inventory of a target names, as far as it is known. */
export function appliedRefs(target: string, { memory }: Pick<InstanceContext, 'memory'>, step?: InventoryStep): readonly ObjectRef[] {
  const known = memory.inventories?.get(inventoryKey(target, step));
  return known === undefined || known instanceof PlatformMeshError ? [] : [...known.own.entries.values()].map(({ ref }) => ref);
}

/** What this run knows of inventories after it wrote some of them. */
export function rememberOwn(context: InstanceContext, written: ReadonlyMap<string, Inventory>, step?: InventoryStep): void {
  const all = context.memory.inventories ?? new Map<string, KnownTarget>();
  const ours = new Map([...written].map(([target, own]) => [inventoryKey(target, step), own]));
  context.memory.inventories = new Map([...all].map(([key, entry]) => [key, withOwn(entry, ours.get(key))]));
}

function withOwn(entry: KnownTarget | PlatformMeshError, own: Inventory | undefined): KnownTarget | PlatformMeshError {
  return own === undefined || entry instanceof PlatformMeshError ? entry : { ...entry, own };
}

/**
 * Forgets what was applied to targets: the objects stay, and their inventories go.
 *
 * @returns what was forgotten, and why the rest waits
 */
export async function forgetTargets(
  context: InstanceContext,
  targets: readonly string[],
  step?: InventoryStep,
): Promise<{ readonly refs: readonly { readonly target: string; readonly ref: ObjectRef }[]; readonly locked?: string }> {
  context.memory.inventories = await knownTargets(context, targets, step);
  const known = [...reachableTargets(context, targets, step)].filter(([, { own }]) => own.entries.size > 0);
  if (known.length === 0) return { refs: [] };
  const locked = await context.lease.enter();
  if (locked !== undefined) return { refs: [], locked };
  const forgotten = await Promise.all(
    known.map(async ([target, { own }]) => {
      const place = inventoryPlace(context, target, step);
      const cluster = context.lease.lost ? viewOf(place.cluster, context.lease.lost) : place.cluster;
      return [target, await commitInventory({ ...place, cluster }, { applied: [], forgotten: [...own.entries.keys()] }, own)] as const;
    }),
  );
  rememberOwn(context, new Map(forgotten), step);
  return { refs: known.flatMap(([target, { own }]) => [...own.entries.values()].map(({ ref }) => ({ target, ref }))) };
}

/** The cluster, the store and the inventory of a target. */
export function placeOf(context: InstanceContext, target: string, step?: InventoryStep): TargetPlace {
  return { cluster: clusterOf(context, target), store: storeOf(context, target), inventory: inventoryPlace(context, target, step) };
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
function inventoryPlace({ clusters, instance, memory }: InstanceContext, target: string, step?: InventoryStep): InventoryPlace {
  return {
    cluster: target === 'infra' ? clusters.infra : clusters.runtime,
    owner: { kind: 'PlatformMesh', ...instance },
    subroutine: step ?? (isClusterTarget(target) ? 'deployment' : KCP_SETUP),
    target,
    clusters: memory.roles ?? {
      infra: { name: clusters.infra.name, uid: undefined },
      runtime: { name: clusters.runtime.name, uid: undefined },
    },
  };
}
