import type { ReconcileContext } from '../context.js';
import { leaseLost } from '../pass.js';
import type { ConditionType, StepResult } from '../step-result.js';
import type { Subroutine } from '../subroutine.js';
import { connectedKcp } from './connection.js';

/** What a step does in kcp, and what comes of it. */
interface KcpStep<T> {
  /** Writes objects. */
  readonly write: (context: ReconcileContext) => Promise<T>;
  /** Judges what was written; not called for a run that was stopped. */
  readonly resultOf: (written: T, context: ReconcileContext) => StepResult;
}

/** A step that writes into kcp. It waits while kcp cannot be reached; a lost Lease leaves the rest to the next pass. */
export function kcpStep<T>(conditionType: ConditionType, { write, resultOf }: KcpStep<T>): Subroutine {
  const run = async (context: ReconcileContext): Promise<StepResult> => {
    const notConnected = await connectedKcp(context);
    if (notConnected) return notConnected;
    const written = await write(context);
    if (context.stop.aborted) return { kind: 'waiting', reason: 'Stopped', message: 'the run was stopped', wakeOn: [] };
    return resultOf(written, context);
  };
  return { conditionType, run: (context) => run(context).catch(leaseLost) };
}
