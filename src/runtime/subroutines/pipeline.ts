import { PlatformMeshError } from '../../errors.js';
import type { ReconcileContext } from './context.js';
import { deployment } from './deployment/deployment.js';
import { featureToggles } from './feature-toggles/feature-toggles.js';
import { kcpSetup } from './kcp-setup/kcp-setup.js';
import { providerSecret } from './provider-secret/provider-secret.js';
import type { ConditionType, StepResult } from './step-result.js';
import type { Subroutine } from './subroutine.js';
import { wait } from './wait.js';

/** A subroutine, and those that must be done before it runs. */
interface PipelineStep {
  readonly subroutine: Subroutine;
  readonly after: readonly ConditionType[];
  /** Whether `degraded` counts as done. */
  readonly acceptsDegraded?: boolean;
  /** Whether it runs although those steps are not done, and does what needs none of them. */
  readonly beginsEarly?: boolean;
}

/** The subroutines in their order. One that waits or failed stops only those that need it. */
const PIPELINE: readonly PipelineStep[] = [
  { subroutine: deployment, after: [] },
  { subroutine: kcpSetup, after: ['DeploymentSubroutine'] },
  { subroutine: providerSecret, after: ['DeploymentSubroutine', 'KcpsetupSubroutine'], acceptsDegraded: true, beginsEarly: true },
  { subroutine: featureToggles, after: ['DeploymentSubroutine', 'KcpsetupSubroutine'], acceptsDegraded: true },
  {
    subroutine: wait,
    after: ['DeploymentSubroutine', 'KcpsetupSubroutine', 'ProvidersecretSubroutine', 'FeatureToggleSubroutine'],
    acceptsDegraded: true,
  },
];

/** The result of each subroutine; one that did not run is absent. */
export type ReconcileResult = ReadonlyMap<ConditionType, StepResult>;

/**
 * Runs each subroutine once, if those that it needs are done. It never waits: a result says what a subroutine waits for.
 *
 * @param leftOut steps that nobody asks for, such as the wait of an apply that does not wait; nothing waits for them
 */
export async function reconcile(context: ReconcileContext, leftOut: readonly ConditionType[] = []): Promise<ReconcileResult> {
  const results = new Map<ConditionType, StepResult>();
  for (const { subroutine, after, acceptsDegraded = false, beginsEarly = false } of PIPELINE) {
    const isFree = after.every((type) => {
      const kind = results.get(type)?.kind;
      return leftOut.includes(type) || kind === 'done' || (acceptsDegraded && kind === 'degraded');
    });
    if (leftOut.includes(subroutine.conditionType) || !(isFree || beginsEarly)) continue;
    const result = await runStep(subroutine, context, isFree);
    // What an earlier step waits for is told by that step.
    if (isFree || result.kind === 'failed') context.emit({ type: 'step', step: subroutine.conditionType, result });
    results.set(subroutine.conditionType, result);
  }
  return results;
}

async function runStep(subroutine: Subroutine, context: ReconcileContext, isFree: boolean): Promise<StepResult> {
  try {
    return await subroutine.run(context, isFree);
  } catch (error) {
    if (error instanceof PlatformMeshError) return { kind: 'failed', error };
    throw error;
  }
}
