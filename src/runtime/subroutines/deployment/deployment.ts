import { PlatformMeshError } from '../../../errors.js';
import { describeObject, groupOf, refOf } from '../../../kubernetes/index.js';
import type { RuntimeValues } from '../../../profile/index.js';
import type { DesiredObject, Outcome, PlannedChange } from '../../apply/index.js';
import type { Observation } from '../../cluster/index.js';
import { CLUSTER_TARGETS, FIELD_MANAGER, storeOf, type ReconcileContext } from '../context.js';
import { knownTargets, reachableTargets } from '../inventories.js';
import { applyOnce, leaseLost, planOnce, resultOf, type Area } from '../pass.js';
import type { StepResult } from '../step-result.js';
import type { Subroutine } from '../subroutine.js';
import { ensureWebhook } from './authorization-webhook.js';
import { desiredObjects, refsByTarget, renderForClusters } from './desired.js';
import { handoverTo } from './handover.js';
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

/** Nobody issues a CA bundle before the kind of the certificate exists: a Secret of its name is of a former platform. */
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
    const outcomes = await applyOnce(desired, context, areaOf(desired));
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
  const [known] = await Promise.all([knownTargets(context, CLUSTER_TARGETS), observeValues(context)]);
  context.memory.inventories = known;
}

/** Whether nothing was applied to any cluster yet. */
function isNew(context: ReconcileContext): boolean {
  const known = [...reachableTargets(context, CLUSTER_TARGETS).values()];
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

/** What a pass would do, by a dry run. */
export async function previewDeployment(context: ReconcileContext): Promise<readonly PlannedChange[]> {
  await observeInstance(context);
  const desired = await desiredFor(observedValues(context), context);
  return planOnce(desired, context, areaOf(desired));
}

/** The clusters, where what Argo CD takes over from Flux is handed over. */
function areaOf(desired: readonly DesiredObject[]): Area {
  return { targets: CLUSTER_TARGETS, fieldManager: FIELD_MANAGER, handover: handoverTo(desired) };
}

function differing(before: RuntimeValues, after: RuntimeValues): string {
  const [one, other] = [before.ocmResources ?? {}, after.ocmResources ?? {}];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]))
    .join(', ');
}
