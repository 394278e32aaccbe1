import { InvalidInputError, type Problem } from '../errors.js';
import { exposureOf, validatePlatformMesh, type PlatformMesh } from '../resources/index.js';
import type { Settings } from '../settings.js';
import type { Blueprint } from './blueprint.js';
import { findPlatformMesh, findProfile, readObjects, type InputObject } from './find.js';
import { freeze } from './freeze.js';
import { readOverlays } from './overlays.js';
import { Problems } from './problems.js';
import { readProfile } from './read-profile.js';
import { resolveComponents } from './resolve-components.js';
import type { SourceText } from './source-text.js';
import { descend, locate, locationOf, plain } from './traced.js';
import { tracedProvenance } from './traced-provenance.js';
import { exposureWithPorts, templateVariables } from './variables.js';

/** The texts that a Blueprint is made of. */
export interface BlueprintInput {
  /** What `-f` named: any number of objects, one `PlatformMesh` among them. */
  readonly sources: readonly SourceText[];
  /** What `--profile` named: a bare profile or a ConfigMap. @default - found among the sources */
  readonly profile?: readonly SourceText[];
  readonly settings?: Settings;
}

/** A Blueprint, and what was noticed on the way. */
export interface LoadedBlueprint {
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
  const blueprint = resolve(input, problems);
  if (!blueprint || problems.hasErrors) throw new InvalidInputError(problems.list());
  return { blueprint: freeze(blueprint), problems: problems.list() };
}

function resolve(input: BlueprintInput, problems: Problems): Blueprint | undefined {
  const objects = readObjects(input.sources, problems);
  const platformMesh = findPlatformMesh(objects, input.sources.map(({ file }) => file), problems);
  const explicit = input.profile && { sources: input.profile, objects: readObjects(input.profile, new Problems()) };
  if (!platformMesh) return undefined;
  const instance = readInstance(platformMesh, problems);
  const { spec = {} } = instance.platformMesh;
  const wanted = {
    name: spec.profileConfigMap?.name ?? `${instance.name}-profile`,
    namespace: spec.profileConfigMap?.namespace || instance.namespace,
  };
  const exposure = exposureWithPorts(exposureOf(spec));
  const variables = templateVariables(exposure, instance.namespace);
  const source = findProfile(objects, explicit, wanted, platformMesh, problems);
  const profile = source && readProfile(source, variables, problems);
  const overlays = readOverlays(platformMesh.node, { source: platformMesh.source, variables, problems });
  if (!profile) return undefined;
  const resolved = resolveComponents({ profile, overlays, namespace: instance.namespace, specOcm: spec.ocm ?? undefined, problems });
  if (!resolved) return undefined;
  const { trees, ...rest } = resolved;
  const settings = input.settings ?? {};
  const exposureTree = descend(platformMesh.object, ['spec', 'exposure']);
  return {
    instance: { name: instance.name, namespace: instance.namespace },
    exposure,
    settings,
    ...rest,
    provenance: tracedProvenance({ trees, components: rest.components, exposure, exposureTree, settings }),
  };
}

interface Instance {
  readonly name: string;
  readonly namespace: string;
  readonly platformMesh: PlatformMesh;
}

/** The checked resource; where it has errors an empty spec stands in for it, so that the profile is checked as well. */
function readInstance(found: InputObject, problems: Problems): Instance {
  const value = plain(found.object);
  let usable = true;
  for (const problem of validatePlatformMesh(value)) {
    if (problem.severity === 'error') usable = false;
    problems[problem.severity](problem.code, {
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
  const usableValue = value as unknown as PlatformMesh;
  return { name, namespace: found.namespace ?? 'default', platformMesh: usable ? usableValue : { ...usableValue, spec: {} } };
}
