import { PlatformMeshError } from '../../errors.js';
import { isLeaseLost, type Outcome } from '../apply/index.js';
import { teardown, type InstanceContext } from '../subroutines/index.js';
import { PassLock } from './pass-lock.js';
import { Progress, type RunListener } from './progress.js';
import { abortedAt, closeSession, openInstance, type InstanceSessionProps } from './session.js';
import { Waker } from './wake.js';

/** How a platform is deleted. */
export interface DeleteOptions extends Omit<InstanceSessionProps, 'emit' | 'signal'> {
  /** The command stops waiting at this time. */
  readonly deadline: Date;
}

/** Time between passes if no watch wakes the run, in milliseconds. */
const RETRY = 1_000;

/**
 * Deletes what `apply` created, in reverse order: custom resources, releases, sources; each wave when the one before is gone.
 * It deletes only objects that the inventories name and that are still ours.
 *
 * @throws {PlatformMeshError} `nothing-applied` when no inventory exists.
 */
export async function deletePlatform({ deadline, ...props }: DeleteOptions, listener: RunListener): Promise<readonly Outcome[]> {
  const progress = new Progress(listener);
  const signal = abortedAt(new Date(deadline.getTime() + RETRY));
  const lock = new PassLock(props.clusters.runtime, { ...props.instance, signal }, (message) => progress.emit({ type: 'locked', message }));
  const context = openInstance({ ...props, signal, lease: lock, emit: progress.emit });
  try {
    await passes(context, progress, { deadline, lock });
    progress.finish((outcome) => outcome);
    return progress.outcomes;
  } finally {
    closeSession(context);
  }
}

async function passes(
  context: InstanceContext,
  progress: Progress,
  { deadline, lock }: { readonly deadline: Date; readonly lock: PassLock },
): Promise<void> {
  const waker = new Waker(context.stores);
  try {
    for (;;) {
      waker.begin();
      const started = performance.now();
      progress.beginPass();
      const { isDone, isWhole = true, requeueAfter } = await teardownPass(context).finally(() => lock.leave());
      progress.endPass(isWhole);
      if (isDone || context.stop.aborted) return;
      if (progress.lock === undefined && !progress.outcomes.some(({ result }) => result === 'waiting')) return;
      context.stores.infra.watch();
      context.stores.runtime.watch();
      const woken = await waker.next({
        deadline,
        stop: context.stop,
        requeueAfter: progress.lock === undefined ? requeueAfter : 300,
        lastPass: performance.now() - started,
      });
      if (woken === 'stopped' || woken === 'deadline') return;
    }
  } finally {
    waker.close();
  }
}

/** What came of a pass. */
interface PassResult {
  readonly isDone: boolean;
  /** Whether the pass came to its end. @default true */
  readonly isWhole?: boolean;
  readonly requeueAfter?: number;
}

/** A server that is away for a moment ends nothing. */
async function teardownPass(context: InstanceContext): Promise<PassResult> {
  const outcomes = await teardown(context).catch((error: unknown) => {
    if (isLeaseLost(error)) return error;
    throw error;
  });
  if (outcomes instanceof PlatformMeshError) return { isDone: false, isWhole: false, requeueAfter: RETRY };
  const isDone = outcomes.every(({ result }) => result === 'done');
  return outcomes.some(({ planned }) => planned.action === 'prune' && planned.before.metadata.deletionTimestamp === undefined)
    ? { isDone, requeueAfter: RETRY }
    : { isDone };
}
