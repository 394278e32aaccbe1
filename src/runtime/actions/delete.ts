import { PlatformMeshError } from '../../errors.js';
import { isLeaseLost, type Outcome } from '../apply/index.js';
import { teardown, type InstanceContext, type KcpRemoval, type TeardownResult } from '../subroutines/index.js';
import { PassLock } from './pass-lock.js';
import { Progress, type RunListener } from './progress.js';
import { abortedAt, closeSession, openInstance, type InstanceSessionProps } from './session.js';
import { cpuTimer, Waker } from './wake.js';

/** How a platform is deleted. */
export interface DeleteOptions extends Omit<InstanceSessionProps, 'emit' | 'signal'> {
  /** The command stops waiting at this time. */
  readonly deadline: Date;
  /** What becomes of kcp. */
  readonly removal: KcpRemoval;
}

/** What came of a deletion. */
export interface DeleteResult {
  readonly outcomes: readonly Outcome[];
  /** Why the deletion ended before it came to everything. @default - it came to everything */
  readonly interruption?: string;
}

/** Time between passes if no watch wakes the run, in milliseconds. */
const RETRY = 1_000;

/** How soon it is read again what holds workspaces, in milliseconds. No watch tells it. */
const READ_AGAIN = 2_000;

/**
 * Deletes what `apply` created, in reverse order: what is in kcp, kubeconfigs, custom resources, releases, sources; each wave when
 * the one before is gone. It deletes only objects that the inventories name and that are still ours.
 *
 * @throws {PlatformMeshError} `nothing-applied` when no inventory exists.
 */
export async function deletePlatform({ deadline, removal, ...props }: DeleteOptions, listener: RunListener): Promise<DeleteResult> {
  const progress = new Progress(listener);
  const signal = abortedAt(new Date(deadline.getTime() + RETRY));
  const lock = new PassLock(props.clusters.runtime, { ...props.instance, signal }, (message) => progress.emit({ type: 'locked', message }));
  const context = openInstance({ ...props, signal, lease: lock, emit: progress.emit });
  try {
    const interruption = await passes(context, progress, { deadline, lock, removal });
    progress.finish((outcome) => outcome);
    return { outcomes: progress.outcomes, ...(interruption === undefined ? {} : { interruption }) };
  } finally {
    await closeSession(context);
  }
}

interface Passes extends Pick<DeleteOptions, 'deadline' | 'removal'> {
  readonly lock: PassLock;
}

/** @returns why the last pass did not come to everything */
async function passes(context: InstanceContext, progress: Progress, { deadline, lock, removal }: Passes): Promise<string | undefined> {
  const waker = new Waker(context.changes);
  try {
    for (;;) {
      waker.begin();
      const cpuTime = cpuTimer();
      progress.beginPass();
      const { outcomes, interruption } = await teardownPass(context, removal).finally(() => lock.leave());
      progress.endPass(() => interruption === undefined);
      if (context.stop.aborted || (interruption === undefined && outcomes.every(({ result }) => result === 'done'))) return interruption;
      const isOver = progress.lock === undefined && interruption === undefined;
      if (isOver && !progress.outcomes.some(({ result }) => result === 'waiting')) return undefined;
      context.stores.infra.watch();
      context.stores.runtime.watch();
      const woken = await waker.next({
        deadline,
        stop: context.stop,
        requeueAfter: progress.lock === undefined ? requeueAfter(outcomes, interruption) : 300,
        lastPass: cpuTime(),
      });
      if (woken === 'stopped' || woken === 'deadline') return interruption;
    }
  } finally {
    waker.close();
  }
}

/** A server that is away for a moment ends nothing. */
async function teardownPass(context: InstanceContext, removal: KcpRemoval): Promise<TeardownResult> {
  try {
    return await teardown(context, removal);
  } catch (error) {
    if (error instanceof PlatformMeshError && isLeaseLost(error)) return { outcomes: [], interruption: error.message };
    throw error;
  }
}

function requeueAfter(outcomes: readonly Outcome[], interruption: string | undefined): number | undefined {
  const isWaiting = ({ planned, result }: Outcome): boolean => result === 'waiting' && planned.action === 'prune';
  const isBegun = ({ planned }: Outcome): boolean => 'before' in planned && planned.before.metadata.deletionTimestamp !== undefined;
  if (interruption !== undefined || outcomes.some((outcome) => isWaiting(outcome) && !isBegun(outcome))) return RETRY;
  return outcomes.some(({ id, result }) => result === 'waiting' && id.kind === 'Workspace') ? READ_AGAIN : undefined;
}
