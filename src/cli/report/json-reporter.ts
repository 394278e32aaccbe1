import type { Change, Outcome } from '../../runtime/apply/index.js';
import type { Context } from '../context.js';
import type { Reporter } from './reporter.js';

/** An event on each line of standard output. */
export function jsonReporter({ io }: Context): Reporter {
  const event = (type: string, data: object): void => io.out(`${JSON.stringify({ type, ...data })}\n`);
  const objectOf = ({ target, id }: Change): object => ({ target, ...id });
  const errorOf = ({ error }: Outcome): object => (error ? { error: { code: error.code, message: error.message } } : {});
  return {
    begin: (desired) => event('begin', { objects: desired.length }),
    waiting: (change) => event('waiting', { ...objectOf(change), ...(change.verdict.action === 'blocked' ? { reason: change.verdict.reason } : {}) }),
    done: (outcome) => event('object', { ...objectOf(outcome), action: outcome.verdict.action, result: outcome.result, ...errorOf(outcome) }),
    webhook: (result) => event('authorization-webhook', result),
    waitingFor: (entries) => event('wait', { entries }),
    state: ({ state: { place, ref, readiness } }) => event('state', { target: place, ...ref, ...readiness }),
    summary: ({ outcomes, wait, reasons }, stopped) => {
      const changed = outcomes.filter(({ result, verdict }) => result === 'done' && verdict.action !== 'unchanged').length;
      const failed = outcomes.filter(({ result }) => result !== 'done').length;
      event('summary', { objects: outcomes.length, changed, failed, stopped, ...(wait ? { ready: wait.outcome === 'ready' } : {}), notReady: reasons });
    },
  };
}
