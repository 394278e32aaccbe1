import { InvalidInputError, PlatformMeshError } from '../errors.js';
import { createContext, type Context } from './context.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Io } from './io.js';
import { createProgram, isHandled, type GlobalOptions } from './program.js';
import { renderProblems } from './render/render-problems.js';
import { versionText } from './version.js';

/** Runs a command line to its exit code; it never throws. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  let context = createContext(io, { color: !argv.includes('--no-color'), verbose: argv.includes('-v') || argv.includes('--verbose') });
  const program = createProgram({
    version: versionText(),
    width: io.stdout.isTerminal ? io.stdout.width : 100,
    write: (text) => io.out(text),
    writeError: (text) => io.err(text),
    context: (options: GlobalOptions) => (context = createContext(io, options)),
    done: (result) => {
      code = result;
    },
  });
  try {
    if (argv.length === 0) {
      io.err(program.helpInformation());
      return EXIT.invalid;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return fail(error, context);
  }
}

function fail(error: unknown, context: Context): ExitCode {
  const { io, rendering, verbose } = context;
  if (isHandled(error)) return error.exitCode === 0 ? EXIT.done : EXIT.invalid;
  if (error instanceof InvalidInputError) {
    io.err(renderProblems(error.problems, rendering));
    return EXIT.invalid;
  }
  if (error instanceof PlatformMeshError) {
    io.err(
      renderProblems(
        [{ code: error.code, severity: 'error', message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) }],
        rendering,
      ),
    );
    // A kubeconfig is input as any other file; its room is loaded by those who need it.
    return error.name === 'ConnectionError' ? EXIT.invalid : EXIT.failed;
  }
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  io.err(
    `internal error: ${String(error)}\nThis is a bug in platform-mesh${verbose ? `\n${stack}` : '; run it again with -v for its place'}\n`,
  );
  return EXIT.failed;
}
