import { PlatformMeshError } from '../../errors.js';
import type { ReconcileContext } from './context.js';
import { deployment } from './deployment/deployment.js';
import type { ConditionType, StepResult, Subroutine } from './step-result.js';
import { wait } from './wait.js';

/** A subroutine, and those that must be done before it runs. */
interface PipelineStep {
  readonly subroutine: Subroutine;
  readonly after: readonly ConditionType[];
  /** Whether `degraded` counts as done. */
  readonly bearsDegraded?: boolean;
}

/** The subroutines in their order. One that waits or failed stops only those that need it. */
const PIPELINE: readonly PipelineStep[] = [
  { subroutine: deployment, after: [] },
  { subroutine: wait, after: ['DeploymentSubroutine'], bearsDegraded: true },
];

/** The result of each subroutine; one that did not run is absent. */
export type ReconcileResult = ReadonlyMap<ConditionType, StepResult>;

/**
 * Runs each subroutine once, if those that it needs are done. It never waits: a result says what a subroutine waits for.
 *
 * @param leftOut subroutines that do not run, such as `WaitSubroutine` with `--no-wait`
 */
export async function reconcile(context: ReconcileContext, leftOut: readonly ConditionType[] = []): Promise<ReconcileResult> {
  const results = new Map<ConditionType, StepResult>();
  for (const { subroutine, after, bearsDegraded = false } of PIPELINE) {
    const isReady =
      !leftOut.includes(subroutine.conditionType) &&
      after.every((type) => {
        const kind = results.get(type)?.kind;
        return kind === 'done' || (bearsDegraded && kind === 'degraded');
      });
    if (isReady) results.set(subroutine.conditionType, await runStep(subroutine, context));
  }
  return results;
}

async function runStep(subroutine: Subroutine, context: ReconcileContext): Promise<StepResult> {
  try {
    return await subroutine.run(context);
  } catch (error) {
    if (error instanceof PlatformMeshError) return { kind: 'failed', error };
    throw error;
  }
}
