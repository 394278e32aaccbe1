import type { Rendered, RenderOptions } from '../charts/index.js';
import type { Blueprint, RuntimeValues } from '../profile/index.js';
import type { InputOptions } from './options/input-options.js';

/** The manifests of a platform, the values that they were made with, and those that were not known. */
export interface PlatformManifests extends Pick<Rendered, 'manifests' | 'unresolved'> {
  readonly runtimeValues: RuntimeValues;
}

/** How files are made. */
export type FileOptions = Pick<RenderOptions, 'isInGit'>;

/** Makes the manifests. The charts are loaded when a verb needs them. */
export async function manifestsOfBlueprint(
  blueprint: Blueprint,
  { runtimeValues: file }: Pick<InputOptions, 'runtimeValues'>,
  options: FileOptions = {},
): Promise<PlatformManifests> {
  const { loadRuntimeValues } = await import('../profile/index.js');
  return manifestsWith(blueprint, file === undefined ? {} : loadRuntimeValues(file), options);
}

/** The same with values that are at hand. */
export async function manifestsWith(
  blueprint: Blueprint,
  runtimeValues: RuntimeValues,
  options: FileOptions = {},
): Promise<PlatformManifests> {
  const { render } = await import('../charts/index.js');
  const { manifests, unresolved } = render(blueprint, runtimeValues, options);
  return { manifests, unresolved, runtimeValues };
}
