import {
  CONNECTIONS_WAITING,
  EXTRA_WORKSPACES,
  isClusterTarget,
  type ConditionType,
  type ReconcileResult,
  type StepResult,
} from '../subroutines/index.js';

/** Reasons with which a step ends before it has looked at everything. */
const ENDED_EARLY = new Set(['LeaseLost', 'RootShardNotReady', 'FrontProxyNotReady', 'KcpAdminSecret', 'Unreachable']);

/** The steps that decide about the objects in a target. */
export function stepsOn(target: string): readonly ConditionType[] {
  return isClusterTarget(target) ? ['DeploymentSubroutine'] : ['KcpsetupSubroutine', 'FeatureToggleSubroutine'];
}

/** Whether a step looked at all of its objects; one that it does not name is then gone, or no longer desired. */
export function isWhole(result: StepResult | undefined): boolean {
  return result !== undefined && result.kind !== 'failed' && !(result.kind === 'waiting' && ENDED_EARLY.has(result.reason));
}

/** Whether a step waits for what comes by itself, as a workspace that kcp is making. */
export function isComingSoon(results: ReconcileResult): boolean {
  return [...results.values()].some((result) => result.kind === 'waiting' && result.isComing === true);
}

/** Whether an apply with `--no-wait` has done what it can. */
export function isApplied(results: ReconcileResult): boolean {
  return [...results.values()].every(({ kind }) => kind === 'done' || kind === 'degraded');
}

/** Whether everything is ready, and no earlier step of the same pass says that something is still to come. */
export function isReady(results: ReconcileResult): boolean {
  return isWaitDone(results) && !isOutdated(results) && !isDegraded(results, 'ProvidersecretSubroutine', CONNECTIONS_WAITING);
}

/** Whether the pods of kcp restart. */
export function isRestarting(results: ReconcileResult): boolean {
  const result = results.get('DeploymentSubroutine');
  return result?.kind === 'waiting' && result.reason === 'KcpRestarting';
}

/** Whether nothing that is not ready becomes ready by itself. */
export function isStuckAt(results: ReconcileResult): boolean {
  const wait = results.get('WaitSubroutine');
  return wait?.kind === 'waiting' && wait.reason === 'Stuck';
}

/** Whether the extra workspaces became ready after the step that found them not ready, but before the wait step of that pass. */
function isOutdated(results: ReconcileResult): boolean {
  return isWaitDone(results) && isDegraded(results, 'KcpsetupSubroutine', EXTRA_WORKSPACES);
}

function isWaitDone(results: ReconcileResult): boolean {
  return results.get('WaitSubroutine')?.kind === 'done';
}

function isDegraded(results: ReconcileResult, step: ConditionType, reason: string): boolean {
  const result = results.get(step);
  return result?.kind === 'degraded' && result.reason === reason;
}

/** Backoff between passes if no watch wakes the run, in milliseconds; the last one repeats. */
const RETRY = [250, 500, 1000, 2000, 5000];

/** Steps whose `requeueAfter` is exact: the next thing that they do may be days away. */
const EXACT: ReadonlySet<ConditionType> = new Set(['ProvidersecretSubroutine', 'WaitSubroutine']);

/** How soon the next pass looks again whether nothing more becomes ready, in milliseconds. */
const STUCK = 2000;

/** How soon the next pass tries again to take the Lease from another run, in milliseconds. */
const LOCKED = 300;

/** What besides the results decides when the next pass begins. */
interface RequeueOptions {
  /** Whether another run holds the Lease. */
  readonly isLocked: boolean;
  /** When the readiness of an object changes by time alone, in milliseconds. */
  readonly changesIn: number | undefined;
  /** Number of the pass, from 1. */
  readonly pass: number;
}

/** When the next pass begins if no watch wakes the run before, in milliseconds; undefined if only a watch does. */
export function requeueAfter(results: ReconcileResult, { isLocked, changesIn, pass }: RequeueOptions): number | undefined {
  if (isLocked) return LOCKED;
  const retry = RETRY[Math.min(pass, RETRY.length) - 1] ?? 0;
  const after = [...results].flatMap(([step, result]) => {
    if (result.kind === 'failed') return [retry];
    if (result.requeueAfter === undefined) return [];
    return [result.kind === 'done' || EXACT.has(step) ? result.requeueAfter : Math.min(result.requeueAfter, retry)];
  });
  const times = [...after, isOutdated(results) ? retry : undefined, isStuckAt(results) ? STUCK : undefined, changesIn];
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
