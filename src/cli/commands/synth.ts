import { join } from 'node:path';
import type { Layout, WriteResult } from '../../synth/index.js';
import { showWarnings, type Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadOptions, type InputOptions } from '../input-options.js';
import { manifestsOfBlueprint } from '../manifests.js';
import { printData, type DataFormat } from '../print-data.js';
import { progressOf } from '../progress.js';

export interface SynthOptions extends InputOptions {
  readonly out: string;
  readonly stdout?: boolean;
  readonly layout: Layout;
  readonly output: 'text' | DataFormat;
}

/** Writes the manifests of a platform as files, or to standard output. */
export async function synth(files: readonly string[], options: SynthOptions, context: Context): Promise<ExitCode> {
  const { io } = context;
  const input = loadOptions(options, io, files);
  const [{ loadBlueprint }, { synthesize, writeFiles, printStream }] = await Promise.all([import('../../profile/index.js'), import('../../synth/index.js')]);
  const { blueprint, problems } = loadBlueprint(input);
  showWarnings(problems, options.strict === true, context);
  const progress = progressOf(context, blueprint.components.length);
  progress.step('making manifests');
  const manifests = await manifestsOfBlueprint(blueprint);
  progress.step(options.stdout === true ? 'printing' : 'writing files');
  if (options.stdout === true) {
    io.out(printStream(manifests));
    progress.done();
    return EXIT.done;
  }
  const result = writeFiles(options.out, synthesize(manifests, { layout: options.layout }));
  progress.done();
  if (options.output !== 'text') io.out(await printData({ out: options.out, objects: manifests.length, ...result }, options.output));
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
