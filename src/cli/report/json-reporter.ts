import type { Change, Outcome } from '../../runtime/apply/index.js';
import type { PlatformMeshError } from '../../errors.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { codeOf } from './conclude.js';
import type { Reporter } from './reporter.js';

/** An event on each line of standard output. */
export function jsonReporter({ io }: Context): Reporter {
  const event = (type: string, data: object): void => io.out(`${JSON.stringify({ type, ...data })}\n`);
  const objectOf = ({ target, id }: Change): object => ({ target, ...id });
  const errorOf = ({ error }: { readonly error?: PlatformMeshError }): object => (error ? { error: { code: error.code, message: error.message } } : {});
  return {
    begin: (desired) => event('begin', { objects: desired.length }),
    waiting: (change) => event('waiting', { ...objectOf(change), ...(change.verdict.action === 'blocked' ? { reason: change.verdict.reason } : {}) }),
    done: (outcome) => event('object', { ...objectOf(outcome), action: outcome.verdict.action, result: outcome.result, ...errorOf(outcome) }),
    webhook: (result) => event('authorization-webhook', result.result === 'failed' ? { result: 'failed', ...errorOf(result) } : result),
    waitingFor: (entries) => event('wait', { entries }),
    state: ({ state: { place, ref, readiness }, isGone }) => event('state', { target: place, ...ref, ...(isGone ? { state: 'gone' } : readiness) }),
    summary: (result, stopped) => {
      const { outcomes, wait, reasons } = result;
      const count = (what: Outcome['result']): number => outcomes.filter((outcome) => outcome.result === what).length;
      const changed = outcomes.filter(({ result: became, verdict }) => became === 'done' && verdict.action !== 'unchanged').length;
      const code = codeOf(result, stopped);
      event('summary', { objects: outcomes.length, changed, failed: count('failed'), waiting: count('waiting'), notBegun: count('stopped'), stopped, ...(wait ? { ready: code === EXIT.done } : {}), notReady: reasons, exitCode: code });
    },
  };
}
