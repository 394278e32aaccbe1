import { PlatformMeshError } from '../../errors.js';
import { describeObject, groupOf, keyOf, type ObjectRef } from '../../kubernetes/index.js';
import { gateReadiness, holdsNextLevel, readinessOf } from '../../readiness/index.js';
import {
  changeSet,
  execute,
  isLeaseLost,
  planChanges,
  type ApplyPolicy,
  type ApplyScope,
  type ChangeSet,
  type DesiredObject,
  type KnownInventories,
  type ObservedState,
  type Outcome,
  type PlannedChange,
} from '../apply/index.js';
import { isApiError } from '../cluster/index.js';
import { storeOf, type InstanceContext, type KnownTarget } from './context.js';
import { inventoryKey, placeOf, reachableTargets, rememberOwn, writingPlace, type InventoryStep } from './inventories.js';
import type { StepResult } from './step-result.js';

/** What one step applies to. */
export interface Area {
  /** Every target in which the step may have objects. */
  readonly targets: readonly string[];
  /** Who we are in `managedFields` of what the step applies. */
  readonly fieldManager: string;
  /** Other names under which the step writes. @default - none */
  readonly otherManagers?: readonly string[];
  /** When objects go, among those that go. @default - as their kinds say */
  readonly deletionPlace?: ApplyScope['deletionPlace'];
  /** To what an object that goes hands over what it deployed. @default - to nothing */
  readonly handover?: ApplyScope['handover'];
  /** The step whose inventories count. @default - the one that applies to the target first */
  readonly step?: InventoryStep;
  /** What differs from the policy of the run. @default - nothing */
  readonly policy?: Partial<ApplyPolicy>;
}

/** One pass over desired objects that are observed already. */
export async function applyOnce(desired: readonly DesiredObject[], context: InstanceContext, area: Area): Promise<readonly Outcome[]> {
  const { set, scope, known } = changeSetOf(desired, context, area);
  const inventories: KnownInventories = new Map([...known].map(([target, { own }]) => [target, own]));
  const outcomes = await execute(set, inventories, scope, (outcome) => context.emit({ type: 'outcome', outcome }));
  rememberOwn(context, inventories, area.step);
  return outcomes;
}

/** What such a pass would do, by a dry run. */
export async function planOnce(desired: readonly DesiredObject[], context: InstanceContext, area: Area): Promise<readonly PlannedChange[]> {
  const { set, scope } = changeSetOf(desired, context, area);
  return planChanges(set, scope);
}

function changeSetOf(
  desired: readonly DesiredObject[],
  context: InstanceContext,
  area: Area,
): { readonly set: ChangeSet; readonly scope: ApplyScope; readonly known: ReadonlyMap<string, KnownTarget> } {
  const known = reachableTargets(context, area.targets, area.step);
  const scope = scopeOf(context, area, desired);
  return { set: changeSet(desired, stateOf(context, known, scope, area.step), scope.policy), scope, known };
}

/**
 * Where objects go, and by which rules.
 *
 * @param desired everything that is desired
 */
export function scopeOf(context: InstanceContext, area: Area, desired: readonly DesiredObject[] = []): ApplyScope {
  const { targets, fieldManager, otherManagers, deletionPlace, handover, step, policy: differences } = area;
  const { stop, lease, instance } = context;
  const policy = { ...context.policy, ...differences };
  const groups = new Set(desired.map(({ object }) => groupOf(object.apiVersion)));
  return {
    writing: (target) => writingPlace(placeOf(context, target, step), lease.lost),
    placeOf: (target) => placeOf(context, target, step),
    targets,
    fieldManager,
    owner: `${instance.namespace}/${instance.name}`,
    policy,
    stop,
    enter: () => lease.enter(),
    mayWrite: () => lease.mayWrite(),
    closedGate: (target, ref) => (holdsNextLevel(ref, groups) ? reasonBy(gateReadiness, context, target, ref) : undefined),
    ...(otherManagers ? { otherManagers } : {}),
    ...(deletionPlace ? { deletionPlace } : {}),
    ...(handover ? { handover } : {}),
  };
}

/** What is known, for decisions. */
export function stateOf(
  context: InstanceContext,
  known: ReadonlyMap<string, KnownTarget>,
  scope: ApplyScope,
  step?: InventoryStep,
): ObservedState {
  const unreachable = (target: string): PlatformMeshError | undefined => {
    const entry = context.memory.inventories?.get(inventoryKey(target, step));
    return entry instanceof PlatformMeshError ? entry : undefined;
  };
  return {
    observe: (target, ref) => {
      const error = unreachable(target);
      if (!error) return storeOf(context, target).observe(ref);
      return { state: isApiError(error) && error.retryable ? 'unreadable' : 'forbidden', error };
    },
    inventories: new Map([...known].map(([target, { own }]) => [target, own.entries])),
    otherOwner: (target, key) => {
      const owner = known.get(target)?.others.get(key);
      return owner && describeObject(owner);
    },
    clusterOf: (target) => scope.placeOf(target).cluster.id,
    waitsFor: ({ after = [] }) => after.map((ref) => reasonBy(readinessOf, context, 'infra', ref)).find((reason) => reason !== undefined),
    fieldManager: scope.fieldManager,
    ...(scope.otherManagers ? { otherManagers: scope.otherManagers } : {}),
    owner: scope.owner,
    ...(scope.handover ? { handover: scope.handover } : {}),
  };
}

/** Why an object that something waits for is not ready by a rule; undefined when it is. */
function reasonBy(rule: typeof gateReadiness, context: InstanceContext, target: string, ref: ObjectRef): string | undefined {
  const observed = storeOf(context, target).observe(ref);
  if (observed.state !== 'present') return `it waits for ${describeObject(ref)}, which does not exist yet`;
  return rule(observed.object).state === 'ready' ? undefined : `it waits for ${describeObject(ref)}, which is not ready yet`;
}

/** What a step comes to by its outcomes. */
export function resultOf(outcomes: readonly Outcome[]): StepResult {
  const waiting = outcomes.filter(({ result }) => result === 'waiting' || result === 'stopped');
  const failed = outcomes.find(({ result }) => result === 'failed');
  if (failed?.error && waiting.length === 0) return { kind: 'failed', error: failed.error };
  const [first] = waiting;
  if (!first) return { kind: 'done' };
  const reason = first.planned.action === 'blocked' ? first.planned.reason : 'it is not gone yet';
  const isServerBusy = waiting.some(({ planned }) => planned.action === 'blocked' && planned.error !== undefined);
  return {
    kind: 'waiting',
    reason: 'Waiting',
    message: `${describeObject(first.id)}: ${reason}${waiting.length === 1 ? '' : `, and ${waiting.length - 1} more`}`,
    wakeOn: [...new Map(waiting.map(({ id }) => [keyOf(id), id])).values()],
    ...(isServerBusy ? { requeueAfter: 1000 } : {}),
  };
}

/** The next pass goes on where this one ended. */
export function leaseLost(error: unknown): StepResult {
  if (!isLeaseLost(error)) throw error;
  return { kind: 'waiting', reason: 'LeaseLost', message: error.message, wakeOn: [], requeueAfter: 300 };
}
