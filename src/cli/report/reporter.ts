import type { ApplyResult, RunListener } from '../../runtime/actions/index.js';

/** Reports the events of an apply or delete, and its result. */
export interface Reporter extends RunListener {
  readonly summary: (result: ApplyResult, stopped: boolean) => void;
}
