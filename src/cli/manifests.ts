import type { Manifest, UnresolvedValue } from '../charts/index.js';
import type { Blueprint } from '../profile/index.js';
import type { InputOptions } from './input-options.js';

/** The manifests of a platform, and the values in them that were not known. */
export interface PlatformManifests {
  readonly manifests: readonly Manifest[];
  readonly unresolved: readonly UnresolvedValue[];
}

/** Makes the manifests. The charts are loaded when a verb needs them. */
export async function manifestsOfBlueprint(blueprint: Blueprint, { runtimeValues }: Pick<InputOptions, 'runtimeValues'>): Promise<PlatformManifests> {
  const [{ detachedApp, manifestsOf, PlatformMeshChart }, { loadRuntimeValues }] = await Promise.all([import('../charts/index.js'), import('../profile/index.js')]);
  const app = detachedApp();
  const { unresolved } = new PlatformMeshChart(app, blueprint.instance.name, { blueprint, ...(runtimeValues === undefined ? {} : { runtimeValues: loadRuntimeValues(runtimeValues) }) });
  return { manifests: manifestsOf(app), unresolved };
}
