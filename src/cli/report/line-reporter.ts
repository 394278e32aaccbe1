import type { PlatformMeshError } from '../../errors.js';
import type { Outcome } from '../../runtime/apply/index.js';
import type { Context } from '../context.js';
import type { Reporter } from './reporter.js';
import { problemOf } from '../render/render-plan.js';
import { renderProblem } from '../render/render-problems.js';
import { printable } from '../render/text-width.js';
import { isNews, isStepNews, lineOf, stateLine, stepName, summaryText } from './words.js';
import { waitingLines } from './waiting-lines.js';

/**
 * A line on standard error for everything that changes; with `verbose` for what does not change as well.
 *
 * @param waits whether the command waits until the platform is ready. If not, an object that waits has one line, at the end
 */
export function lineReporter({ io, rendering, verbose }: Context, waits: boolean): Reporter {
  const { colors } = rendering;
  const told = new Set<PlatformMeshError>();
  const waiting: Outcome[] = [];
  const flush = (): void => {
    for (const line of waitingLines(waiting.splice(0))) io.err(`${colors.yellow('waiting')} ${line}\n`);
  };
  const print = (text: string): void => {
    flush();
    io.err(text);
  };
  const say = (line: string): void => print(`${line}\n`);
  return {
    begin: () => undefined,
    // A pass finds everything that waits at about the same time.
    waiting: (outcome) => {
      if (!waits) return;
      waiting.push(outcome);
      if (waiting.length === 1) setImmediate(flush);
    },
    done: (outcome) => {
      if (isNews(outcome, verbose)) print(lineOf(outcome, rendering, { told, waits }));
    },
    webhook: (result) => {
      if (result.result === 'written') say(`${colors.green('written')} the kubeconfig of the authorization webhook; kcp restarts`);
      if (result.result === 'waiting') say(`${colors.yellow('waiting')} authorization webhook: ${printable(result.reason)}`);
      if (result.result === 'failed') print(renderProblem(problemOf(result.error), rendering));
    },
    warning: (text) => say(`${colors.yellow('warning:')} ${printable(text)}`),
    step: (step, result) => {
      if (isStepNews(result)) say(`${colors.yellow('waiting')} ${stepName(step)}: ${printable(result.message)}`);
    },
    locked: (message) => say(`${colors.yellow('waiting')} ${printable(message)}`),
    waitingFor: () => undefined,
    state: ({ state, isGone }) => {
      if (!isGone) say(stateLine(state, rendering));
    },
    summary: (result, stopped) => {
      if (result.error) print(renderProblem(problemOf(result.error), rendering));
      for (const reason of result.reasons) say(`${colors.red('not ready:')} ${printable(reason)}`);
      say(summaryText(result, stopped));
    },
  };
}
