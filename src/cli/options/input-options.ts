import { Option, type Command } from 'commander';
import { invalidInput, type InvalidInputError } from '../../errors.js';
import type { LoadOptions } from '../../profile/index.js';
import { FLAGS, type Settings } from '../../settings.js';
import { flagOption } from './flag-option.js';
import type { Io } from '../io.js';

/** The flags that name the input and decide about manifests; the same in every command. */
export interface InputOptions {
  readonly filename?: readonly string[];
  readonly profile?: string;
  readonly strict?: boolean;
  readonly remoteRuntime?: boolean;
  readonly remoteRuntimeInfraSecretName?: string;
  readonly remoteRuntimeInfraSecretKey?: string;
  readonly runtimeValues?: string;
  readonly idpRegistrationAllowed?: boolean;
  readonly idpWelcomeAdditionalRedirectUris?: readonly string[];
  readonly idpWelcomeAdditionalPostLogoutRedirectUris?: readonly string[];
  readonly domainCertificateCaSecretName?: string;
  readonly domainCertificateCaSecretKey?: string;
}

/** The flags that name the input. Arguments are more input, unless the command has arguments of its own. */
export function addInputOptions(command: Command, operands: 'files' | 'own' = 'files'): Command {
  if (operands === 'files') command.argument('[file...]', 'more input, like -f');
  return command
    .addOption(
      new Option('-f, --filename <file>', 'a file, a folder or - with the PlatformMesh and the profile ConfigMap; repeatable').argParser(
        (file, others: readonly string[] | undefined) => [...(others ?? []), file],
      ),
    )
    .option('--profile <file>', 'a bare profile.yaml, or a file with its ConfigMap')
    .option('--strict', 'treat warnings as errors')
    .option('--remote-runtime', 'the platform runs on another cluster than Flux')
    .addOption(flagOption(FLAGS.remoteRuntimeInfraSecretName, { takes: '<name>' }))
    .addOption(flagOption(FLAGS.remoteRuntimeInfraSecretKey, { takes: '<key>' }))
    .option('--runtime-values <file>', 'values that only a running platform knows: identity hashes, CA bundles, audiences')
    .addOption(flagOption(FLAGS.idpRegistrationAllowed))
    .addOption(flagOption(FLAGS.idpWelcomeAdditionalRedirectUris, { takes: '<uris>' }))
    .addOption(flagOption(FLAGS.idpWelcomeAdditionalPostLogoutRedirectUris, { takes: '<uris>' }))
    .addOption(flagOption(FLAGS.domainCertificateCaSecretName, { takes: '<name>', optional: true }))
    .addOption(flagOption(FLAGS.domainCertificateCaSecretKey, { takes: '<key>', optional: true }));
}

/**
 * @throws {InvalidInputError} `missing-option` if there is no input, or only half of a remote runtime.
 */
export function loadOptions(options: InputOptions, io: Io, more: readonly string[] = []): LoadOptions {
  const files = [...(options.filename ?? []), ...more];
  if (files.length === 0)
    throw invalidInput(
      'missing-option',
      'no input: -f is not given',
      'name the file that holds the PlatformMesh, or a folder: -f examples/quickstart',
    );
  return {
    files,
    settings: settingsFrom(options),
    stdin: () => io.stdin(),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
  };
}

/** What the flags decide about the manifests. */
export function settingsFrom(options: InputOptions): Settings {
  const {
    idpRegistrationAllowed,
    idpWelcomeAdditionalRedirectUris,
    idpWelcomeAdditionalPostLogoutRedirectUris,
    domainCertificateCaSecretName,
    domainCertificateCaSecretKey,
  } = options;
  return {
    ...remoteRuntime(options),
    ...(idpRegistrationAllowed === undefined ? {} : { idpRegistrationAllowed }),
    ...(idpWelcomeAdditionalRedirectUris === undefined ? {} : { idpWelcomeAdditionalRedirectUris }),
    ...(idpWelcomeAdditionalPostLogoutRedirectUris === undefined ? {} : { idpWelcomeAdditionalPostLogoutRedirectUris }),
    ...(domainCertificateCaSecretName === undefined ? {} : { domainCertificateCaSecretName }),
    ...(domainCertificateCaSecretKey === undefined ? {} : { domainCertificateCaSecretKey }),
  };
}

function remoteRuntime(options: InputOptions): Pick<Settings, 'remoteRuntime'> {
  const { remoteRuntime: flag, remoteRuntimeInfraSecretName: secretName = '', remoteRuntimeInfraSecretKey: secretKey = '' } = options;
  if (flag !== true && secretName === '' && secretKey === '') return {};
  if (secretName === '' || secretKey === '') throw missingSecret(options);
  return { remoteRuntime: { secretName, secretKey } };
}

/** Flux does not know how to reach the runtime cluster. */
export function missingSecret({ remoteRuntimeInfraSecretName = '', remoteRuntimeInfraSecretKey = '' }: InputOptions): InvalidInputError {
  const flags = [
    ...(remoteRuntimeInfraSecretName === '' ? ['--remote-runtime-infra-secret-name'] : []),
    ...(remoteRuntimeInfraSecretKey === '' ? ['--remote-runtime-infra-secret-key'] : []),
  ];
  return invalidInput(
    'missing-option',
    `a remote runtime needs ${flags.join(' and ')}`,
    'they name the Secret with the kubeconfig of the runtime cluster, for Flux',
  );
}
