import { extname } from 'node:path';
import { invalidInput } from '../../errors.js';
import type { GraphFormat } from '../../graph/index.js';
import { showWarnings, type Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadOptions, type InputOptions } from '../options/input-options.js';
import { manifestsOfBlueprint } from '../manifests.js';

export interface GraphOptions extends InputOptions {
  /** @default - what the name of `out` says, else `mermaid` */
  readonly format?: GraphFormat;
  /** @default - standard output */
  readonly out?: string;
}

/** A file without an ending is Mermaid, as standard output is. */
const FORMATS: Readonly<Record<string, GraphFormat>> = {
  '': 'mermaid',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.dot': 'dot',
  '.gv': 'dot',
  '.svg': 'svg',
  '.html': 'html',
  '.htm': 'html',
  '.json': 'json',
};

/**
 * Draws the platform.
 *
 * @throws {InvalidInputError} `invalid-option` when the name of `out` ends as no drawing does, and no format is given.
 */
export async function graph(files: readonly string[], options: GraphOptions, context: Context): Promise<ExitCode> {
  const { io } = context;
  const { out, format = formatOf(out ?? '') } = options;
  const input = loadOptions(options, io, files);
  const [{ loadBlueprint }, { graphOf, renderGraph }, { writeFile }] = await Promise.all([
    import('../../profile/index.js'),
    import('../../graph/index.js'),
    import('../../synth/index.js'),
  ]);
  const { blueprint, problems } = loadBlueprint(input);
  showWarnings(problems, options.strict === true, context);
  const { manifests } = await manifestsOfBlueprint(blueprint, options);
  const text = renderGraph(graphOf(blueprint, manifests), format, manifests);
  if (out === undefined) {
    io.out(text);
    return EXIT.done;
  }
  writeFile(out, text);
  io.err(`${out} written: ${blueprint.components.length} components as ${format}\n`);
  return EXIT.done;
}

function formatOf(out: string): GraphFormat {
  const ending = extname(out);
  const format = FORMATS[ending.toLowerCase()];
  if (format) return format;
  throw invalidInput(
    'invalid-option',
    `--out ${JSON.stringify(out)}: nothing is drawn as ${ending}`,
    `let the name end in ${Object.keys(FORMATS)
      .filter((known) => known !== '')
      .join(', ')}, or give --format`,
  );
}
