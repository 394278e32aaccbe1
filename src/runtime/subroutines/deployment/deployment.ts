import { PlatformMeshError } from '../../../errors.js';
import { describeObject, groupOf, keyOf, refOf, type ObjectRef } from '../../../kubernetes/index.js';
import { gateOf, gateReadiness, readinessOf } from '../../../readiness/index.js';
import type { RuntimeValues } from '../../../profile/index.js';
import {
  changeSet,
  execute,
  isLeaseLost,
  planChanges,
  type ApplyScope,
  type ChangeSet,
  type DesiredObject,
  type KnownInventories,
  type ObservedState,
  type Outcome,
  type PlannedChange,
} from '../../apply/index.js';
import { isApiError, type Observation } from '../../cluster/index.js';
import { CLUSTER_TARGETS, FIELD_MANAGER, storeOf, type InstanceContext, type KnownTarget, type ReconcileContext } from '../context.js';
import type { StepResult, Subroutine } from '../step-result.js';
import { ensureWebhook } from './authorization-webhook.js';
import { desiredObjects, refsByTarget, renderForClusters } from './desired.js';
import { handoverTo } from './handover.js';
import { knownTargets, placeOf, reachableTargets, writingPlace } from './inventories.js';
import { observedValues, observeValues } from './observed-values.js';
import { withOtherPlatforms } from './shared-project.js';
import type { WebhookResult } from './webhook-result.js';

/** New values change objects, whose status gives new values. This is the limit of rounds in one pass. */
const ROUNDS = 10;

/** Applies the manifests of the clusters, prunes objects that left the profile, and gives kcp the kubeconfig of its webhook. */
export const deployment: Subroutine = {
  conditionType: 'DeploymentSubroutine',
  run: (context) => run(context).catch(leaseLost),
};

async function run(context: ReconcileContext): Promise<StepResult> {
  const outcomes = await deploy(context);
  if (context.stop.aborted) return { kind: 'waiting', reason: 'Stopped', message: 'the run was stopped', wakeOn: [] };
  const webhook = certificateToCome(outcomes, context) ?? (await ensureWebhook(context));
  context.emit({ type: 'webhook', result: webhook });
  const result = resultOf(outcomes);
  if (result.kind === 'failed') return result;
  if (webhook.result === 'failed') return { kind: 'failed', error: webhook.error };
  if (result.kind === 'done' && webhook.result === 'waiting')
    return {
      kind: 'waiting',
      reason: webhook.isRestarting ? 'KcpRestarting' : 'AuthorizationWebhook',
      message: webhook.reason,
      wakeOn: [],
      requeueAfter: 2000,
    };
  return result;
}

/** After a lost lease, the next pass continues. */
function leaseLost(error: unknown): StepResult {
  if (!isLeaseLost(error)) throw error;
  return { kind: 'waiting', reason: 'LeaseLost', message: error.message, wakeOn: [], requeueAfter: 300 };
}

/** Before the kind Certificate exists, nobody has issued a CA bundle: a Secret of that name is from a former platform. */
function certificateToCome(outcomes: readonly Outcome[], context: ReconcileContext): WebhookResult | undefined {
  const blocked = outcomes.find(
    ({ id }) => groupOf(id.apiVersion) === 'cert-manager.io' && storeOf(context, 'runtime').observe(id).state === 'unserved',
  );
  return blocked && { result: 'waiting', reason: `${describeObject(blocked.id)} cannot be created yet: no API server serves its kind` };
}

async function deploy(context: ReconcileContext): Promise<readonly Outcome[]> {
  await observeInstance(context);
  if (isNew(context)) await context.lease.prepare?.();
  let values = observedValues(context);
  for (let round = 1; ; round += 1) {
    const desired = await desiredFor(values, context);
    context.emit({ type: 'desired', objects: desired });
    const outcomes = await applyOnce(desired, context);
    const next = observedValues(context);
    if (JSON.stringify(next) === JSON.stringify(values) || context.stop.aborted) return outcomes;
    if (round === ROUNDS)
      throw new PlatformMeshError(
        'unstable-values',
        `values that OCM resolves changed in each of ${ROUNDS} rounds: ${differing(values, next)}`,
        { hint: 'two controllers may be writing the same OCM Resource' },
      );
    values = next;
  }
}

/** Reads the inventories and the OCM Resources. */
async function observeInstance(context: ReconcileContext): Promise<void> {
  const [known] = await Promise.all([knownTargets(context), observeValues(context)]);
  context.memory.inventories = known;
}

/** Whether nothing was applied to any cluster yet. */
function isNew(context: ReconcileContext): boolean {
  const known = [...reachableTargets(context).values()];
  return known.length > 0 && known.every(({ own }) => own.version === '');
}

/** Renders, and reads every object that is desired or was applied before. */
async function desiredFor(values: RuntimeValues, context: ReconcileContext): Promise<readonly DesiredObject[]> {
  context.memory.values = values;
  const desired = desiredObjects(renderForClusters(context.blueprint, values));
  const refs = refsByTarget(desired);
  await Promise.all(
    CLUSTER_TARGETS.map(async (target) => {
      const known = context.memory.inventories?.get(target);
      const applied = known && !(known instanceof PlatformMeshError) ? [...known.own.entries.values()].map(({ ref }) => ref) : [];
      const after = desired.flatMap((object) => (target === 'infra' ? (object.after ?? []) : []));
      await storeOf(context, target).ensure({ refs: [...(refs.get(target) ?? []), ...applied, ...after] });
    }),
  );
  const { namespace, name } = context.instance;
  const observe = ({ target, object }: DesiredObject): Observation => storeOf(context, target).observe(refOf(object));
  return desired.map((each) => withOtherPlatforms(each, observe, `${namespace}/${name}`));
}

/** One pass over desired objects that are observed already. */
export async function applyOnce(desired: readonly DesiredObject[], context: InstanceContext): Promise<readonly Outcome[]> {
  const { set, scope, known } = changeSetOf(desired, context);
  const inventories: KnownInventories = new Map([...known].map(([target, { own }]) => [target, own]));
  const outcomes = await execute(set, inventories, scope, (outcome) => context.emit({ type: 'outcome', outcome }));
  const all = context.memory.inventories ?? new Map<string, KnownTarget>();
  context.memory.inventories = new Map([...all].map(([target, entry]) => [target, withOwn(entry, inventories.get(target))]));
  return outcomes;
}

function withOwn(entry: KnownTarget | PlatformMeshError, own: KnownTarget['own'] | undefined): KnownTarget | PlatformMeshError {
  return own === undefined || entry instanceof PlatformMeshError ? entry : { ...entry, own };
}

/** What a pass would do, by a dry run. */
export async function previewDeployment(context: ReconcileContext): Promise<readonly PlannedChange[]> {
  await observeInstance(context);
  const desired = await desiredFor(observedValues(context), context);
  const { set, scope } = changeSetOf(desired, context);
  return planChanges(set, scope);
}

function changeSetOf(
  desired: readonly DesiredObject[],
  context: InstanceContext,
): { readonly set: ChangeSet; readonly scope: ApplyScope; readonly known: ReadonlyMap<string, KnownTarget> } {
  const known = reachableTargets(context);
  const scope = scopeOf(context, handoverTo(desired));
  return { set: changeSet(desired, stateOf(context, known, scope), context.policy), scope, known };
}

/** The targets of objects, and the rules for writes. */
export function scopeOf(context: InstanceContext, handover?: ApplyScope['handover']): ApplyScope {
  const { policy, stop, lease, instance } = context;
  return {
    writing: (target) => writingPlace(placeOf(context, target), lease.lost),
    placeOf: (target) => placeOf(context, target),
    targets: CLUSTER_TARGETS,
    fieldManager: FIELD_MANAGER,
    owner: `${instance.namespace}/${instance.name}`,
    policy,
    stop,
    enter: () => lease.enter(),
    mayWrite: () => lease.mayWrite(),
    closedGate: (target, ref) => (gateOf(ref) ? reasonBy(gateReadiness, context, target, ref) : undefined),
    ...(handover ? { handover } : {}),
  };
}

/** The observed state, for decisions. */
export function stateOf(context: InstanceContext, known: ReadonlyMap<string, KnownTarget>, scope: ApplyScope): ObservedState {
  const unreachable = (target: string): PlatformMeshError | undefined => {
    const entry = context.memory.inventories?.get(target);
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
    fieldManager: FIELD_MANAGER,
    owner: scope.owner,
    ...(scope.handover ? { handover: scope.handover } : {}),
  };
}

/** Why an object is not ready by a rule; undefined if it is ready. */
function reasonBy(rule: typeof gateReadiness, context: InstanceContext, target: string, ref: ObjectRef): string | undefined {
  const observed = storeOf(context, target).observe(ref);
  if (observed.state !== 'present') return `it waits for ${describeObject(ref)}`;
  return rule(observed.object).state === 'ready' ? undefined : `it waits for ${describeObject(ref)}, which is not ready yet`;
}

/** The result of the subroutine, by its outcomes. */
export function resultOf(outcomes: readonly Outcome[]): StepResult {
  const waiting = outcomes.filter(({ result }) => result === 'waiting' || result === 'stopped');
  const failed = outcomes.find(({ result }) => result === 'failed');
  if (failed?.error && waiting.length === 0) return { kind: 'failed', error: failed.error };
  const [first] = waiting;
  if (!first) return { kind: 'done' };
  const isServerBusy = waiting.some(({ planned }) => planned.action === 'blocked' && planned.error !== undefined);
  return {
    kind: 'waiting',
    reason: 'Waiting',
    message: `${describeObject(first.id)}: ${first.planned.action === 'blocked' ? first.planned.reason : 'it is not gone yet'}${waiting.length === 1 ? '' : `, and ${waiting.length - 1} more`}`,
    wakeOn: [...new Map(waiting.map(({ id }) => [keyOf(id), id])).values()],
    ...(isServerBusy ? { requeueAfter: 1000 } : {}),
  };
}

function differing(before: RuntimeValues, after: RuntimeValues): string {
  const [one, other] = [before.ocmResources ?? {}, after.ocmResources ?? {}];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]))
    .join(', ');
}
