import type { ReconcileContext } from './context.js';
import type { ConditionType, StepResult } from './step-result.js';

/** One step of the pipeline. It decides purely and asks only through the context; it never sleeps. */
export interface Subroutine {
  readonly conditionType: ConditionType;
  /** @param isFree whether the steps before it are done; only a step that begins without them ever hears that they are not */
  run(context: ReconcileContext, isFree: boolean): Promise<StepResult>;
}
