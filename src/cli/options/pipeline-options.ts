import { Option, type Command } from 'commander';
import { invalidInput } from '../../errors.js';
import type { ConditionType, KcpPlace } from '../../runtime/subroutines/index.js';
import { FLAGS } from '../../settings.js';
import { word } from './choice.js';
import { flagOption } from './flag-option.js';

/** The steps that a command runs, as people call them, in their order. */
const STEPS = {
  deployment: 'DeploymentSubroutine',
  'kcp-setup': 'KcpsetupSubroutine',
  'provider-secret': 'ProvidersecretSubroutine',
  'feature-toggles': 'FeatureToggleSubroutine',
  wait: 'WaitSubroutine',
} as const satisfies Readonly<Record<string, ConditionType>>;

type StepName = keyof typeof STEPS;

/** The flags of commands that run the steps of the pipeline. */
export interface PipelineOptions {
  readonly only?: readonly StepName[];
  readonly skip?: readonly StepName[];
  readonly subroutinesDeploymentEnabled?: boolean;
  readonly subroutinesKcpSetupEnabled?: boolean;
  readonly subroutinesProviderSecretEnabled?: boolean;
  readonly subroutinesFeatureTogglesEnabled?: boolean;
  readonly subroutinesWaitEnabled?: boolean;
}

/** The flags by which kcp is found. */
export interface KcpOptions {
  readonly kcpUrl?: string;
  readonly kcpNamespace: string;
  readonly kcpRootShardName: string;
  readonly kcpFrontProxyName: string;
  readonly kcpFrontProxyPort: string;
  readonly kcpClusterAdminSecretName: string;
}

/** Flags by which steps are chosen: those for people, and those of the Go operator. */
export function addPipelineOptions(command: Command): Command {
  const names = Object.keys(STEPS);
  const list = (flags: string, description: string): Option => {
    const one = word(flags, `${description}: ${names.join(', ')}; may be repeated`, names);
    const { parseArg } = one;
    return one.argParser((name, others: readonly string[] | undefined) => {
      parseArg?.(name, undefined);
      return [...(others ?? []), name];
    });
  };
  return command
    .addOption(list('--only <step>', 'run only this step'))
    .addOption(list('--skip <step>', 'leave this step out'))
    .addOption(enabled(FLAGS.subroutinesDeploymentEnabled))
    .addOption(enabled(FLAGS.subroutinesKcpSetupEnabled))
    .addOption(enabled(FLAGS.subroutinesProviderSecretEnabled))
    .addOption(enabled(FLAGS.subroutinesFeatureTogglesEnabled))
    .addOption(enabled(FLAGS.subroutinesWaitEnabled));
}

/** Flags by which kcp is found; `--kcp-namespace` is among those of the authorization webhook. */
export function addKcpOptions(command: Command): Command {
  return command
    .addOption(flagOption(FLAGS.kcpUrl, { takes: '<url>' }))
    .addOption(flagOption(FLAGS.kcpRootShardName, { takes: '<name>' }))
    .addOption(flagOption(FLAGS.kcpFrontProxyName, { takes: '<name>' }))
    .addOption(flagOption(FLAGS.kcpFrontProxyPort, { takes: '<port>' }))
    .addOption(flagOption(FLAGS.kcpClusterAdminSecretName, { takes: '<name>' }));
}

/** In the syntax of the Go operator: `--subroutines-wait-enabled=false`. It is for scripts, so the help leaves it out. */
function enabled({ name, description }: { readonly name: string; readonly description: string }): Option {
  return new Option(`--${name} [boolean]`, description).hideHelp().argParser((text) => {
    if (text === 'true' || text === 'false') return text === 'true';
    throw invalidInput('invalid-option', `--${name}=${text} is neither true nor false`, `write it as --${name}=false`);
  });
}

/**
 * The steps that a run leaves out.
 *
 * @throws {InvalidInputError} `invalid-option` when `--only` and `--skip` are both given.
 */
export function leftOutSteps({ only, skip, ...enabledSteps }: PipelineOptions): readonly ConditionType[] {
  if (only && skip)
    throw invalidInput('invalid-option', '--only and --skip are both given', 'name the steps to run, or those to leave out');
  const off: Readonly<Record<StepName, boolean>> = {
    deployment: enabledSteps.subroutinesDeploymentEnabled === false,
    'kcp-setup': enabledSteps.subroutinesKcpSetupEnabled === false,
    'provider-secret': enabledSteps.subroutinesProviderSecretEnabled === false,
    'feature-toggles': enabledSteps.subroutinesFeatureTogglesEnabled === false,
    wait: enabledSteps.subroutinesWaitEnabled === false,
  };
  const names = Object.keys(STEPS) as readonly StepName[];
  return names.filter((name) => off[name] || skip?.includes(name) === true || (only && !only.includes(name))).map((name) => STEPS[name]);
}

/**
 * Where kcp is.
 *
 * @throws {InvalidInputError} `invalid-option` for a URL that is none.
 */
export function kcpPlaceOf(options: KcpOptions): KcpPlace {
  const { kcpUrl: url } = options;
  if (url !== undefined && !/^https?:$/u.test(URL.parse(url)?.protocol ?? ''))
    throw invalidInput('invalid-option', `--kcp-url ${JSON.stringify(url)} is no URL`, 'write it as https://kcp.example.com:8443');
  return {
    namespace: options.kcpNamespace,
    rootShardName: options.kcpRootShardName,
    frontProxyName: options.kcpFrontProxyName,
    frontProxyPort: options.kcpFrontProxyPort,
    secretName: options.kcpClusterAdminSecretName,
    ...(url === undefined ? {} : { url }),
  };
}
