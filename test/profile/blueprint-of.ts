import { toYaml } from '../../src/gotemplate/index.js';
import { InvalidInputError, type Problem } from '../../src/errors.js';
import { blueprintFrom, type Component, type LoadedBlueprint } from '../../src/profile/index.js';
import type { Settings } from '../../src/settings.js';
import { fileSource } from '../../src/profile/read/source-text.js';

/** What a test says of a platform; the rest is the least that works. */
export interface Given {
  /** The profile as data, or as the text of its file. */
  readonly profile?: object | string;
  /** The spec of the PlatformMesh. */
  readonly spec?: object;
  /** @default 'mesh' */
  readonly name?: string;
  readonly settings?: Settings;
  /** @default false */
  readonly unusableEntries?: 'error' | 'warning';
}

export function load({ profile = {}, spec = {}, name = 'mesh', settings = {}, unusableEntries = 'error' }: Given): LoadedBlueprint {
  const platformMesh = {
    apiVersion: 'core.platform-mesh.io/v1alpha1',
    kind: 'PlatformMesh',
    metadata: { name, namespace: 'mesh-system' },
    spec,
  };
  return blueprintFrom({
    sources: [fileSource('platform-mesh.yaml', toYaml(platformMesh))],
    profile: [fileSource('profile.yaml', typeof profile === 'string' ? profile : toYaml(profile))],
    settings,
    unusableEntries,
  });
}

/** The problems of an input that is refused. */
export function refused(given: Given): readonly Problem[] {
  try {
    load(given);
  } catch (error) {
    if (error instanceof InvalidInputError) return error.problems;
    throw error;
  }
  throw new Error('the input was accepted');
}

/** A profile with services alone. */
export function services(map: object, section: object = {}): { readonly components: object } {
  return { components: { ...section, services: map } };
}

export function componentOf(loaded: LoadedBlueprint, name: string): Component {
  const component = loaded.blueprint.components.find((candidate) => candidate.name === name);
  if (!component)
    throw new Error(`no component "${name}" among ${loaded.blueprint.components.map((candidate) => candidate.name).join(', ')}`);
  return component;
}

export function valuesOf(loaded: LoadedBlueprint, name: string): unknown {
  const { release } = componentOf(loaded, name);
  return release === 'none' ? undefined : release.values;
}

export function messages(problems: readonly Problem[]): readonly string[] {
  return problems.map(
    (problem) =>
      `${problem.location?.file ?? ''}:${problem.location?.line ?? 0}:${problem.location?.column ?? 0} ${problem.code}: ${problem.message}`,
  );
}
