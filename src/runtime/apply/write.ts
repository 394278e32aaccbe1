import { PlatformMeshError } from '../../errors.js';
import { refOf, type KubernetesObject } from '../../kubernetes/index.js';
import { isApiError } from '../cluster/index.js';
import { compare, refusal } from './compare.js';
import type { Decision } from './decide.js';
import type { DesiredObject } from './desired-object.js';
import { hasEmptied } from './fields/index.js';
import { outcomeOf, type Keeping, type Outcome, type Planned, type PlannedChange, type Writing } from './planned-change.js';
import type { ApplyScope } from './scope.js';
import { isMarked, markManager, markOf } from './shared-objects.js';

/** A change that has to wait. */
type Blocked = Extract<Keeping, { readonly action: 'blocked' }>;

/** Another run may write now. */
const LEASE_LOST: Blocked = { action: 'blocked', reason: 'the Lease of the instance is lost; the next pass continues', wakeOn: [] };

/** Whether a write ended because another run may write now. */
export function isLeaseLost(error: unknown): error is PlatformMeshError {
  return error instanceof PlatformMeshError && error.code === 'lease-lost';
}

/** Why nothing may be written now; undefined where it may. */
export async function closedFor({ enter, mayWrite }: ApplyScope): Promise<Blocked | undefined> {
  const reason = await enter();
  if (reason !== undefined) return { action: 'blocked', reason, wakeOn: [] };
  return mayWrite() ? undefined : LEASE_LOST;
}

/** Writes one object if its decision needs a write, and puts the answer into the store. */
export async function writeObject(desired: DesiredObject, decision: Decision, scope: ApplyScope): Promise<Outcome> {
  const { target, object } = desired;
  const change: Omit<PlannedChange, 'planned'> = { target, id: refOf(object), object };
  try {
    const planned = await plannedFor(desired, decision, scope);
    if (!isWriting(planned)) return outcomeOf({ ...change, planned });
    const closed = await closedFor(scope);
    if (closed !== undefined) return outcomeOf({ ...change, planned: closed });
    const outcome = await carryOut({ ...change, planned }, desired, scope);
    if (desired.ownership === 'shared' && outcome.result === 'done') await mark(desired, scope);
    return outcome;
  } catch (error) {
    if (isLeaseLost(error)) return outcomeOf({ ...change, planned: LEASE_LOST });
    if (!isApiError(error)) throw error;
    const live = decision.kind === 'compare' ? decision.live : undefined;
    return outcomeOf({ ...change, planned: refusal(object, live, { ...scope.policy, recreate: false }, error) });
  }
}

async function plannedFor(desired: DesiredObject, decision: Decision, { placeOf, policy, owner }: ApplyScope): Promise<Planned> {
  if (decision.kind === 'nothing') return decision.planned;
  if (decision.kind === 'create') return { action: 'create', after: desired.object };
  return compare(desired, decision.live, { cluster: placeOf(desired.target).cluster, policy, owner });
}

function isWriting(planned: Planned): planned is Writing {
  return ['create', 'update', 'adopt', 'recreate'].includes(planned.action);
}

async function carryOut(
  change: PlannedChange & { readonly planned: Writing },
  desired: DesiredObject,
  scope: ApplyScope,
): Promise<Outcome> {
  const { planned } = change;
  const { cluster, store } = scope.writing(desired.target);
  if (planned.action === 'recreate') return recreate(change, planned.before, scope);
  const apply = async (force: boolean): Promise<KubernetesObject> =>
    cluster.apply(desired.object, { fieldManager: desired.fieldManager, force });
  if (planned.action === 'create') {
    store.record(await apply(false));
    return { ...change, result: 'done' };
  }
  const { takeover, before, isForced } = planned;
  if (takeover) await cluster.jsonPatch(refOf(before), takeover.patch, { fieldManager: desired.fieldManager });
  const written = await apply(isForced);
  store.record(hasEmptied(desired.object, written) ? await apply(isForced) : written);
  return { ...change, result: 'done' };
}

/** Deletes the object; a later pass creates it again when it is gone. */
async function recreate(change: PlannedChange, before: KubernetesObject, { writing }: ApplyScope): Promise<Outcome> {
  const { cluster, store } = writing(change.target);
  const { uid } = before.metadata;
  if ((await cluster.delete(refOf(before), { propagation: 'Background', preconditions: { uid } })) !== 'terminating') store.forget(before);
  return { ...change, result: 'waiting' };
}

/** Says on a shared object that this owner uses it. */
async function mark({ target, object }: DesiredObject, { writing, owner }: ApplyScope): Promise<void> {
  const { cluster, store } = writing(target);
  const observed = store.observe(refOf(object));
  if (observed.state !== 'present' || isMarked(observed.object, owner)) return;
  store.record(await cluster.apply(withUid(markOf(object, owner, true), observed.object), { fieldManager: markManager(owner) }));
}

/** The UID makes sure that the patch does not change a new object of the same name. */
export function withUid(object: KubernetesObject, { metadata: { uid } }: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, ...(uid === undefined ? {} : { uid }) } };
}
