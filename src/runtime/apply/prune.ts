import { PlatformMeshError } from '../../errors.js';
import { keyOf, refOf, type KubernetesObject } from '../../kubernetes/index.js';
import type { Cluster, Observation } from '../cluster/index.js';
import type { DesiredObject } from './desired-object.js';
import { managersOf } from './fields/index.js';
import type { InventoryEntries, InventoryEntry } from './inventory/index.js';
import type { Handover, Planned, PlannedChange } from './planned-change.js';
import type { ApplyPolicy } from './scope.js';
import { otherUsers } from './shared-objects.js';

/** With the value `disabled`, this annotation protects an object from prune. */
const PRUNE = 'core.platform-mesh.io/prune';

/** Kinds that hold user data: pruned only if a flag names the kind. */
const USER_DATA = new Set(['Workspace', 'LogicalCluster', 'Store', 'PersistentVolumeClaim', 'CustomResourceDefinition', 'Namespace']);

/** The state that prune decisions are made from. */
export interface PruneState {
  readonly inventories: ReadonlyMap<string, InventoryEntries>;
  readonly observe: (target: string, ref: InventoryEntry['ref']) => Observation;
  readonly otherOwner: (target: string, key: string) => string | undefined;
  /** Two targets may be one cluster. An object that moves between them is not pruned. */
  readonly clusterOf: (target: string) => Cluster['id'];
  readonly fieldManager: string;
  /** Other names under which we write. @default - none */
  readonly otherManagers?: readonly string[];
  readonly owner: string;
  /** Why an object stays though it is no longer desired; undefined if it may go. @default - every object may go */
  readonly keeps?: (target: string, object: KubernetesObject) => string | undefined;
  readonly handover?: (leaving: KubernetesObject) => Handover | undefined;
}

/** The planned changes of objects that an inventory names and that are not desired. An object that is gone has no change. */
export function pruneCandidates(desired: readonly DesiredObject[], state: PruneState, policy: ApplyPolicy): readonly PlannedChange[] {
  const kept = new Set(desired.map(({ target, object }) => `${state.clusterOf(target)} ${keyOf(refOf(object))}`));
  const changes = [...state.inventories].flatMap(([target, entries]) =>
    [...entries].flatMap(([key, entry]): readonly PlannedChange[] => {
      if (kept.has(`${state.clusterOf(target)} ${key}`)) return [];
      const planned = candidate(target, entry, state, policy);
      return planned ? [{ target, id: 'before' in planned ? refOf(planned.before) : entry.ref, planned }] : [];
    }),
  );
  if (policy.allowMassPrune === true || !isMassPrune(changes, desired, state.inventories)) return changes;
  const error = massPrune(changes.filter(isPrune).length);
  return changes.map((change) => (isPrune(change) ? { ...change, planned: { action: 'failed', error } } : change));
}

function isPrune({ planned: { action } }: PlannedChange): boolean {
  return action === 'prune';
}

function candidate(target: string, entry: InventoryEntry, state: PruneState, policy: ApplyPolicy): Planned | undefined {
  const observation = state.observe(target, entry.ref);
  switch (observation.state) {
    case 'present':
      return planned(target, entry, observation.object, state, policy);
    case 'forbidden':
    case 'unreadable':
      return { action: 'failed', error: observation.error };
    case 'unread':
      return { action: 'blocked', reason: 'the object has not been read yet', wakeOn: [entry.ref] };
    case 'absent':
    case 'unserved':
      return undefined;
  }
}

function planned(target: string, entry: InventoryEntry, before: KubernetesObject, state: PruneState, policy: ApplyPolicy): Planned {
  const stays = whyOrphaned(target, entry, before, state, policy);
  if (stays !== undefined) return { action: 'orphan', before, reason: stays };
  const kept = whyKept(target, before, state, policy);
  if (kept !== undefined) return { action: 'skip', before, reason: kept };
  const handedOver = state.handover?.(before);
  return { action: 'prune', before, ...(handedOver ? { handover: handedOver } : {}) };
}

/** Why an object is not ours, or not ours alone. */
function whyOrphaned(
  target: string,
  entry: InventoryEntry,
  before: KubernetesObject,
  state: PruneState,
  policy: ApplyPolicy,
): string | undefined {
  const owner = state.otherOwner(target, keyOf(entry.ref));
  if (owner !== undefined) return `it belongs to ${owner} now`;
  const users = otherUsers(before, state.owner);
  if (users.length > 0) return `PlatformMesh ${users.join(', ')} still ${users.length === 1 ? 'uses' : 'use'} it`;
  const managers = managersOf(before);
  // Somebody may have deleted the object and created another one of that name.
  const isOurs = [state.fieldManager, ...(state.otherManagers ?? [])].some((name) => managers.includes(name));
  if (!isOurs) return `it belongs to ${managers.join(', ')} now`;
  if (entry.origin !== 'foreign' || policy.pruneAdopted === true) return undefined;
  return 'it existed before the platform, with fields of its own; --prune-adopted deletes it';
}

/** Why an object of ours stays, and stays ours. */
function whyKept(target: string, before: KubernetesObject, state: PruneState, policy: ApplyPolicy): string | undefined {
  if (before.metadata.annotations?.[PRUNE] === 'disabled') return `its annotation ${PRUNE} is disabled`;
  const kept = state.keeps?.(target, before);
  if (kept !== undefined || !USER_DATA.has(before.kind) || policy.pruneKinds?.includes(before.kind) === true) return kept;
  return `a ${before.kind} may hold data of users; --prune-kind ${before.kind} deletes it`;
}

/** The kinds that deploy a component, for both technologies. */
const DELIVERERS = ['HelmRelease', 'Kustomization', 'Application'];

/** Whether more than half would be pruned, which often means a wrong file. Components that move to another technology do not count. */
function isMassPrune(
  changes: readonly PlannedChange[],
  desired: readonly DesiredObject[],
  inventories: ReadonlyMap<string, InventoryEntries>,
): boolean {
  const delivered = new Set(
    desired
      .filter(({ object: { kind } }) => DELIVERERS.includes(kind))
      .map(({ object: { metadata } }) => `${metadata.namespace ?? ''}/${metadata.name}`),
  );
  const losses = changes.filter(
    (change) =>
      isPrune(change) && !(DELIVERERS.includes(change.id.kind) && delivered.has(`${change.id.namespace ?? ''}/${change.id.name}`)),
  );
  const all = [...inventories.values()].reduce((sum, { size }) => sum + size, 0);
  return losses.length > all / 2;
}

function massPrune(count: number): PlatformMeshError {
  return new PlatformMeshError('mass-prune', `${count} objects would be deleted, more than half of what was applied`, {
    hint: 'check the input; --allow-mass-prune deletes them, --no-prune keeps them',
  });
}
