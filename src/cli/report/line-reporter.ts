import type { ApiError } from '../../runtime/cluster/index.js';
import type { Context } from '../context.js';
import type { Reporter } from './reporter.js';
import { lineOf, stateLine, summaryText, titleOf } from './words.js';

/** A line on standard error for everything that changes; with `verbose` for what does not change as well. */
export function lineReporter({ io, rendering, verbose }: Context): Reporter {
  const { colors } = rendering;
  const told = new Set<ApiError>();
  const say = (line: string): void => io.err(`${line}\n`);
  return {
    begin: () => undefined,
    waiting: (change) => say(`${colors.yellow('waiting')} ${titleOf(change)}: ${change.verdict.action === 'blocked' ? change.verdict.reason : ''}`),
    done: (outcome) => {
      if (verbose || outcome.verdict.action !== 'unchanged' || outcome.result !== 'done') io.err(lineOf(outcome, rendering, told));
    },
    webhook: (result) => {
      if (result.result === 'written') say(`${colors.green('written')} the kubeconfig of the authorization webhook; kcp restarts`);
      if (result.result === 'waiting') say(`${colors.yellow('waiting')} authorization webhook: ${result.reason}`);
    },
    waitingFor: () => undefined,
    state: ({ state }) => say(stateLine(state, rendering)),
    summary: (result, stopped) => {
      for (const reason of result.reasons) say(`${colors.red('not ready:')} ${reason}`);
      say(summaryText(result, stopped));
    },
  };
}
