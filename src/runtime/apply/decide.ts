import { PlatformMeshError } from '../../errors.js';
import { describeObject, keyOf, refOf, type KubernetesObject } from '../../kubernetes/index.js';
import type { Observation } from '../cluster/index.js';
import type { DesiredObject } from './desired-object.js';
import { isApplied, takeOver } from './fields/index.js';
import type { Keeping } from './planned-change.js';
import { isKnownFromServer, knownAnswer, rememberAnswer } from './known-answers.js';
import { isMarked } from './shared-objects.js';

/** What the observed state alone says about a desired object. */
export type Decision =
  | { readonly kind: 'nothing'; readonly planned: Keeping }
  /** The object does not exist. */
  | { readonly kind: 'create' }
  /** The object exists and may differ: the API server is asked. */
  | { readonly kind: 'compare'; readonly live: KubernetesObject };

/** What a decision needs besides the object. */
export interface DecisionContext {
  /** The owner of the desired objects, such as `mesh-system/mesh`. */
  readonly owner: string;
  /** Another owner that has applied the object, as messages name it. */
  readonly otherOwner: (target: string, key: string) => string | undefined;
  /** Why an object that must be ready first is not ready; undefined if it is. */
  readonly waitsFor: (desired: DesiredObject) => string | undefined;
}

/** Decides about one object. A pure function. */
export function decide(desired: DesiredObject, observation: Observation, context: DecisionContext): Decision {
  const { object, target, ownership, withheld } = desired;
  const owner = ownership === 'shared' ? undefined : context.otherOwner(target, keyOf(refOf(object)));
  if (owner !== undefined) return nothing({ action: 'failed', error: otherPlatform(desired, owner) });
  if (withheld !== undefined) return nothing({ action: 'blocked', reason: withheld, wakeOn: [] });
  switch (observation.state) {
    case 'present':
      return decideLive(desired, observation.object, context);
    case 'absent': {
      const reason = context.waitsFor(desired);
      return reason === undefined ? { kind: 'create' } : nothing({ action: 'blocked', reason, wakeOn: desired.after ?? [] });
    }
    case 'unserved':
      return nothing({ action: 'blocked', reason: observation.error.message, wakeOn: [refOf(object)] });
    case 'forbidden':
      return nothing({ action: 'failed', error: observation.error });
    case 'unreadable':
      return nothing({ action: 'blocked', reason: observation.error.message, wakeOn: [refOf(object)], error: observation.error });
    case 'unread':
      return nothing({ action: 'blocked', reason: 'the object has not been read yet', wakeOn: [refOf(object)] });
  }
}

function decideLive(desired: DesiredObject, live: KubernetesObject, { owner }: DecisionContext): Decision {
  if (live.metadata.deletionTimestamp !== undefined)
    return nothing({ action: 'blocked', reason: terminatingReason(live), wakeOn: [refOf(live)] });
  if (isUnchanged(desired, live) && hasMark(desired, live, owner)) return nothing({ action: 'unchanged', before: live });
  return desired.ownership === 'create-only'
    ? nothing({ action: 'skip', before: live, reason: 'it differs, and is only ever created' })
    : { kind: 'compare', live };
}

/** Whether a shared object says that the owner uses it; other objects need no mark. */
export function hasMark({ ownership }: DesiredObject, live: KubernetesObject, owner: string): boolean {
  return ownership !== 'shared' || isMarked(live, owner);
}

/** Whether an apply would certainly write nothing. If false, a dry run decides. */
export function isUnchanged(desired: DesiredObject, live: KubernetesObject): boolean {
  const known = knownAnswer(desired, live);
  if (known !== undefined) return known;
  const answer =
    isApplied(desired.object, live, desired.fieldManager) &&
    takeOver(desired.object, live, { fieldManager: desired.fieldManager, claims: desired.claims ?? [] }) === undefined;
  rememberAnswer(desired, live, answer);
  return answer || isKnownFromServer(desired, live);
}

function nothing(planned: Keeping): Decision {
  return { kind: 'nothing', planned };
}

function otherPlatform({ object }: DesiredObject, owner: string): PlatformMeshError {
  const name = owner.split('/').at(-1) ?? owner;
  return new PlatformMeshError('other-platform', `${describeObject(refOf(object))}: it belongs to ${owner}`, {
    hint:
      `give one of the two platforms another namespace; if ${name} is a former name of this platform, ` +
      `delete the ConfigMaps ${name}-inventory-*, and apply takes the objects over`,
  });
}

/** The API server accepts an apply to a terminating object, but the change goes with the object. */
function terminatingReason({ metadata: { finalizers = [] } }: KubernetesObject): string {
  return finalizers.length === 0
    ? 'it is being deleted'
    : `it is being deleted; ${finalizers.join(', ')} ${finalizers.length === 1 ? 'holds' : 'hold'} it`;
}
