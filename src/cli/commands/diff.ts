import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Comparison, PlacedObject } from '../../diff/index.js';
import { invalidInput } from '../../errors.js';
import type { LoadOptions } from '../../profile/index.js';
import { showWarnings, type Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { gitFiles, type GitFiles } from '../git-files.js';
import { loadOptions, type InputOptions } from '../options/input-options.js';
import { manifestsOfBlueprint } from '../manifests.js';
import { maskComparison } from '../mask/mask-comparison.js';
import { printData, type DataFormat } from '../render/print-data.js';
import { renderComparison, summaryOf } from '../render/render-comparison.js';

export interface DiffOptions extends InputOptions {
  readonly against?: string;
  readonly exitCode?: boolean;
  readonly showSecrets?: boolean;
  readonly output: 'text' | 'markdown' | DataFormat;
}

/** Shows how a change of the input changes the objects. */
export async function diff(files: readonly string[], options: DiffOptions, context: Context): Promise<ExitCode> {
  const { io, output } = context;
  const input = loadOptions(options, io, files);
  if (options.against === undefined)
    throw invalidInput(
      'missing-option',
      'nothing to compare with: --against is not given',
      'name a folder that synth wrote, or a branch, tag or commit: --against main',
    );
  const before = await baseOf(options.against, input, options, context);
  const [{ loadBlueprint }, { compareObjects, renderMarkdown }] = await Promise.all([
    import('../../profile/index.js'),
    import('../../diff/index.js'),
  ]);
  const { blueprint, problems } = loadBlueprint(input);
  showWarnings(problems, options.strict === true, context);
  const { manifests } = await manifestsOfBlueprint(blueprint, options, { isInGit: isForFlux(options.against) });
  const compared = compareObjects(before, manifests);
  const comparison = options.showSecrets === true ? compared : maskComparison(compared);
  if (options.output === 'text') {
    io.out(renderComparison(comparison, output));
    io.err(`${summaryOf(comparison)}\n`);
  } else {
    io.out(options.output === 'markdown' ? renderMarkdown(comparison) : await printData(data(comparison), options.output));
  }
  return options.exitCode === true && comparison.changes.length > 0 ? EXIT.changes : EXIT.done;
}

/** The objects to compare with: what a folder holds, or what the same input came to at a commit. */
async function baseOf(against: string, input: LoadOptions, options: DiffOptions, { io }: Context): Promise<readonly PlacedObject[]> {
  if (statSync(against, { throwIfNoEntry: false })?.isDirectory() === true) return objectsOfFolder(against, input, options);
  const [near] = [input.profile, ...input.files].filter((file) => file !== undefined && file !== '-');
  const git = near === undefined ? undefined : gitFiles(against, near);
  if (!git)
    throw invalidInput(
      'unknown-base',
      `${against}: neither a folder nor a commit of the Git repository ${near === undefined ? 'of the input' : `around ${near}`}`,
      'name a folder that synth wrote, or a branch, tag or commit: --against main',
    );
  if (input.files.includes('-'))
    throw invalidInput('unknown-base', `${against}: standard input has no earlier version`, 'name files with -f');
  return objectsAt(git, input, options, io.err.bind(io));
}

/** Whether a folder was written for Flux: its releases lack what OCM resolves. */
function isForFlux(against: string): boolean {
  return existsSync(join(against, 'gitops', 'flux.yaml'));
}

/** A folder may hold manifests, or the input of another platform. */
async function objectsOfFolder(folder: string, input: LoadOptions, options: DiffOptions): Promise<readonly PlacedObject[]> {
  const [{ objectsIn }, { readFiles }] = await Promise.all([import('../../diff/index.js'), import('../../synth/index.js')]);
  const objects = objectsIn(readFiles(folder));
  if (!objects.some(({ object }) => object.kind === 'PlatformMesh' && object.metadata['uid'] === undefined)) return objects;
  const { loadBlueprint } = await import('../../profile/index.js');
  const { blueprint } = loadBlueprint({ files: [folder], settings: input.settings ?? {} });
  return (await manifestsOfBlueprint(blueprint, options)).manifests;
}

async function objectsAt(
  git: GitFiles,
  input: LoadOptions,
  options: DiffOptions,
  say: (text: string) => void,
): Promise<readonly PlacedObject[]> {
  const all = input.profile === undefined ? input.files : [...input.files, input.profile];
  if (all.every((file) => git.stat(file) === undefined)) {
    say(`${git.label(all.join(', '))}: not there yet, so every object is new\n`);
    return [];
  }
  const { loadBlueprint } = await import('../../profile/index.js');
  return (await manifestsOfBlueprint(loadBlueprint({ ...input, from: git }).blueprint, options)).manifests;
}

function data({ changes, ...counts }: Comparison): object {
  return {
    ...counts,
    objects: changes.map(({ before, after, fields, ...rest }) => ({
      ...rest,
      ...(rest.change === 'changed' ? { fields } : { object: after ?? before }),
    })),
  };
}
