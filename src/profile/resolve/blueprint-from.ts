import { InvalidInputError, type Problem } from '../../errors.js';
import { exposureOf, validatePlatformMesh, type PlatformMesh, type PlatformMeshSpec } from '../../resources/index.js';
import type { Settings } from '../../settings.js';
import type { Blueprint, Exposure } from '../blueprint.js';
import { findPlatformMesh, findProfile, readObjects, type InputObject } from '../find.js';
import { freeze } from '../freeze.js';
import { readOverlays, type Overlays } from '../overlay/overlays.js';
import { Problems } from '../problems.js';
import { readProfile, type Profile } from '../read/read-profile.js';
import { resolveComponents } from './resolve-components.js';
import { resolveKcp } from './resolve-kcp.js';
import type { SourceText } from '../read/source-text.js';
import { child, locate, locationOf, plain, type Traced } from '../overlay/traced.js';
import { tracedProvenance } from '../overlay/traced-provenance.js';
import { exposureWithPorts, templateVariables } from '../render/variables.js';

/** The texts that a Blueprint is made of. */
export interface BlueprintInput {
  /** What `-f` named: any number of objects, one `PlatformMesh` among them. */
  readonly sources: readonly SourceText[];
  /** What `--profile` named: a bare profile or a ConfigMap. @default - found among the sources */
  readonly profile?: readonly SourceText[];
  /** What flags decide. @default - none */
  readonly settings?: Settings;
  /**
   * How to report an entry that cannot work, such as a provider connection without a source. With `warning` the rest of the platform
   * is built; its status reports the entry.
   * @default 'error'
   */
  readonly unusableEntries?: 'error' | 'warning';
}

/** A Blueprint, and what was noticed on the way. */
export interface LoadedBlueprint {
  /** The resolved platform. */
  readonly blueprint: Blueprint;
  /** Warnings only. */
  readonly problems: readonly Problem[];
}

/**
 * Resolves a `PlatformMesh` and its profile. Pure: the same texts give the same Blueprint.
 *
 * @throws {InvalidInputError} with every problem of the input, errors and warnings.
 */
export function blueprintFrom(input: BlueprintInput, problems = new Problems()): LoadedBlueprint {
  const read = readInput(input, problems);
  const blueprint = read && resolveBlueprint(read, input.settings ?? {}, problems);
  if (!blueprint || problems.hasErrors) throw new InvalidInputError(problems.list());
  return { blueprint: freeze(blueprint), problems: problems.list() };
}

/** Merges, checks and resolves what was read; undefined when a section of the profile cannot be used. */
export function resolveBlueprint(
  { instance, exposure, platformMesh, spec, ...given }: ReadInput,
  settings: Settings,
  problems: Problems,
): Blueprint | undefined {
  const topology = resolveKcp(spec, platformMesh.spec, problems);
  const resolved = resolveComponents({ ...given, specOcm: spec.ocm ?? undefined, namespace: instance.namespace, problems });
  if (!resolved) return undefined;
  const { trees, ...rest } = resolved;
  return {
    instance,
    exposure,
    settings,
    ...rest,
    ...topology,
    ...(spec.wait ? { wait: spec.wait } : {}),
    provenance: tracedProvenance({ trees: { ...trees, ...platformMesh }, components: rest.components, instance, exposure, settings }),
  };
}

/** What the input says, read and rendered. */
export interface ReadInput {
  readonly instance: Blueprint['instance'];
  readonly exposure: Exposure;
  /** The `PlatformMesh` as it stands in the file. */
  readonly platformMesh: { readonly metadata: Traced; readonly spec: Traced };
  /** The spec, checked; empty where it has errors. */
  readonly spec: PlatformMeshSpec;
  readonly profile: Profile;
  readonly overlays: Overlays;
}

/** A function of its own, so that the YAML nodes of a large profile are gone before components are made of it. */
function readInput(input: BlueprintInput, problems: Problems): ReadInput | undefined {
  const objects = readObjects(input.sources, problems);
  const platformMesh = findPlatformMesh(
    objects,
    input.sources.map(({ file }) => file),
    problems,
  );
  const explicit = input.profile && { sources: input.profile, objects: readObjects(input.profile, new Problems()) };
  if (!platformMesh) return undefined;
  const { name, namespace, spec } = readInstance(platformMesh, problems, input.unusableEntries ?? 'error');
  const wanted = { name: spec.profileConfigMap?.name ?? `${name}-profile`, namespace: spec.profileConfigMap?.namespace || namespace };
  const exposure = exposureWithPorts(exposureOf(spec));
  const variables = templateVariables(exposure, namespace);
  const found = findProfile(objects, explicit, wanted, platformMesh, problems);
  const profile = found && readProfile(found, variables, problems);
  const overlays = readOverlays(platformMesh.node, { source: platformMesh.source, variables, problems });
  if (!profile) return undefined;
  const { object } = platformMesh;
  const trees = { metadata: child(object, 'metadata') ?? object, spec: child(object, 'spec') ?? object };
  return { instance: { name, namespace }, exposure, platformMesh: trees, spec, profile, overlays };
}

interface Instance {
  readonly name: string;
  readonly namespace: string;
  readonly spec: PlatformMeshSpec;
}

/** The checked resource; where it has errors an empty spec stands in for it, so that the profile is checked as well. */
function readInstance(found: InputObject, problems: Problems, unusableEntries: 'error' | 'warning'): Instance {
  const value = plain(found.object);
  let usable = true;
  for (const problem of validatePlatformMesh(value)) {
    const severity = problem.code === 'unusable-entry' ? unusableEntries : problem.severity;
    if (severity === 'error') usable = false;
    problems[severity](problem.code, {
      message: `PlatformMesh "${found.name ?? ''}": ${problem.message}`,
      ...(problem.hint === undefined ? {} : { hint: problem.hint }),
      location: locate(found.object, problem.path, problem.at),
    });
  }
  const name = found.name ?? '';
  if (found.namespace === undefined) {
    problems.warning('no-namespace', {
      message: `PlatformMesh "${name}": metadata.namespace is not set; "default" is assumed`,
      hint: 'set it to the namespace that the platform is installed into',
      location: locationOf(found.object),
    });
  }
  return { name, namespace: found.namespace ?? 'default', spec: (usable ? (value as unknown as PlatformMesh).spec : undefined) ?? {} };
}
