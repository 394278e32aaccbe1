import type { Command } from 'commander';
import { completionScript, type Shell } from '../completion.js';
import type { Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';

/** Prints the script by which a shell completes commands and flags. */
export function completion(shell: Shell, program: Command, { io }: Context): ExitCode {
  io.out(completionScript(program, shell));
  return EXIT.done;
}
