import type { ImageVersion } from './image-store.ts';
import { at, mapAt, textAt, type JsonMap } from './json.ts';
import { appliedOf, type RecordedCase } from './recorded-case.ts';
import { isUnknownSource } from './situation.ts';

/**
 * What OCM finds out while a case is replayed, as status by name of the Resource: every chart, since here a release comes when
 * OCM knows its chart (decisions 12 and 23); and the versions that the reference had in its memory. A chart stays unresolved where
 * the recorded Application names its source, and images stay unresolved: they were recorded so.
 *
 * @param resources those of the platform
 */
export function foundByOcm(
  recorded: Pick<RecordedCase, 'writes'>,
  resources: readonly JsonMap[],
  versions: readonly ImageVersion[],
): ReadonlyMap<string, JsonMap> {
  const applications = new Map(appliedOf(recorded, 'Application').map(({ object = {} }) => [textAt(object, 'metadata', 'name'), object]));
  const images = new Map(versions.map(({ resource, version }) => [resource, imageStatus(version)]));
  const found = resources
    .filter((resource) => at(resource, 'status', 'resource') === undefined)
    .flatMap((resource) => {
      const name = textAt(resource, 'metadata', 'name');
      const release = name.replace(/-chart$/u, '');
      const source = mapAt(applications.get(release), 'spec', 'source');
      const isKnown = applications.has(release) && !isUnknownSource(source['repoURL']);
      const isChart = saysOf(resource, 'artifact') === 'chart' && !isKnown;
      const status = images.get(name) ?? (isChart ? chartStatus(textAt(source, 'chart') || release, saysOf(resource, 'repo')) : undefined);
      return status === undefined ? [] : [[name, status] as const];
    });
  return new Map(found);
}

/** An annotation wins over the label of the same name. */
function saysOf(resource: JsonMap, key: string): string {
  return textAt(resource, 'metadata', 'annotations', key) || textAt(resource, 'metadata', 'labels', key);
}

function chartStatus(chart: string, repo: string): JsonMap {
  return status({ name: 'chart', type: 'helmChart', version: '1.0.0', access: accessOf(chart, repo) });
}

function accessOf(chart: string, repo: string): JsonMap {
  switch (repo) {
    case 'git':
      return { type: 'gitHub', repoUrl: `https://git.example.com/${chart}`, ref: '1.0.0', commit: 'a1b2c3' };
    case 'helm':
      return { type: 'helm', helmRepository: 'https://charts.example.com', helmChart: chart };
    default:
      return { type: 'ociArtifact', imageReference: `oci://registry.example.com/charts/${chart}:1.0.0` };
  }
}

function imageStatus(version: string): JsonMap {
  const access = { type: 'ociArtifact', imageReference: `registry.example.com/images/recorded:${version}` };
  return status({ name: 'image', type: 'ociImage', version, access });
}

function status(resource: JsonMap): JsonMap {
  const condition = { type: 'Ready', status: 'True', reason: 'Succeeded', message: 'found', lastTransitionTime: '2025-01-01T00:00:00Z' };
  return { conditions: [condition], resource };
}
