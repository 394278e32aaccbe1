import type { ReconcileContext } from './context.js';
import type { ConditionType, StepResult } from './step-result.js';

/** One step of the pipeline. It decides purely and asks only through the context; it never sleeps. */
export interface Subroutine {
  readonly conditionType: ConditionType;
  run(context: ReconcileContext): Promise<StepResult>;
}
