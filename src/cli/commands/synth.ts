import { join } from 'node:path';
import type { Layout, WriteResult } from '../../synth/index.js';
import { showWarnings, type Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadOptions, type InputOptions } from '../input-options.js';
import { manifestsOfBlueprint } from '../manifests.js';

export interface SynthOptions extends InputOptions {
  readonly out: string;
  readonly stdout?: boolean;
  readonly layout: Layout;
  readonly output: 'text' | 'json';
}

/** Writes the manifests of a platform as files, or to standard output. */
export async function synth(files: readonly string[], options: SynthOptions, context: Context): Promise<ExitCode> {
  const { io } = context;
  const input = loadOptions(options, io, files);
  const [{ loadBlueprint }, { synthesize, writeFiles, printStream }] = await Promise.all([import('../../profile/index.js'), import('../../synth/index.js')]);
  const { blueprint, problems } = loadBlueprint(input);
  showWarnings(problems, options.strict === true, context);
  const manifests = await manifestsOfBlueprint(blueprint);
  if (options.stdout === true) {
    io.out(printStream(manifests));
    return EXIT.done;
  }
  const result = writeFiles(options.out, synthesize(manifests, { layout: options.layout }));
  if (options.output === 'json') io.out(`${JSON.stringify({ out: options.out, objects: manifests.length, ...result }, null, 2)}\n`);
  else io.err(report(options.out, manifests.length, [...new Set(manifests.map(({ target }) => target))], result));
  return EXIT.done;
}

function report(out: string, objects: number, targets: readonly string[], result: WriteResult): string {
  const { written, unchanged, removed } = result;
  const folders = targets.map((target) => join(out, target.replaceAll(':', '/')));
  return [
    `${objects} objects in ${written.length + unchanged.length} files below ${out}: ${written.length} written, ${unchanged.length} unchanged, ${removed.length} removed`,
    'Next: commit the folder, or look at what it would change with',
    ...folders.map((folder) => `  kubectl diff --server-side -k ${folder}`),
    '',
  ].join('\n');
}
