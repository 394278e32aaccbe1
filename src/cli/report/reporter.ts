import type { ApplyResult, RunListener } from '../../runtime/actions/index.js';
import type { Context } from '../context.js';

/** Tells what a delivery does while it does it, and at the end what came of it. */
export interface Reporter extends RunListener {
  readonly summary: (result: ApplyResult, stopped: boolean) => void;
}

/** Events for programs on standard output; for people a tree on a terminal, else lines, on standard error. */
export async function reporterFor(output: 'text' | 'json', context: Context): Promise<Reporter> {
  if (output === 'json') return (await import('./json-reporter.js')).jsonReporter(context);
  if (context.io.stderr.isTerminal) return (await import('./tree-reporter.js')).treeReporter(context);
  return (await import('./line-reporter.js')).lineReporter(context);
}
