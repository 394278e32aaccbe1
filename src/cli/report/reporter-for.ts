import type { Context } from '../context.js';
import type { Reporter } from './reporter.js';

/** Events for programs on standard output; for people a tree on a terminal, else lines, on standard error. */
export async function reporterFor(output: 'text' | 'json', waits: boolean, context: Context): Promise<Reporter> {
  if (output === 'json') return (await import('./json-reporter.js')).jsonReporter(context);
  if (context.io.stderr.isTerminal) return (await import('./tree-reporter.js')).treeReporter(context);
  return (await import('./line-reporter.js')).lineReporter(context, waits);
}
