import type { PlatformMeshError } from '../../errors.js';
import { Writable } from 'node:stream';
import { createLogUpdate } from 'log-update';
import type { Context } from '../context.js';
import { ProgressTree } from './progress-tree.js';
import type { Reporter } from './reporter.js';
import { problemOf } from '../render/render-plan.js';
import { renderProblem } from '../render/render-problems.js';
import { printable } from '../render/text-width.js';
import { isNews, lineOf, summaryText } from './words.js';

/** A live tree of steps, what they write, and what they wait for. Errors stay above it. */
export function treeReporter({ io, rendering, verbose }: Context): Reporter {
  const { colors } = rendering;
  const log = createLogUpdate(terminal(io));
  const told = new Set<PlatformMeshError>();
  const tree = new ProgressTree();
  const draw = (): void => log(tree.text(rendering));
  return {
    begin: (desired, step) => {
      tree.begin(desired, step);
      draw();
    },
    waiting: (outcome) => {
      tree.waiting(outcome);
      draw();
    },
    done: (outcome) => {
      tree.done(outcome);
      // The tree already shows new objects.
      const isInTree = outcome.result === 'done' && outcome.planned.action === 'create';
      if (isNews(outcome, verbose) && (verbose || !isInTree)) log.persist(lineOf(outcome, rendering, { told }).trimEnd());
      draw();
    },
    webhook: (result) => {
      if (result.result === 'failed') log.persist(renderProblem(problemOf(result.error), rendering).trimEnd());
      tree.webhook(result);
      draw();
    },
    warning: (text) => log.persist(`${colors.yellow('warning:')} ${printable(text)}`),
    step: (step, result) => {
      tree.step(step, result);
      draw();
    },
    locked: (message) => log.persist(`${colors.yellow('waiting')} ${printable(message)}`),
    waitingFor: draw,
    state: ({ state, isGone = false }) => {
      tree.state(state, isGone);
      draw();
    },
    summary: (result, stopped) => {
      draw();
      log.done();
      if (result.error) io.err(renderProblem(problemOf(result.error), rendering));
      for (const reason of result.reasons) io.err(`${colors.red('not ready:')} ${printable(reason)}\n`);
      io.err(`${summaryText(result, stopped)}\n`);
    },
  };
}

/** Standard error as a stream. */
function terminal(io: Context['io']): NodeJS.WriteStream {
  const stream = new Writable({
    write(chunk, _, done) {
      io.err(String(chunk));
      done();
    },
  });
  return Object.assign(stream, { columns: io.stderr.width, isTTY: true }) as unknown as NodeJS.WriteStream;
}
