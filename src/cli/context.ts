import pico from 'picocolors';
import { InvalidInputError, type Problem } from '../errors.js';
import type { Io } from './io.js';
import { renderProblems, type Rendering } from './render-problems.js';

/** What every command has at hand. */
export interface Context {
  readonly io: Io;
  readonly verbose: boolean;
  readonly rendering: Rendering;
}

export function createContext(io: Io, options: { readonly verbose?: boolean; readonly color?: boolean }): Context {
  const colored = options.color !== false && io.isTerminal && (io.env['NO_COLOR'] ?? '') === '' && io.env['TERM'] !== 'dumb';
  return { io, verbose: options.verbose === true, rendering: { colors: pico.createColors(colored), width: io.width } };
}

/** Shows warnings; with `strict` they are errors. */
export function showWarnings(problems: readonly Problem[], strict: boolean, { io, rendering }: Context): void {
  if (strict && problems.length > 0) throw new InvalidInputError(problems.map((problem) => ({ ...problem, severity: 'error' })));
  io.err(renderProblems(problems, rendering));
}
