import type { Manifest, UnresolvedValue } from '../charts/index.js';
import type { Blueprint, RuntimeValues } from '../profile/index.js';
import type { InputOptions } from './input-options.js';

/** The manifests of a platform, and the values in them that were not known. */
export interface PlatformManifests {
  readonly manifests: readonly Manifest[];
  readonly unresolved: readonly UnresolvedValue[];
}

/** Makes the manifests. The charts are loaded when a verb needs them. */
export async function manifestsOfBlueprint(blueprint: Blueprint, { runtimeValues: file }: Pick<InputOptions, 'runtimeValues'>): Promise<PlatformManifests> {
  const { loadRuntimeValues } = await import('../profile/index.js');
  return manifestsWith(blueprint, file === undefined ? {} : loadRuntimeValues(file));
}

/** The same with values that are at hand. */
export async function manifestsWith(blueprint: Blueprint, runtimeValues: RuntimeValues): Promise<PlatformManifests> {
  const { detachedApp, manifestsOf, PlatformMeshChart } = await import('../charts/index.js');
  const app = detachedApp();
  const { unresolved } = new PlatformMeshChart(app, blueprint.instance.name, { blueprint, runtimeValues });
  return { manifests: manifestsOf(app), unresolved };
}
