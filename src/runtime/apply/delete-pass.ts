import pMap from 'p-map';
import { refOf, type KubernetesObject } from '../../kubernetes/index.js';
import { isApiError } from '../cluster/index.js';
import { deletionWaves } from './deletion-order.js';
import type { Outcome, PlannedChange, Removal } from './planned-change.js';
import { PARALLEL, type ApplyScope } from './scope.js';
import { isMarked, markManager, markOf, otherUsers } from './shared-objects.js';
import { closedFor, isLeaseLost, withUid } from './write.js';

/** A change that takes an object out of the inventory. */
export type RemovalChange = PlannedChange & { readonly planned: Removal };

/** Whether a change takes an object out of the inventory. */
export function isRemoval(change: PlannedChange): change is RemovalChange {
  return change.planned.action === 'prune' || change.planned.action === 'orphan';
}

/**
 * Deletes the first wave of objects that still exist, and the next ones as long as each is gone at once. Later waves
 * wait: an operator must not go before what it has to clean up.
 *
 * @param isHeld whether something that may have to go first cannot: then nothing is deleted
 */
export async function deletePass(removals: readonly RemovalChange[], scope: ApplyScope, isHeld: boolean): Promise<readonly Outcome[]> {
  const orphans = removals.filter(({ planned }) => planned.action === 'orphan');
  const outcomes: Outcome[] = [...(await pMap(orphans, (orphan) => release(orphan, scope), { concurrency: PARALLEL }))];
  const byObject = new Map(
    removals.filter(({ planned }) => planned.action === 'prune').map((removal) => [removal.planned.before, removal]),
  );
  let isOpen = !isHeld;
  for (const wave of deletionWaves([...byObject.keys()])) {
    const members = wave.flatMap((object) => byObject.get(object) ?? []);
    const isStopped = scope.stop?.aborted === true;
    const ended =
      isOpen && !isStopped
        ? await pMap(members, (removal) => deleteOne(removal, scope), { concurrency: PARALLEL })
        : members.map((removal): Outcome => ({ ...removal, result: isStopped ? 'stopped' : 'waiting' }));
    outcomes.push(...ended);
    isOpen = isOpen && ended.every(({ result }) => result === 'done');
  }
  return outcomes;
}

/** Deletes the very object that was read. */
async function deleteOne(removal: RemovalChange, scope: ApplyScope): Promise<Outcome> {
  const { planned, target, id } = removal;
  const { before } = planned;
  const { fieldManager, stop, owner } = scope;
  if (stop?.aborted === true) return { ...removal, result: 'stopped' };
  if (before.metadata.deletionTimestamp !== undefined || (await closedFor(scope))) return { ...removal, result: 'waiting' };
  const { cluster, store } = scope.writing(target);
  const { uid, resourceVersion } = before.metadata;
  const handover = planned.action === 'prune' ? planned.handover : undefined;
  const patch = (change: object): Promise<unknown> => cluster.mergePatch(id, { ...change, metadata: { uid } }, { fieldManager });
  // Between our look and the deletion another platform may begin to use it.
  const preconditions = isMarked(before, owner) ? { uid, resourceVersion } : { uid };
  try {
    if (handover) await patch(handover.patch);
    const ended = await cluster.delete(refOf(before), { propagation: 'Background', preconditions });
    if (ended !== 'terminating') store.forget(before);
    return ended === 'terminating'
      ? { ...removal, planned: { ...planned, before: asTerminating(before) }, result: 'waiting' }
      : { ...removal, result: 'done' };
  } catch (error) {
    if (mayPass(error)) return { ...removal, result: 'waiting' };
    if (!isApiError(error)) throw error;
    if (handover) await patch(handover.undo).catch(() => undefined);
    return { ...removal, result: 'failed', error };
  }
}

/** Another run may write, the server is away, somebody created another object of that name, or the kind is no longer served. */
function mayPass(error: unknown): boolean {
  return isLeaseLost(error) || (isApiError(error) && (error.retryable || isApiError(error, 'conflict', 'unknown-kind')));
}

/** What holds an object that is being deleted is told from its finalizers. */
function asTerminating(object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { deletionTimestamp: new Date().toISOString(), ...object.metadata } };
}

/** The object stays; only our mark goes from a shared one. */
async function release(orphan: RemovalChange, scope: ApplyScope): Promise<Outcome> {
  const { before } = orphan.planned;
  const { owner } = scope;
  if (otherUsers(before, owner).length === 0 || !isMarked(before, owner)) return { ...orphan, result: 'done' };
  if (await closedFor(scope)) return { ...orphan, result: 'waiting' };
  const { cluster, store } = scope.writing(orphan.target);
  try {
    store.record(await cluster.apply(withUid(markOf(before, owner, false), before), { fieldManager: markManager(owner) }));
    return { ...orphan, result: 'done' };
  } catch (error) {
    if (isLeaseLost(error)) return { ...orphan, result: 'waiting' };
    if (!isApiError(error)) throw error;
    return error.retryable || error.code === 'conflict' ? { ...orphan, result: 'waiting' } : { ...orphan, result: 'failed', error };
  }
}
