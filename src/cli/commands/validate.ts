import { InvalidInputError, type Problem } from '../../errors.js';
import type { Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadOptions, type InputOptions } from '../options/input-options.js';
import { printData } from '../render/print-data.js';
import { renderProblems } from '../render/render-problems.js';

export interface ValidateOptions extends InputOptions {
  readonly output: 'text' | 'json' | 'yaml';
}

/** Reports all problems of the input, and writes nothing. */
export async function validate(files: readonly string[], options: ValidateOptions, { io, rendering }: Context): Promise<ExitCode> {
  const input = loadOptions(options, io, files);
  const { loadBlueprint } = await import('../../profile/index.js');
  let problems: readonly Problem[];
  try {
    problems = loadBlueprint(input).problems;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    ({ problems } = error);
  }
  if (options.strict === true) problems = problems.map((problem) => ({ ...problem, severity: 'error' }));
  const valid = problems.every((problem) => problem.severity === 'warning');
  if (options.output === 'text') {
    io.err(renderProblems(problems, rendering));
    if (valid) io.out(`${input.files.join(', ')}: valid\n`);
  } else {
    io.out(await printData({ valid, problems: problems.map(flat) }, options.output));
  }
  return valid ? EXIT.done : EXIT.invalid;
}

function flat({ code, severity, message, hint, location }: Problem): object {
  return { code, severity, message, hint, file: location?.file, line: location?.line, column: location?.column };
}
