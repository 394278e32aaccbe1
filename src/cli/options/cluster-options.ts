import type { Command } from 'commander';
import { invalidInput } from '../../errors.js';
import type { Clusters } from '../../runtime/subroutines/index.js';
import { COMMAND_LINE_DEFAULTS, FLAGS } from '../../settings.js';
import { flagOption } from './flag-option.js';
import type { Io } from '../io.js';

/** The flags that name clusters. */
export interface ClusterOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly remoteRuntimeKubeconfig?: string;
  readonly remoteInfraKubeconfig?: string;
}

/** The flags that name clusters, the same in every command that uses one. */
export function addClusterOptions(command: Command): Command {
  return command
    .addOption(flagOption(FLAGS.kubeconfig, { takes: '<file>' }))
    .option('--context <name>', 'context of that kubeconfig (default: its current one)')
    .addOption(flagOption(FLAGS.remoteRuntimeKubeconfig, { takes: '<file>' }))
    .addOption(flagOption(FLAGS.remoteInfraKubeconfig, { takes: '<file>' }));
}

/**
 * Connects to the clusters; sends no request yet.
 *
 * @throws {PlatformMeshError} if a kubeconfig cannot be read or used.
 * @throws {InvalidInputError} `invalid-option` for a third cluster.
 */
export async function connectClusters(options: ClusterOptions, { env }: Io): Promise<Clusters> {
  const { connect, loadConnection } = await import('../../runtime/cluster/index.js');
  const load = async (kubeconfig: string | undefined, context?: string): Promise<Clusters['infra']> =>
    connect(
      await loadConnection({ env, ...(kubeconfig === undefined ? {} : { kubeconfig }), ...(context === undefined ? {} : { context }) }),
    );
  const { kubeconfig, context, remoteRuntimeKubeconfig, remoteInfraKubeconfig } = options;
  if (remoteRuntimeKubeconfig !== undefined && remoteInfraKubeconfig !== undefined) {
    if (kubeconfig !== undefined || context !== undefined)
      throw invalidInput(
        'invalid-option',
        `${kubeconfig === undefined ? '--context' : '--kubeconfig'} names a third cluster`,
        'omit it: each cluster has a kubeconfig of its own',
      );
    return { runtime: await load(remoteRuntimeKubeconfig), infra: await load(remoteInfraKubeconfig) };
  }
  const here = await load(kubeconfig, context);
  return {
    runtime: remoteRuntimeKubeconfig === undefined ? here : await load(remoteRuntimeKubeconfig),
    infra: remoteInfraKubeconfig === undefined ? here : await load(remoteInfraKubeconfig),
  };
}

/** Connects to the clusters for as long as they are used. */
export async function withClusters<T>(options: ClusterOptions, io: Io, use: (clusters: Clusters) => Promise<T>): Promise<T> {
  const clusters = await connectClusters(options, io);
  try {
    return await use(clusters);
  } finally {
    await Promise.all([clusters.infra.close(), clusters.runtime.close()]);
  }
}

/** The flags that name an instance: one from files, or one on the cluster. */
export interface InstanceOptions {
  readonly filename?: readonly string[];
  readonly namespace?: string;
}

/**
 * @throws {InvalidInputError} `invalid-option` for files and a name, and for a namespace without a name; `missing-option` for neither.
 */
export function instanceName(
  name: string | undefined,
  { filename, namespace }: InstanceOptions,
): { readonly name: string; readonly namespace: string } | undefined {
  if (name !== undefined && filename !== undefined)
    throw invalidInput(
      'invalid-option',
      `both -f and the name "${name}" are given`,
      'give the files of the platform, or the name of one on the cluster',
    );
  if (name === undefined) {
    if (namespace !== undefined)
      throw invalidInput(
        'invalid-option',
        '--namespace goes with the name of a PlatformMesh on the cluster',
        'omit it: the file has the namespace',
      );
    if (filename === undefined)
      throw invalidInput(
        'missing-option',
        'no platform: neither -f nor a name is given',
        'name its files, such as -f examples/quickstart, or the PlatformMesh on the cluster, such as `platform-mesh status mesh`',
      );
    return undefined;
  }
  return { name, namespace: namespace ?? COMMAND_LINE_DEFAULTS.namespace };
}
