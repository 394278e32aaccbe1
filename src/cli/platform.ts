import { setImmediate as turn } from 'node:timers/promises';
import type { Blueprint, RuntimeValues } from '../profile/index.js';
import type { Clusters } from '../runtime/subroutines/index.js';
import { instanceName, type ClusterOptions, type InstanceOptions } from './options/cluster-options.js';
import { showWarnings, type Context } from './context.js';
import { loadOptions, missingSecret, settingsFrom, type InputOptions } from './options/input-options.js';

/** The flags of commands that look at a platform and its clusters. */
export type PlatformOptions = InputOptions & ClusterOptions & InstanceOptions;

/** The instance, by its name or by its files; sends no request. */
export async function instanceOf(name: string | undefined, options: PlatformOptions, { io }: Context): Promise<Blueprint['instance']> {
  const stored = instanceName(name, options);
  if (stored) return stored;
  const { loadBlueprint } = await import('../profile/index.js');
  return loadBlueprint(loadOptions(withoutClusters(options), io)).blueprint.instance;
}

/** The flags of a remote runtime are not needed to find the name of a platform. */
function withoutClusters({ filename, profile, strict }: PlatformOptions): InputOptions {
  return { ...(filename ? { filename } : {}), ...(profile === undefined ? {} : { profile }), ...(strict === undefined ? {} : { strict }) };
}

/** A platform as a command was given it. */
export interface Platform {
  readonly blueprint: Blueprint;
  /** Values that `--runtime-values` gives. */
  readonly givenValues: RuntimeValues;
}

/**
 * The platform in the files that were named, or the one of that name on the runtime cluster.
 *
 * @throws {InvalidInputError} `missing-option` when there are two clusters, and Flux is not told how to reach the other one.
 */
export async function loadPlatform(
  name: string | undefined,
  options: PlatformOptions,
  clusters: Clusters,
  context: Context,
): Promise<Platform> {
  const stored = instanceName(name, options);
  await connectAhead(clusters);
  const [{ loadBlueprint, loadRuntimeValues }, { storedInput }] = await Promise.all([
    import('../profile/index.js'),
    import('../runtime/actions/index.js'),
  ]);
  await goOn();
  const input = stored
    ? { ...(await storedInput(clusters.runtime, stored)), settings: settingsFrom(options) }
    : loadOptions(options, context.io);
  const { blueprint, problems } = loadBlueprint({ ...input, unusableEntries: 'warning' });
  showWarnings(problems, options.strict === true, context);
  // Otherwise releases would go to the wrong cluster.
  const isFlux = blueprint.components.some(({ technology }) => technology === 'fluxcd');
  if (isFlux && clusters.infra !== clusters.runtime && !blueprint.settings.remoteRuntime) throw missingSecret(options);
  return { blueprint, givenValues: options.runtimeValues === undefined ? {} : loadRuntimeValues(options.runtimeValues) };
}

/** Connects while modules and files are loaded. */
async function connectAhead({ infra, runtime }: Clusters): Promise<void> {
  for (const cluster of new Set([infra, runtime])) void cluster.warmUp();
  await goOn();
}

/** Lets a connection go on: loading keeps the event loop busy, and each round trip of TLS needs a turn of it. */
async function goOn(): Promise<void> {
  await turn();
  await turn();
}
