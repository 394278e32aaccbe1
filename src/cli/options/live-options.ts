import type { Command } from 'commander';
import { invalidInput } from '../../errors.js';
import type { Blueprint, RuntimeValues } from '../../profile/index.js';
import type { Cluster } from '../../runtime/cluster/index.js';
import { FLAGS } from '../../settings.js';
import { connectClusters, type ClusterOptions } from './cluster-options.js';
import type { Context } from '../context.js';
import { flagName, flagOption } from './flag-option.js';
import type { InputOptions } from './input-options.js';
import { manifestsWith, type FileOptions, type PlatformManifests } from '../manifests.js';

/** The flags to read values of a running platform. */
export interface LiveOptions extends Pick<ClusterOptions, 'kubeconfig' | 'context'> {
  readonly runtimeValuesFromCluster?: boolean;
  readonly kcpUrl?: string;
  readonly kcpNamespace?: string;
  readonly kcpFrontProxyName?: string;
  readonly kcpFrontProxyPort?: string;
  readonly kcpClusterAdminSecretName?: string;
}

/** The flags to read values of a running platform. */
export function addLiveOptions(command: Command): Command {
  return command
    .option('--runtime-values-from-cluster', 'read those values from the runtime cluster and from kcp')
    .addOption(flagOption(FLAGS.kubeconfig, { takes: '<file>', description: 'kubeconfig of that cluster (default: as kubectl finds it)' }))
    .option('--context <name>', 'context of that kubeconfig (default: its current one)')
    .addOption(flagOption(FLAGS.kcpUrl, { takes: '<url>' }))
    .addOption(flagOption(FLAGS.kcpNamespace, { takes: '<namespace>', optional: true }))
    .addOption(flagOption(FLAGS.kcpFrontProxyName, { takes: '<name>', optional: true }))
    .addOption(flagOption(FLAGS.kcpFrontProxyPort, { takes: '<port>', optional: true }))
    .addOption(flagOption(FLAGS.kcpClusterAdminSecretName, { takes: '<name>', optional: true }));
}

/**
 * @throws {InvalidInputError} `missing-option` if a cluster is named but not used, `invalid-option` if the URL is invalid.
 */
export function checkLiveOptions(options: LiveOptions): void {
  const { kubeconfig, context, kcpUrl, kcpNamespace, kcpFrontProxyName, kcpFrontProxyPort, kcpClusterAdminSecretName } = options;
  const flags = { kubeconfig, context, kcpUrl, kcpNamespace, kcpFrontProxyName, kcpFrontProxyPort, kcpClusterAdminSecretName };
  const [lonely] = Object.entries(flags).find(([, value]) => value !== undefined) ?? [];
  if (options.runtimeValuesFromCluster !== true && lonely !== undefined)
    throw invalidInput(
      'missing-option',
      `--${flagName(lonely)} is given, but not --runtime-values-from-cluster`,
      'without it, synth asks no cluster',
    );
  if (kcpUrl !== undefined && !/^https?:$/u.test(URL.parse(kcpUrl)?.protocol ?? ''))
    throw invalidInput('invalid-option', `--kcp-url ${JSON.stringify(kcpUrl)} is not a URL`, 'write it as https://kcp.example.com:8443');
}

/** Reads runtime values of a running platform. The file of `--runtime-values` wins. */
export async function manifestsFromCluster(
  blueprint: Blueprint,
  options: LiveOptions & Pick<InputOptions, 'runtimeValues'> & FileOptions,
  { io }: Context,
): Promise<PlatformManifests> {
  const [{ loadRuntimeValues }, { readRuntimeValues }, { connectKcp }] = await Promise.all([
    import('../../profile/index.js'),
    import('../../runtime/subroutines/index.js'),
    import('../../runtime/kcp/index.js'),
  ]);
  const given = options.runtimeValues === undefined ? {} : loadRuntimeValues(options.runtimeValues);
  const { unresolved } = await manifestsWith(blueprint, given);
  const { kubeconfig, context } = options;
  const { runtime } = await connectClusters(
    { ...(kubeconfig === undefined ? {} : { kubeconfig }), ...(context === undefined ? {} : { context }) },
    io,
  );
  let kcp: Cluster | undefined;
  try {
    kcp = await connectKcp(runtime, {
      namespace: options.kcpNamespace ?? FLAGS.kcpNamespace.default,
      secretName: options.kcpClusterAdminSecretName ?? FLAGS.kcpClusterAdminSecretName.default,
      frontProxyName: options.kcpFrontProxyName ?? FLAGS.kcpFrontProxyName.default,
      frontProxyPort: options.kcpFrontProxyPort ?? FLAGS.kcpFrontProxyPort.default,
      ...(options.kcpUrl === undefined ? {} : { url: options.kcpUrl }),
    });
    const found = await readRuntimeValues(unresolved, { runtime, kcp, namespace: blueprint.instance.namespace });
    return await manifestsWith(blueprint, merged(found, given), { isInGit: options.isInGit ?? false });
  } finally {
    await Promise.all([runtime.close(), kcp?.close()]);
  }
}

function merged(found: RuntimeValues, given: RuntimeValues): RuntimeValues {
  return {
    identityHashes: { ...found.identityHashes, ...given.identityHashes },
    caBundles: { ...found.caBundles, ...given.caBundles },
    audiences: { ...found.audiences, ...given.audiences },
    ...(found.ocmResources || given.ocmResources ? { ocmResources: { ...found.ocmResources, ...given.ocmResources } } : {}),
  };
}
