import type { Context } from './context.js';

/** Up to so many components, the command is fast enough without progress. */
const QUIET = 200;

/** Shows progress on standard error, if the command takes long. */
export interface Progress {
  step(text: string): void;
  /** Takes the last line away again, on a terminal. */
  done(): void;
}

/** Progress for a platform of so many components. On a terminal each step replaces the one before. */
export function progressOf({ io, rendering }: Context, components: number): Progress {
  if (components <= QUIET) return { step: () => undefined, done: () => undefined };
  const { isTerminal } = io.stderr;
  const clear = isTerminal ? '\r\u001b[K' : '';
  return {
    step: (text) => io.err(`${clear}${rendering.colors.dim(`${components} components: ${text} ...`)}${isTerminal ? '' : '\n'}`),
    done: () => io.err(clear),
  };
}
