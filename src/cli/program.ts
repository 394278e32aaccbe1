import { Command, CommanderError, Option } from 'commander';
import { addInputOptions } from './input-options.js';
import type { Context } from './context.js';
import type { ExitCode } from './exit-codes.js';
import type { DiffOptions } from './commands/diff.js';
import type { ExplainOptions } from './commands/explain.js';
import type { SynthOptions } from './commands/synth.js';
import type { ValidateOptions } from './commands/validate.js';

/** Global flags. */
export interface GlobalOptions {
  readonly verbose?: boolean;
  readonly color?: boolean;
}

/** How a command line is run: the context is made from its global flags. */
export interface Runner {
  readonly version: string;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly context: (options: GlobalOptions) => Context;
  readonly done: (code: ExitCode) => void;
}

/** The commands and their flags; what a command does lies in `commands/`. */
export function createProgram(runner: Runner): Command {
  const program = new Command('platform-mesh')
    .description('Turns a PlatformMesh and its profile into the manifests of a platform')
    .version(runner.version, '--version', 'print the version')
    .option('-v, --verbose', 'show the stack of an internal error')
    .option('--no-color', 'no colours, as with NO_COLOR')
    .helpOption('-h, --help', 'print help')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: runner.write, writeErr: runner.writeError });
  const globals = (): Context => runner.context(program.opts<GlobalOptions>());

  addInputOptions(program.command('synth'))
    .description('Write the manifests as files for a Git commit')
    .option('--out <dir>', 'folder to write to', 'dist')
    .option('--stdout', 'print all manifests instead')
    .addOption(new Option('--layout <layout>', 'one file for each chart or each object').choices(['chart', 'resource']).default('chart'))
    .addOption(new Option('--output <format>', 'how the summary is printed').choices(['text', 'json']).default('text'))
    .addHelpText('after', examples(['synth -f platform-mesh.yaml --profile profile.yaml --out deploy', 'synth -f examples/quickstart --stdout', 'kubectl get platformmesh,configmap -o yaml | platform-mesh synth -f -']))
    .action(async (files: readonly string[], options: SynthOptions) => {
      const { synth } = await import('./commands/synth.js');
      runner.done(await synth(files, options, globals()));
    });

  addInputOptions(program.command('validate'))
    .description('Say everything that is wrong with the input, all at once')
    .addOption(new Option('--output <format>', 'how problems are printed').choices(['text', 'json', 'yaml']).default('text'))
    .addHelpText('after', examples(['validate -f platform-mesh.yaml --profile profile.yaml', 'validate -f deploy --strict --output json']))
    .action(async (files: readonly string[], options: ValidateOptions) => {
      const { validate } = await import('./commands/validate.js');
      runner.done(await validate(files, options, globals()));
    });

  addInputOptions(program.command('explain'), 'own')
    .description('Say where a value comes from; without a path, what the platform consists of')
    .argument('[path...]', 'path of the input, or an object and the path of a field')
    .addOption(new Option('--output <format>', 'how the answer is printed').choices(['text', 'json', 'yaml']).default('text'))
    .addHelpText('after', examples(['explain -f examples/quickstart', 'explain -f examples/quickstart services.portal.values.replicas', 'explain -f examples/quickstart HelmRelease/portal spec.values.cookieDomain']))
    .action(async (path: readonly string[], options: ExplainOptions) => {
      const { explain } = await import('./commands/explain.js');
      runner.done(await explain(path, options, globals()));
    });

  addInputOptions(program.command('diff'))
    .description('Say what a change of the input does to the objects')
    .requiredOption('--against <base>', 'a folder with manifests or with another input, or a Git branch, tag or commit')
    .option('--exit-code', 'end with 3 when something differs')
    .addOption(new Option('--output <format>', 'how the differences are printed').choices(['text', 'json', 'yaml', 'markdown']).default('text'))
    .addHelpText('after', examples(['diff -f deploy/input --against main', 'diff -f platform-mesh.yaml --profile profile.yaml --against deploy --exit-code', 'diff -f deploy/input --against origin/main --output markdown > comment.md']))
    .action(async (files: readonly string[], options: DiffOptions) => {
      const { diff } = await import('./commands/diff.js');
      runner.done(await diff(files, options, globals()));
    });

  program
    .command('crds')
    .description('Print the CustomResourceDefinitions')
    .addHelpText('after', examples(['crds | kubectl apply --server-side -f -']))
    .action(async () => {
      const { crds } = await import('./commands/crds.js');
      runner.done(await crds(globals()));
    });

  return program;
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line.startsWith('kubectl') ? '' : 'platform-mesh '}${line}`).join('\n')}\n`;
}

/** Whether commander has said already what was wrong, or only printed help or the version. */
export function isHandled(error: unknown): error is CommanderError {
  return error instanceof CommanderError;
}
