import pico from 'picocolors';
import { InvalidInputError, type Problem } from '../errors.js';
import type { Io, Stream } from './io.js';
import { renderProblems, type Rendering } from './render/render-problems.js';

/** The context of every command. */
export interface Context {
  readonly io: Io;
  readonly verbose: boolean;
  /** For what goes to standard error. */
  readonly rendering: Rendering;
  /** For what goes to standard output. */
  readonly output: Rendering;
}

export function createContext(io: Io, options: { readonly verbose?: boolean; readonly color?: boolean }): Context {
  const verbose = options.verbose === true;
  const colored = options.color !== false && (io.env['NO_COLOR'] ?? '') === '' && io.env['TERM'] !== 'dumb';
  const forced = options.color !== false && (io.env['FORCE_COLOR'] ?? '') !== '' && io.env['FORCE_COLOR'] !== '0';
  const rendering = ({ isTerminal, width }: Stream): Rendering => ({
    colors: pico.createColors(forced || (colored && isTerminal)),
    width,
    verbose,
  });
  return { io, verbose, rendering: rendering(io.stderr), output: rendering(io.stdout) };
}

/** Shows warnings; with `strict` they are errors. */
export function showWarnings(problems: readonly Problem[], strict: boolean, { io, rendering }: Context): void {
  if (strict && problems.length > 0) throw new InvalidInputError(problems.map((problem) => ({ ...problem, severity: 'error' })));
  io.err(renderProblems(problems, rendering));
}
