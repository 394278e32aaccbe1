import pMap from 'p-map';
import { refOf, type KubernetesObject } from '../../kubernetes/index.js';
import { isApiError } from '../cluster/index.js';
import { deletionWaves } from './deletion-order.js';
import type { Handover, Outcome, PlannedChange, Removal } from './planned-change.js';
import { PARALLEL, type ApplyScope } from './scope.js';
import { isMarked, markManager, markOf, otherUsers } from './shared-objects.js';
import { closedFor, isLeaseLost, withUid } from './write.js';

/** A change that removes an object from the inventory: prune or orphan. */
export type RemovalChange = PlannedChange & { readonly planned: Removal };

/** Whether a change removes an object from the inventory. */
export function isRemoval(change: PlannedChange): change is RemovalChange {
  return change.planned.action === 'prune' || change.planned.action === 'orphan';
}

/**
 * Deletes the first wave that still has objects. If they are gone at once, it continues with the next wave; otherwise later
 * waves wait, because an operator must not go before the objects that it finalizes.
 *
 * @param isHeld whether an object that may have to go first failed or waits; then nothing is deleted
 */
export async function deletePass(removals: readonly RemovalChange[], scope: ApplyScope, isHeld: boolean): Promise<readonly Outcome[]> {
  const orphans = removals.filter(({ planned }) => planned.action === 'orphan');
  const outcomes: Outcome[] = [...(await pMap(orphans, (orphan) => release(orphan, scope), { concurrency: PARALLEL }))];
  const byObject = new Map(
    removals.filter(({ planned }) => planned.action === 'prune').map((removal) => [removal.planned.before, removal]),
  );
  const { deletionPlace } = scope;
  const placeOf = deletionPlace && ((object: KubernetesObject) => deletionPlace(byObject.get(object)?.target ?? '', object));
  let isOpen = !isHeld;
  for (const wave of deletionWaves([...byObject.keys()], placeOf)) {
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

/** Deletes the object with the UID that was read, and no other object of that name. */
async function deleteOne(removal: RemovalChange, scope: ApplyScope): Promise<Outcome> {
  const { planned, target, id } = removal;
  const { before } = planned;
  const { fieldManager, stop, owner } = scope;
  if (stop?.aborted === true) return { ...removal, result: 'stopped' };
  if (before.metadata.deletionTimestamp !== undefined || (await closedFor(scope))) return { ...removal, result: 'waiting' };
  const { cluster, store } = scope.writing(target);
  const { uid, resourceVersion } = before.metadata;
  const handover = planned.action === 'prune' ? planned.handover : undefined;
  const patch = ({ metadata, ...change }: Handover['patch']): Promise<unknown> =>
    cluster.mergePatch(id, { ...change, metadata: { ...metadata, uid } }, { fieldManager });
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

/** Whether a later pass may succeed: the lease is lost, the server does not answer, or object or kind have changed. */
function mayPass(error: unknown): boolean {
  return isLeaseLost(error) || (isApiError(error) && (error.retryable || isApiError(error, 'conflict', 'unknown-kind')));
}

/** The object as terminating, so that messages name the finalizers that hold it. */
function asTerminating(object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { deletionTimestamp: new Date().toISOString(), ...object.metadata } };
}

/** Orphans an object. From a shared object it removes our mark. */
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
