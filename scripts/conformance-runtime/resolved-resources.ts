import type { ImageVersion } from './image-store.ts';
import { at, textAt, type Json, type JsonMap } from './json.ts';
import { appliedOf, type RecordedCase } from './recorded-case.ts';

/** What the reference writes into an Application whose source nobody has found. */
const PLACEHOLDER = 'PLACEHOLDER_TO_BE_SET_BY_RESOURCE_SUBROUTINE';

/** Whether a recorded field of a source was not known, so that the reference wrote a placeholder or nothing. */
export function isUnknownSource(value: Json | undefined): boolean {
  return value === PLACEHOLDER || value === '';
}

/**
 * What OCM finds out while a case is replayed, as status by name of the Resource. The reference applies an Application whose
 * source is unknown; here it is applied when OCM knows the source (decision 12). So that the rest of it can be compared, OCM is
 * played for these, and for no others.
 */
export function resolvedResources(
  recorded: Pick<RecordedCase, 'writes'>,
  versions: readonly ImageVersion[],
): ReadonlyMap<string, JsonMap> {
  const resources = new Map(appliedOf(recorded, 'Resource').map(({ object }) => [textAt(object, 'metadata', 'name'), object]));
  const charts = appliedOf(recorded, 'Application').flatMap(({ object }) => {
    if (!isUnknownSource(at(object, 'spec', 'source', 'repoURL'))) return [];
    const name = textAt(object, 'metadata', 'name');
    const resource = [`${name}-chart`, name].find((candidate) => resources.has(candidate));
    if (resource === undefined) return [];
    const isGit = textAt(resources.get(resource), 'metadata', 'labels', 'repo') === 'git';
    return [[resource, chartStatus(textAt(object, 'spec', 'source', 'chart') || name, isGit)] as const];
  });
  return new Map([...charts, ...versions.map(({ resource, version }) => [resource, imageStatus(version)] as const)]);
}

function chartStatus(chart: string, isGit: boolean): JsonMap {
  const git = { type: 'gitHub', repoUrl: `https://git.example.com/${chart}`, ref: '1.0.0', commit: 'a1b2c3' };
  const oci = { type: 'ociArtifact', imageReference: `oci://registry.example.com/charts/${chart}:1.0.0` };
  return status({ name: 'chart', type: 'helmChart', version: '1.0.0', access: isGit ? git : oci });
}

function imageStatus(version: string): JsonMap {
  const access = { type: 'ociArtifact', imageReference: `registry.example.com/images/recorded:${version}` };
  return status({ name: 'image', type: 'ociImage', version, access });
}

function status(resource: JsonMap): JsonMap {
  const condition = { type: 'Ready', status: 'True', reason: 'Succeeded', message: 'found', lastTransitionTime: '2025-01-01T00:00:00Z' };
  return { conditions: [condition], resource };
}
