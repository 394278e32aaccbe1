import { Argument, Command, CommanderError, Option } from 'commander';
import { choice, word } from './options/choice.js';
import type { ApplyOptions } from './commands/apply.js';
import type { DeleteOptions } from './commands/delete.js';
import type { DiffOptions } from './commands/diff.js';
import type { ExplainOptions } from './commands/explain.js';
import type { GraphOptions } from './commands/graph.js';
import type { InstallOptions } from './commands/install.js';
import type { PlanOptions } from './commands/plan.js';
import type { StatusOptions } from './commands/status.js';
import type { SynthOptions } from './commands/synth.js';
import type { ValidateOptions } from './commands/validate.js';
import { SHELLS, type Shell } from './completion.js';
import type { Context } from './context.js';
import { EXIT_CODES, type ExitCode } from './exit-codes.js';
import { addClusterOptions } from './options/cluster-options.js';
import { addKcpOptions, addPipelineOptions } from './options/pipeline-options.js';
import { addPrerequisiteOptions, addStepOptions, addWriteOptions } from './options/delivery-options.js';
import { addRemovalOptions } from './options/removal-options.js';
import { addInputOptions } from './options/input-options.js';
import { addLiveOptions } from './options/live-options.js';
import { COMMAND_LINE_DEFAULTS } from '../settings.js';

/** Global flags. */
export interface GlobalOptions {
  readonly verbose?: boolean;
  readonly color?: boolean;
}

/** How to run a command line; its global flags decide the context. */
export interface Runner {
  readonly version: string;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly context: (options: GlobalOptions) => Context;
  readonly done: (code: ExitCode) => void;
  /** Columns of the terminal, for help. */
  readonly width: number;
}

/** The commands and their flags. Each command is a file in `commands/`, which is loaded when the command runs. */
export function createProgram(runner: Runner): Command {
  const program = new Command('platform-mesh')
    .description('Turn a PlatformMesh and its profile into the manifests of a platform, and apply them to its clusters')
    .version(runner.version, '--version', 'print the version, and the release of the Go operator that it matches')
    .option('-v, --verbose', 'show every warning, and the stack of an internal error')
    .option('--no-color', 'print no colours, as with NO_COLOR')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(runner.width, 120) })
    .showSuggestionAfterError()
    .showHelpAfterError('   hint: platform-mesh --help lists the commands')
    .exitOverride()
    .configureOutput({ writeOut: runner.write, writeErr: runner.writeError })
    .addHelpText(
      'after',
      `${examples([
        'synth -f platform-mesh.yaml --profile profile.yaml --out deploy',
        'explain -f deploy services.portal.values.replicas',
        'diff -f deploy --against main',
      ])}
${EXIT_CODES}`,
    );
  const globals = (): Context => runner.context(program.opts<GlobalOptions>());

  addLiveOptions(addInputOptions(program.command('synth')))
    .description('Write the manifests as files for a Git commit')
    .option('--out <dir>', 'folder to write to', COMMAND_LINE_DEFAULTS.out)
    .option('--stdout', 'print all manifests instead')
    .addOption(choice('--layout <layout>', 'one file for each chart or each object', ['chart', 'resource']))
    .addOption(word('--gitops <tool>', 'also write the objects that let a cluster apply the folder from Git', ['flux', 'argocd']))
    .option('--gitops-repo <url>', 'URL of the Git repository with the folder')
    .option('--gitops-path <path>', 'the folder within that repository')
    .option('--gitops-branch <branch>', `branch of that repository (default: "${COMMAND_LINE_DEFAULTS.gitopsBranch}")`)
    .option('--gitops-secret-name <name>', 'Secret with the credentials of that repository, for Flux')
    .addOption(choice('--output <format>', 'format of the summary', ['text', 'json', 'yaml']))
    .addHelpText(
      'after',
      examples([
        'synth -f platform-mesh.yaml --profile profile.yaml --out deploy',
        'synth -f examples/quickstart --stdout',
        'synth -f mesh --out deploy --gitops flux --gitops-repo https://git.example.com/team/mesh.git --gitops-path deploy',
        'kubectl get platformmesh,configmap -o yaml | platform-mesh synth -f -',
      ]),
    )
    .action(async (files: readonly string[], options: SynthOptions) => {
      const { synth } = await import('./commands/synth.js');
      runner.done(await synth(files, options, globals()));
    });

  addInputOptions(program.command('validate'))
    .description('Report all problems of the input at once')
    .addOption(choice('--output <format>', 'format of the problems', ['text', 'json', 'yaml']))
    .addHelpText('after', examples(['validate -f platform-mesh.yaml --profile profile.yaml', 'validate -f deploy --strict --output json']))
    .action(async (files: readonly string[], options: ValidateOptions) => {
      const { validate } = await import('./commands/validate.js');
      runner.done(await validate(files, options, globals()));
    });

  addInputOptions(program.command('explain'), 'own')
    .description('Show where a value comes from; without a path, the components of the platform')
    .argument('[path...]', 'path of the input, or an object and the path of a field')
    .addOption(showSecrets())
    .addOption(choice('--output <format>', 'format of the answer', ['text', 'json', 'yaml']))
    .addHelpText(
      'after',
      examples([
        'explain -f examples/quickstart',
        'explain -f examples/quickstart services.portal.values.replicas',
        'explain -f examples/quickstart HelmRelease/portal spec.values.cookieDomain',
      ]),
    )
    .action(async (path: readonly string[], options: ExplainOptions) => {
      const { explain } = await import('./commands/explain.js');
      runner.done(await explain(path, options, globals()));
    });

  addInputOptions(program.command('graph'))
    .description('Draw the platform: components, waves, targets and dependencies')
    .addOption(
      word('--format <format>', 'format of the drawing (default: by the name of --out, else mermaid)', [
        'mermaid',
        'dot',
        'svg',
        'html',
        'json',
      ]),
    )
    .option('--out <file>', 'file to write to (default: standard output)')
    .addHelpText(
      'after',
      examples([
        'graph -f examples/quickstart --out platform.html',
        'graph -f examples/quickstart --format dot | dot -Tpdf > platform.pdf',
        'graph -f examples/quickstart > platform.mmd',
      ]),
    )
    .action(async (files: readonly string[], options: GraphOptions) => {
      const { graph } = await import('./commands/graph.js');
      runner.done(await graph(files, options, globals()));
    });

  addInputOptions(program.command('diff'))
    .description('Show how a change of the input changes the objects')
    .option('--against <base>', 'a folder with manifests or with another input, or a Git branch, tag or commit')
    .option('--exit-code', 'exit with 3 if something differs')
    .addOption(showSecrets())
    .addOption(choice('--output <format>', 'format of the differences', ['text', 'json', 'yaml', 'markdown']))
    .addHelpText(
      'after',
      examples([
        'diff -f deploy/input --against main',
        'diff -f platform-mesh.yaml --profile profile.yaml --against deploy --exit-code',
        'diff -f deploy/input --against origin/main --output markdown > comment.md',
      ]),
    )
    .action(async (files: readonly string[], options: DiffOptions) => {
      const { diff } = await import('./commands/diff.js');
      runner.done(await diff(files, options, globals()));
    });

  const planCommand = addWriteOptions(addClusterOptions(instanceOptions(addInputOptions(program.command('plan'), 'own'))));
  addRemovalOptions(addPipelineOptions(addKcpOptions(addStepOptions(planCommand))).option('--delete', 'show what a delete would do'))
    .description('Show what an apply would change on the clusters, by a dry run; or what a delete would take away')
    .option('--exit-code', 'exit with 3 if something would change')
    .addOption(showSecrets())
    .addOption(choice('--output <format>', 'format of the plan', ['text', 'json', 'yaml']))
    .addHelpText(
      'after',
      examples([
        'plan -f platform-mesh.yaml --profile profile.yaml',
        'plan mesh --namespace platform-mesh-system',
        'plan -f deploy --context staging --exit-code',
      ]),
    )
    .action(async (name: string | undefined, options: PlanOptions) => {
      const { plan } = await import('./commands/plan.js');
      runner.done(await plan(name, options, globals()));
    });

  const applyCommand = addWriteOptions(addClusterOptions(instanceOptions(addInputOptions(program.command('apply'), 'own'))));
  addPipelineOptions(addKcpOptions(addPrerequisiteOptions(addStepOptions(applyCommand))))
    .description('Apply a platform to its clusters, and wait until it is ready')
    .option('--no-wait', 'do not wait until the platform is ready')
    .option('--timeout <duration>', 'how long to wait', COMMAND_LINE_DEFAULTS.timeout)
    .addOption(choice('--output <format>', 'lines for people, or an event on each line', ['text', 'json']))
    .addHelpText(
      'after',
      examples([
        'apply -f platform-mesh.yaml --profile profile.yaml',
        'apply mesh --namespace platform-mesh-system --timeout 30m',
        'apply -f deploy --no-wait --output json',
      ]),
    )
    .action(async (name: string | undefined, options: ApplyOptions) => {
      const { apply } = await import('./commands/apply.js');
      runner.done(await apply(name, options, globals()));
    });

  const deleteCommand = addStepOptions(addClusterOptions(instanceOptions(addInputOptions(program.command('delete'), 'own'))));
  addRemovalOptions(addKcpOptions(deleteCommand))
    .description('Delete what apply created, in reverse order, and wait until it is gone')
    .option('--timeout <duration>', 'how long to wait', COMMAND_LINE_DEFAULTS.timeout)
    .option('--prune-adopted', 'also delete objects that somebody else created before the platform')
    .addOption(choice('--output <format>', 'lines for people, or an event on each line', ['text', 'json']))
    .addHelpText('after', examples(['delete mesh --namespace platform-mesh-system', 'delete -f platform-mesh.yaml --profile profile.yaml']))
    .action(async (name: string | undefined, options: DeleteOptions) => {
      const { deletePlatform } = await import('./commands/delete.js');
      runner.done(await deletePlatform(name, options, globals()));
    });

  const statusCommand = addStepOptions(addClusterOptions(instanceOptions(addInputOptions(program.command('status'), 'own'))));
  addPipelineOptions(addKcpOptions(statusCommand))
    .description('Show how a platform is: its steps, objects, workspaces in kcp, and kubeconfigs')
    .option('--watch', 'show it again after each change, until stopped')
    .addOption(choice('--output <format>', 'format of the status', ['text', 'json', 'yaml']))
    .addHelpText(
      'after',
      examples(['status mesh --namespace platform-mesh-system', 'status -f deploy --watch', 'status mesh --output json']),
    )
    .action(async (name: string | undefined, options: StatusOptions) => {
      const { status } = await import('./commands/status.js');
      runner.done(await status(name, options, globals()));
    });

  addStepOptions(program.command('install'))
    .description('Print the access rights that plan, apply, status and delete need; nothing else can be installed yet')
    .argument('[name]', 'the PlatformMesh (default: all of the namespace)')
    .option('--rbac-only', 'print a ServiceAccount and its Roles; required')
    .option('-n, --namespace <namespace>', 'namespace of the PlatformMesh', COMMAND_LINE_DEFAULTS.namespace)
    .addOption(word('--target <target>', 'the cluster, if there are two (default: both)', ['infra', 'runtime']))
    .addOption(word('--technology <technology>', 'what delivers the platform (default: both)', ['fluxcd', 'argocd']))
    .addHelpText(
      'after',
      examples([
        'install --rbac-only | kubectl apply -f -',
        'install mesh --rbac-only --technology fluxcd',
        'install mesh --rbac-only --namespace mesh --target infra',
      ]),
    )
    .action(async (name: string | undefined, options: InstallOptions) => {
      const { install } = await import('./commands/install.js');
      runner.done(await install(name, options, globals()));
    });

  program
    .command('crds')
    .description('Print the CustomResourceDefinitions')
    .addHelpText('after', examples(['crds | kubectl apply --server-side -f -']))
    .action(async () => {
      const { crds } = await import('./commands/crds.js');
      runner.done(await crds(globals()));
    });

  program
    .command('completion')
    .description('Print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText(
      'after',
      examples([
        'completion bash > /etc/bash_completion.d/platform-mesh',
        'completion zsh > "${fpath[1]}/_platform-mesh"',
        'completion fish > ~/.config/fish/completions/platform-mesh.fish',
      ]),
    )
    .action(async (shell: Shell) => {
      const { completion } = await import('./commands/completion.js');
      runner.done(completion(shell, program, globals()));
    });

  for (const command of program.commands) {
    command.configureHelp(program.configureHelp());
    command.showHelpAfterError(`   hint: platform-mesh ${command.name()} --help lists its arguments and flags`);
  }
  return program;
}

/** The arguments that name a platform on the cluster, in place of files. */
function instanceOptions(command: Command): Command {
  return command
    .argument('[name]', 'a PlatformMesh on the runtime cluster, in place of -f')
    .option('-n, --namespace <namespace>', `its namespace (default: "${COMMAND_LINE_DEFAULTS.namespace}")`);
}

function showSecrets(): Option {
  return new Option('--show-secrets', 'print passwords, tokens and the data of Secrets as they are');
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line.startsWith('kubectl') ? '' : 'platform-mesh '}${line}`).join('\n')}\n`;
}

/** Whether commander has already reported the error, or only printed help or the version. */
export function isHandled(error: unknown): error is CommanderError {
  return error instanceof CommanderError;
}
