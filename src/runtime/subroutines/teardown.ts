import { PlatformMeshError } from '../../errors.js';
import { describeObject, type ObjectRef } from '../../kubernetes/index.js';
import type { Outcome, PlannedChange } from '../apply/index.js';
import { isApiError } from '../cluster/index.js';
import { CLUSTER_TARGETS, isClusterTarget, type InstanceContext, type KcpRemoval } from './context.js';
import { removeDeployed, deployedObjects } from './deployment/teardown.js';
import { removeFeatureToggles, STEP as TOGGLES } from './feature-toggles/feature-toggles.js';
import { appliedRefs, appliedWorkspaces, forgetTargets, knownTargets, type InventoryStep } from './inventories.js';
import { connectedKcp } from './kcp-setup/connection.js';
import { removeFromKcp } from './kcp-setup/kcp-teardown.js';
import { removeConnections } from './provider-secret/connections-teardown.js';
import { STEP as CONNECTIONS } from './provider-secret/observe-connections.js';
import type { StepResult } from './step-result.js';

/** The steps with objects in kcp; KcpSetup has no name of its own among them. */
const STEPS: readonly (InventoryStep | undefined)[] = [undefined, CONNECTIONS, TOGGLES];

/** A step, and the targets in which it has applied objects. */
type AppliedStep = readonly [step: InventoryStep | undefined, targets: readonly string[]];

/** kcp needs so long to delete a workspace, in milliseconds; then it is told what holds it. */
const HANGING = 10_000;

/** What came of a pass of a deletion. */
export interface TeardownResult {
  readonly outcomes: readonly Outcome[];
  /** Why the pass ended before it came to everything; a later one may go on. @default - it came to everything */
  readonly interruption?: string;
}

/**
 * One pass of a deletion: what the inventories name in kcp, then the kubeconfigs of services, then what is deployed. kcp and the
 * operators live until what they have to finalize is gone, and the operators keep their kubeconfigs until then.
 *
 * @throws {PlatformMeshError} `nothing-applied` when there is nothing to delete
 */
export async function teardown(context: InstanceContext, removal: KcpRemoval): Promise<TeardownResult> {
  const isFirst = context.memory.inventories === undefined;
  context.memory.inventories = await knownTargets(context, CLUSTER_TARGETS);
  const failure = [...context.memory.inventories.values()].find((known) => known instanceof PlatformMeshError);
  if (failure instanceof PlatformMeshError) {
    if (isFirst || !mayPass(failure)) throw failure;
    return { outcomes: [], interruption: failure.message };
  }
  const applied = await appliedSteps(context);
  const deployed = await deployedObjects(context);
  if (isFirst && deployed.isEmpty && applied.every(([, targets]) => targets.length === 0)) throw nothingApplied(context);
  const first = await clearKcp(context, removal, applied);
  const isHeld = first.interruption !== undefined || isOpen(first.outcomes);
  const [second, failed] = await attempt(() => removeConnections(context, isHeld));
  const isHeldBySecond = isHeld || failed !== undefined || isOpen(second);
  const third = await removeDeployed(context, deployed, isHeldBySecond);
  const interruption = first.interruption ?? failed;
  return { outcomes: [...first.outcomes, ...second, ...third], ...(interruption === undefined ? {} : { interruption }) };
}

/** What a deletion would do. */
export interface TeardownPlan {
  /** What would go, and what would stay, in the order of the deletion. */
  readonly changes: readonly PlannedChange[];
  /** Why nothing can be said of kcp. @default - kcp was asked, or there is nothing in it */
  readonly kcpUnknown?: string;
}

/**
 * What a deletion would do; nothing is written.
 *
 * @throws {PlatformMeshError} `nothing-applied` when there is nothing to delete
 */
export async function previewTeardown(context: InstanceContext, removal: KcpRemoval): Promise<TeardownPlan> {
  context.memory.inventories = await knownTargets(context, CLUSTER_TARGETS);
  for (const known of context.memory.inventories.values()) if (known instanceof PlatformMeshError) throw known;
  const applied = await appliedSteps(context);
  const deployed = await deployedObjects(context);
  if (deployed.isEmpty && applied.every(([, targets]) => targets.length === 0)) throw nothingApplied(context);
  const kcp = await previewKcp(context, removal, applied);
  const [connections] = await attempt(() => removeConnections(context, true));
  return { ...kcp, changes: [...kcp.changes, ...connections, ...(await removeDeployed(context, deployed, true))] };
}

async function previewKcp(context: InstanceContext, removal: KcpRemoval, applied: readonly AppliedStep[]): Promise<TeardownPlan> {
  const inKcp = workspacesOf(applied);
  if (inKcp.every(([, targets]) => targets.length === 0)) return { changes: [] };
  if (removal.orphan) {
    for (const [step, targets] of inKcp) context.memory.inventories = await knownTargets(context, targets, step);
    return {
      changes: inKcp.flatMap(([step, targets]) =>
        targets.flatMap((target) => appliedRefs(target, context, step).map((ref) => orphaned(target, ref))),
      ),
    };
  }
  const notConnected = await connectedKcp(context);
  if (notConnected?.kind === 'failed') throw notConnected.error;
  if (notConnected) return { changes: [], kcpUnknown: notConnected.message ?? '' };
  const [changes, failed] = await attempt(async () => [
    ...(await removeFeatureToggles(context, true)),
    ...(await removeFromKcp(context, removal, true)),
  ]);
  return { changes, ...(failed === undefined ? {} : { kcpUnknown: failed }) };
}

async function appliedSteps(context: InstanceContext): Promise<readonly AppliedStep[]> {
  return Promise.all(STEPS.map(async (step): Promise<AppliedStep> => [step, await appliedWorkspaces(context, step)]));
}

function workspacesOf(applied: readonly AppliedStep[]): readonly AppliedStep[] {
  return applied.map(([step, targets]): AppliedStep => [step, targets.filter((target) => !isClusterTarget(target))]);
}

/** What is in kcp goes, or is forgotten. */
async function clearKcp(context: InstanceContext, removal: KcpRemoval, applied: readonly AppliedStep[]): Promise<TeardownResult> {
  const inKcp = workspacesOf(applied);
  if (inKcp.every(([, targets]) => targets.length === 0)) return { outcomes: [] };
  if (removal.orphan) return orphanAll(context, inKcp);
  const notConnected = await connectedKcp(context);
  if (notConnected?.kind === 'failed') throw notConnected.error;
  if (notConnected) return unreachable(context, notConnected.message ?? '');
  const [outcomes, failed] = await attempt(async () => [
    ...(await removeFeatureToggles(context)),
    ...(await removeFromKcp(context, removal)),
  ]);
  if (failed !== undefined) return unreachable(context, failed);
  const hanging = outcomes.flatMap((outcome) => hangingText(outcome, context.now()) ?? []);
  const [message] = hanging;
  tell(context, message === undefined ? { kind: 'done' } : { kind: 'waiting', reason: 'Terminating', message, wakeOn: [] });
  return { outcomes };
}

/** What holds a workspace that should be gone by now. */
function hangingText({ id, planned, result }: Outcome, now: Date): string | undefined {
  if (result !== 'waiting' || planned.action !== 'prune' || planned.heldBy === undefined) return undefined;
  const since = Date.parse(planned.before.metadata.deletionTimestamp ?? '');
  return now.getTime() - since < HANGING ? undefined : `${describeObject(id)} is being deleted: ${planned.heldBy}`;
}

/** Nothing goes before kcp answers: what is deployed may be kcp itself. */
function unreachable(context: InstanceContext, reason: string): TeardownResult {
  const message = `what is in kcp cannot be deleted: ${reason}; --orphan-kcp leaves it there`;
  tell(context, { kind: 'waiting', reason: 'Unreachable', message, wakeOn: [] });
  return { outcomes: [], interruption: message };
}

function tell(context: InstanceContext, result: StepResult): void {
  context.emit({ type: 'step', step: 'KcpsetupSubroutine', result });
}

/** The objects stay in kcp, and their inventories go. */
async function orphanAll(context: InstanceContext, applied: readonly AppliedStep[]): Promise<TeardownResult> {
  const forgotten = [];
  for (const [step, targets] of applied) forgotten.push(await forgetTargets(context, targets, step));
  const outcomes = forgotten.flatMap(({ refs }) => refs).map(({ target, ref }) => orphaned(target, ref));
  for (const outcome of outcomes) context.emit({ type: 'outcome', outcome });
  const locked = forgotten.find((each) => each.locked !== undefined)?.locked;
  return { outcomes, ...(locked === undefined ? {} : { interruption: locked }) };
}

function orphaned(target: string, id: ObjectRef): Outcome {
  const { apiVersion, kind, name, namespace } = id;
  const before = { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
  return { target, id, planned: { action: 'orphan', before, reason: 'it is left in kcp' }, result: 'done' };
}

function isOpen(outcomes: readonly Outcome[]): boolean {
  return outcomes.some(({ result }) => result !== 'done');
}

/** What came of it, or why it may go on later. */
async function attempt(run: () => Promise<readonly Outcome[]>): Promise<readonly [readonly Outcome[], string?]> {
  try {
    return [await run()];
  } catch (error) {
    if (error instanceof PlatformMeshError && mayPass(error)) return [[], error.message];
    throw error;
  }
}

function mayPass(error: PlatformMeshError): boolean {
  return isApiError(error) && error.retryable;
}

function nothingApplied({ instance, clusters }: InstanceContext): PlatformMeshError {
  return new PlatformMeshError(
    'nothing-applied',
    `PlatformMesh ${instance.namespace}/${instance.name}: no inventory of it exists on cluster "${clusters.runtime.name}"`,
    {
      hint: 'check name, namespace and cluster; an installation of the Go operator has no inventory until apply takes it over',
    },
  );
}
