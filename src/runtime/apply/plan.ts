import pMap from 'p-map';
import { refOf } from '../../kubernetes/index.js';
import { isApiError } from '../cluster/index.js';
import type { ChangeSet, DecidedObject } from './change-set.js';
import { compare, refusal } from './compare.js';
import { afterTakeOver, foreignFields } from './fields/index.js';
import type { Planned, PlannedChange } from './planned-change.js';
import { PARALLEL, type ApplyScope } from './scope.js';

/**
 * The planned changes, by a dry run: desired objects in their order, then objects that are no longer desired.
 *
 * What is behind a closed gate is created without a dry run. It may need what the gate stands for, such as the export that a type
 * of workspaces binds, and the server would refuse it.
 */
export async function planChanges(set: ChangeSet, scope: ApplyScope): Promise<readonly PlannedChange[]> {
  const gate = set.levels.findIndex((level) =>
    level.some(({ desired: { target, object } }) => scope.closedGate(target, refOf(object)) !== undefined),
  );
  const open = gate === -1 ? set.levels.length : gate + 1;
  const changes = await pMap(
    set.levels.flatMap((level, index) => level.map((decided) => ({ decided, isOpen: index < open }))),
    ({ decided, isOpen }) => (isOpen ? planOne(decided, scope) : (createdLater(decided) ?? planOne(decided, scope))),
    { concurrency: PARALLEL },
  );
  return [...changes, ...(scope.policy.prune ? set.candidates : [])];
}

function createdLater({ desired: { target, object }, decision }: DecidedObject): PlannedChange | undefined {
  return decision.kind === 'create' ? { target, id: refOf(object), object, planned: { action: 'create', after: object } } : undefined;
}

async function planOne(decided: DecidedObject, scope: ApplyScope): Promise<PlannedChange> {
  const { target, object, fieldManager, claims } = decided.desired;
  const planned = await ask(decided, scope);
  // A plan does not retry: a request that fails for now is a failure.
  const stays =
    'before' in planned
      ? foreignFields(object, afterTakeOver(planned.before, 'takeover' in planned ? planned.takeover : undefined), fieldManager, claims)
      : [];
  return {
    target,
    id: refOf(object),
    object,
    planned: planned.action === 'blocked' && planned.error ? { action: 'failed', error: planned.error } : planned,
    ...(stays.length > 0 ? { stays } : {}),
  };
}

async function ask({ desired, decision }: DecidedObject, { placeOf, policy, owner }: ApplyScope): Promise<Planned> {
  if (decision.kind === 'nothing') return decision.planned;
  const { cluster } = placeOf(desired.target);
  const live = decision.kind === 'compare' ? decision.live : undefined;
  try {
    if (live) return await compare(desired, live, { cluster, policy, owner });
    return { action: 'create', after: await cluster.apply(desired.object, { fieldManager: desired.fieldManager, dryRun: true }) };
  } catch (error) {
    if (isApiError(error)) return refusal(desired.object, live, policy, error);
    throw error;
  }
}
