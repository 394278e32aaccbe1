import type { ApplyResult, RunListener } from '../../runtime/actions/index.js';

/** Tells what a delivery does while it does it, and at the end what came of it. */
export interface Reporter extends RunListener {
  readonly summary: (result: ApplyResult, stopped: boolean) => void;
}
