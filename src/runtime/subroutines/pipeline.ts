import { PlatformMeshError } from '../../errors.js';
import type { ReconcileContext } from './context.js';
import { deployment } from './deployment/deployment.js';
import type { ConditionType, StepResult, Subroutine } from './step-result.js';
import { wait } from './wait.js';

/** A step, and the steps that have to be done before it runs. */
interface PipelineStep {
  readonly subroutine: Subroutine;
  readonly after: readonly ConditionType[];
  /** Whether `degraded` counts as done. */
  readonly bearsDegraded?: boolean;
}

/** The steps in their order. A step that waits or failed stops those that need it, and no others. */
const PIPELINE: readonly PipelineStep[] = [
  { subroutine: deployment, after: [] },
  { subroutine: wait, after: ['DeploymentSubroutine'], bearsDegraded: true },
];

/** What came of each step; a step that did not run is absent. */
export type ReconcileResult = ReadonlyMap<ConditionType, StepResult>;

/**
 * Runs each step once, as far as those before it allow. It never waits: a step says what it waits for.
 *
 * @param leftOut steps that nobody asks for, such as the wait of an apply that does not wait
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
