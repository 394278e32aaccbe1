import type { Outcome } from '../../runtime/apply/index.js';
import type { ApplyResult } from '../../runtime/actions/index.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import type { Reporter } from './reporter.js';

/** Prints the result of an apply or delete, and returns the exit code. */
export function conclude(result: ApplyResult, reporter: Reporter, stopped: boolean): ExitCode {
  reporter.summary(result, stopped);
  return codeOf(result, stopped);
}

/** What a process ends with. */
export function codeOf({ outcomes, webhook, wait, error, waitingSteps }: ApplyResult, stopped: boolean): ExitCode {
  const has = (...results: readonly Outcome['result'][]): boolean => outcomes.some(({ result }) => results.includes(result));
  if (stopped || has('failed', 'stopped') || webhook.result === 'failed' || (error !== undefined && error.code !== 'timeout'))
    return EXIT.failed;
  return has('waiting') ||
    waitingSteps.length > 0 ||
    webhook.result === 'waiting' ||
    error !== undefined ||
    (wait !== undefined && wait.outcome !== 'ready')
    ? EXIT.notReady
    : EXIT.done;
}
