import { InvalidInputError, type PlatformMeshError } from '../../errors.js';
import { describeObject, keyOf } from '../../kubernetes/index.js';
import { changesIn, type ObjectState } from '../../readiness/index.js';
import type { Outcome } from '../apply/index.js';
import { ApiError, isApiError } from '../cluster/index.js';
import {
  platformReadiness,
  reasonsOf,
  reconcile,
  type ConditionType,
  type ReconcileContext,
  type ReconcileResult,
  type WebhookResult,
} from '../subroutines/index.js';
import { PassLock } from './pass-lock.js';
import { Progress, type RunListener } from './progress.js';
import { abortedAt, closeSession, openSession, type SessionProps } from './session.js';
import { isApplied, isComingSoon, isReady, isRestarting, isStuckAt, isWhole, requeueAfter, stepsOn } from './step-results.js';
import { cpuTimer, Waker } from './wake.js';

/** How a platform is applied. */
export interface ApplyOptions extends Omit<SessionProps, 'emit' | 'signal'> {
  /** The command stops waiting at this time. */
  readonly deadline: Date;
  /** Steps that nobody asks for. Without the wait step the run ends when everything is applied. */
  readonly leftOut: readonly ConditionType[];
}

/** Why waiting ended; `stuck` is that nothing more becomes ready by itself. */
type WaitOutcome = 'ready' | 'stuck' | 'deadline' | 'aborted';

/** What came of a run. */
export interface ApplyResult {
  readonly outcomes: readonly Outcome[];
  readonly webhook: WebhookResult;
  /** Absent where nothing was waited for. */
  readonly wait?: { readonly outcome: WaitOutcome; readonly notReady: readonly ObjectState[] };
  /** Why what is not ready is not: a sentence for each object, down to the first cause. */
  readonly reasons: readonly string[];
  /** A step failed as a whole. */
  readonly error?: PlatformMeshError;
  /** Steps that wait for something at the end, in their order. */
  readonly waitingSteps: readonly WaitingStep[];
}

/** A step of the pipeline that waits. */
export interface WaitingStep {
  readonly step: ConditionType;
  readonly message: string;
}

/** Reasons of steps that outcomes of objects, or of the authorization webhook, tell as well. */
const TOLD = new Set(['Waiting', 'KcpRestarting', 'AuthorizationWebhook', 'Stopped']);

/** So long after its last write a run that does not wait leaves kcp to make what the rest goes into, in milliseconds. */
const COMING = 60_000;

/** Requests end so long after the deadline, in milliseconds: what was begun may finish. */
const GRACE = 1_500;

/**
 * Reconciles until the platform is ready, cannot become ready, or the deadline is over. Between two passes it sleeps
 * until a watch brings a change.
 */
export async function applyPlatform({ deadline, leftOut, ...props }: ApplyOptions, listener: RunListener): Promise<ApplyResult> {
  const progress = new Progress(listener);
  const wait = !leftOut.includes('WaitSubroutine');
  const signal = abortedAt(new Date(deadline.getTime() + GRACE), deadlineError(props.clusters.runtime.name));
  const lock = new PassLock(props.clusters.runtime, { ...props.blueprint.instance, signal }, (message) =>
    progress.emit({ type: 'locked', message }),
  );
  const context = openSession({ ...props, signal, lease: lock, emit: progress.emit });
  try {
    const end = await runUntilEnd(context, progress, { deadline, wait, leftOut, lock });
    progress.finish((outcome) => finalOf(outcome, end));
    const error = end.error === undefined ? {} : { error: end.error };
    const steps = waitingSteps(progress);
    const webhook: WebhookResult = leftOut.includes('DeploymentSubroutine') ? { result: 'unchanged' } : progress.webhook;
    const base = { outcomes: progress.outcomes, webhook, waitingSteps: steps, ...error };
    if (!wait || end.kind === 'failed' || !progress.outcomes.every(({ result }) => result !== 'failed')) return { ...base, reasons: [] };
    const notReady = end.kind === 'ready' ? [] : progress.states.filter(({ readiness }) => readiness.state !== 'ready');
    const outcome = WAIT_OUTCOMES[end.kind];
    return {
      ...base,
      wait: { outcome, notReady },
      reasons: end.kind === 'stopped' ? [] : [...steps.map(({ message }) => message), ...explained(notReady, progress, context)],
    };
  } finally {
    await closeSession(context);
  }
}

/** How a run ends. */
interface End {
  readonly kind: 'ready' | 'applied' | 'stuck' | 'failed' | 'deadline' | 'stopped';
  readonly error?: PlatformMeshError;
}

const WAIT_OUTCOMES: Readonly<Record<Exclude<End['kind'], 'failed'>, WaitOutcome>> = {
  ready: 'ready',
  applied: 'deadline',
  stuck: 'stuck',
  deadline: 'deadline',
  stopped: 'aborted',
};

async function runUntilEnd(
  context: ReconcileContext,
  progress: Progress,
  { deadline, wait, leftOut, lock }: Pick<ApplyOptions, 'deadline' | 'leftOut'> & { readonly wait: boolean; readonly lock: PassLock },
): Promise<End> {
  const waker = new Waker(context.changes);
  let lastChange = performance.now();
  try {
    for (let pass = 1; ; pass += 1) {
      waker.begin();
      const cpuTime = cpuTimer();
      const changes = progress.changes;
      progress.beginPass();
      const results = await reconcile(context, leftOut).finally(() => lock.leave());
      progress.endPass((target) => stepsOn(target).every((step) => leftOut.includes(step) || isWhole(results.get(step))));
      const hasProgressed = progress.changes > changes;
      if (hasProgressed) lastChange = performance.now();
      const isComing = isComingSoon(results) && performance.now() - lastChange < COMING;
      const end = await endOf(results, progress, context, { wait, hasProgressed, isComing });
      if (end) return end;
      context.stores.infra.watch();
      context.stores.runtime.watch();
      const woken = await waker.next({
        deadline,
        stop: context.stop,
        requeueAfter: requeueAfter(results, { isLocked: progress.lock !== undefined, changesIn: changesIn(progress.states), pass }),
        lastPass: cpuTime(),
      });
      if (woken === 'stopped' || woken === 'deadline') return { kind: woken };
    }
  } finally {
    waker.close();
  }
}

/** The result of a pass. */
interface Pass {
  readonly wait: boolean;
  /** Whether it wrote or deleted anything. */
  readonly hasProgressed: boolean;
  /** Whether what it waits for comes by itself, in seconds. */
  readonly isComing: boolean;
}

/** Why the run ends after a pass; undefined while it goes on. */
async function endOf(
  results: ReconcileResult,
  progress: Progress,
  context: ReconcileContext,
  { wait, hasProgressed, isComing }: Pass,
): Promise<End | undefined> {
  const failures = [...results.values()].flatMap((result) => (result.kind === 'failed' ? [result.error] : []));
  const invalid = failures.find((error) => error instanceof InvalidInputError);
  if (invalid) throw invalid;
  if (context.stop.aborted) return { kind: 'stopped' };
  if (progress.lock !== undefined || isRestarting(results)) return undefined;
  const isOpen = progress.outcomes.some(isProgressible);
  const failed = isOpen ? undefined : failureOf(failures, progress);
  if (failed) return failed;
  if (!wait) return isApplied(results) || !(isComing || (hasProgressed && isOpen)) ? appliedEnd(failures) : undefined;
  return readyOf(results, progress, context, hasProgressed);
}

/** What an apply that does not wait ends with: nobody tries again what failed. */
function appliedEnd([error]: readonly PlatformMeshError[]): End {
  return error ? { kind: 'failed', error } : { kind: 'applied' };
}

async function readyOf(
  results: ReconcileResult,
  progress: Progress,
  context: ReconcileContext,
  hasProgressed: boolean,
): Promise<End | undefined> {
  if (isReady(results)) return { kind: 'ready' };
  // Right after a write, what is known of an object may be about the time before.
  if (isStuckAt(results) && !hasProgressed) return { kind: 'stuck' };
  // While objects are still to be written, it is told already how the others are.
  if (!results.has('WaitSubroutine') && !progress.outcomes.some(({ result }) => result === 'failed')) await platformReadiness(context);
  return undefined;
}

/** A failure that no further pass changes. */
function failureOf(failures: readonly PlatformMeshError[], progress: Progress): End | undefined {
  const error = failures.find((each) => !isPassing(each));
  return error && { kind: 'failed', ...(isReported(error, progress) ? {} : { error }) };
}

/** Whether an object may still be written or deleted in this run. */
function isProgressible({ result, planned }: Outcome): boolean {
  return result === 'waiting' && !(planned.action === 'blocked' && planned.isPostponed === true);
}

/** Whether the same pass may succeed later. */
function isPassing(error: PlatformMeshError): boolean {
  return isApiError(error) && error.retryable;
}

function isReported(error: PlatformMeshError, progress: Progress): boolean {
  return progress.webhook.result === 'failed' || progress.outcomes.some((outcome) => outcome.error === error);
}

/** An object that the API server refused until the end failed. One that waits for something, or had no answer, still waits. */
function finalOf(outcome: Outcome, end: End): Outcome {
  const { planned, result } = outcome;
  if (end.kind === 'stopped' || result !== 'waiting' || planned.action !== 'blocked') return outcome;
  return planned.error === undefined || planned.error.code === 'timeout' ? outcome : { ...outcome, result: 'failed', error: planned.error };
}

/** What the steps wait for, but for what is told of objects already. */
function waitingSteps({ steps }: Progress): readonly WaitingStep[] {
  return [...steps].flatMap(([step, result]) =>
    step !== 'WaitSubroutine' && (result.kind === 'waiting' || result.kind === 'degraded') && !TOLD.has(result.reason)
      ? [{ step, message: result.message }]
      : [],
  );
}

function explained(notReady: readonly ObjectState[], { outcomes, related }: Progress, { stores }: ReconcileContext): readonly string[] {
  const blocked = new Map(
    outcomes.flatMap(({ id, planned }) =>
      planned.action === 'blocked' ? [[keyOf(id), `${describeObject(id)}: ${planned.reason}`] as const] : [],
    ),
  );
  const silent = [
    ...new Set(
      [...stores.infra.interruptions(), ...stores.runtime.interruptions()].map(
        ({ message }) => `the observed state may be out of date: ${message}`,
      ),
    ),
  ];
  return [...reasonsOf(notReady, related, blocked), ...silent];
}

function deadlineError(cluster: string): ApiError {
  return new ApiError({ code: 'timeout', subject: 'the API server', text: 'did not answer before the deadline', cluster, retryable: true });
}
