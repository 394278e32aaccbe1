import type { Outcome, PlannedChange } from '../../runtime/apply/index.js';
import type { PlatformMeshError } from '../../errors.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { readinessData } from '../render/render-status.js';
import { codeOf } from './conclude.js';
import type { Reporter } from './reporter.js';

/** An event on each line of standard output. */
export function jsonReporter({ io }: Context): Reporter {
  const event = (type: string, data: object): void => io.out(`${JSON.stringify({ type, ...data })}\n`);
  const objectOf = ({ target, id }: PlannedChange): object => ({ target, ...id });
  const errorOf = ({ error }: { readonly error?: PlatformMeshError }): object =>
    error ? { error: { code: error.code, message: error.message } } : {};
  return {
    begin: (desired) => event('begin', { objects: desired.length }),
    waiting: (change) =>
      event('waiting', { ...objectOf(change), ...(change.planned.action === 'blocked' ? { reason: change.planned.reason } : {}) }),
    done: (outcome) =>
      event('object', { ...objectOf(outcome), action: outcome.planned.action, result: outcome.result, ...errorOf(outcome) }),
    webhook: (result) => event('authorization-webhook', result.result === 'failed' ? { result: 'failed', ...errorOf(result) } : result),
    warning: (text) => event('warning', { message: text }),
    locked: (message) => event('locked', { message }),
    waitingFor: (entries) => event('wait', { entries }),
    state: ({ state: { place, ref, readiness }, isGone }) =>
      event('state', { target: place, ...ref, ...(isGone ? { state: 'gone' } : readinessData(readiness)) }),
    summary: (result, stopped) => {
      const { outcomes, wait, reasons } = result;
      if (result.error) event('error', errorOf(result));
      const count = (what: Outcome['result']): number => outcomes.filter((outcome) => outcome.result === what).length;
      const changed = outcomes.filter(({ result: became, planned }) => became === 'done' && planned.action !== 'unchanged').length;
      const code = codeOf(result, stopped);
      event('summary', {
        objects: outcomes.length,
        changed,
        failed: count('failed'),
        waiting: count('waiting'),
        notBegun: count('stopped'),
        stopped,
        ...(wait ? { ready: code === EXIT.done } : {}),
        notReady: reasons,
        exitCode: code,
      });
    },
  };
}
