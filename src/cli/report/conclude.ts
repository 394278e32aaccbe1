import type { Outcome } from '../../runtime/apply/index.js';
import type { DeliveryResult } from '../../runtime/subroutines/index.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import type { Reporter } from './reporter.js';

/** Tells what came of a delivery, and what the process ends with. */
export function conclude(result: DeliveryResult, reporter: Reporter, stopped: boolean): ExitCode {
  reporter.summary(result, stopped);
  return codeOf(result, stopped);
}

/** What a process ends with. */
export function codeOf({ outcomes, webhook, wait }: DeliveryResult, stopped: boolean): ExitCode {
  const has = (...results: readonly Outcome['result'][]): boolean => outcomes.some(({ result }) => results.includes(result));
  if (stopped || has('failed', 'stopped') || webhook.result === 'failed') return EXIT.failed;
  return has('waiting') || webhook.result === 'waiting' || (wait !== undefined && wait.outcome !== 'ready') ? EXIT.notReady : EXIT.done;
}
