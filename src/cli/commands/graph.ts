import { extname } from 'node:path';
import type { GraphFormat } from '../../graph/index.js';
import { showWarnings, type Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadOptions, type InputOptions } from '../input-options.js';
import { manifestsOfBlueprint } from '../manifests.js';

export interface GraphOptions extends InputOptions {
  /** @default - what the name of `out` says, else `mermaid` */
  readonly format?: GraphFormat;
  /** @default - standard output */
  readonly out?: string;
}

const FORMATS: Readonly<Record<string, GraphFormat>> = { '.html': 'html', '.htm': 'html', '.svg': 'svg', '.dot': 'dot', '.gv': 'dot', '.json': 'json' };

/** Draws the platform. */
export async function graph(files: readonly string[], options: GraphOptions, context: Context): Promise<ExitCode> {
  const { io } = context;
  const input = loadOptions(options, io, files);
  const [{ loadBlueprint }, { graphOf, renderGraph }, { writeFile }] = await Promise.all([import('../../profile/index.js'), import('../../graph/index.js'), import('../../synth/index.js')]);
  const { blueprint, problems } = loadBlueprint(input);
  showWarnings(problems, options.strict === true, context);
  const { manifests } = await manifestsOfBlueprint(blueprint, options);
  const { out, format = FORMATS[extname(out ?? '')] ?? 'mermaid' } = options;
  const text = renderGraph(graphOf(blueprint, manifests), format, manifests);
  if (out === undefined) {
    io.out(text);
    return EXIT.done;
  }
  writeFile(out, text);
  io.err(`${out} written: ${blueprint.components.length} components as ${format}\n`);
  return EXIT.done;
}
