import { parseImageReference, type ResolvedResource } from '../../profile/index.js';
import type { KeyedResource } from './component-inputs.js';
import { notResolved, unreadableReference, type NotResolved } from './not-resolved.js';

/** Where Argo CD finds a chart or a folder of manifests. */
export interface ArgoSource {
  /** URL of the Helm or Git repository; a registry and path without a scheme. */
  readonly repoURL: string;
  readonly targetRevision: string;
  /** What is found there: a chart, whose name only a registry tells, or a folder. */
  readonly kind: 'chart' | 'folder';
  /** Name of the chart in the registry. */
  readonly chart?: string;
}

/**
 * The source of an Application, made from the OCM Resource of its chart. It is the first that OCM names: a Helm
 * repository, a Git repository, or a registry.
 */
export function argoSource(chart: KeyedResource, resolved: ResolvedResource | undefined): ArgoSource | NotResolved {
  const { name } = chart.resource;
  if (chart.keys.artifact !== 'chart') return { resource: name, reason: `OCM Resource ${name} is not marked as a chart` };
  const { version, componentVersion, access: { helmRepository, repoUrl, ref, commit, imageReference } = {} } = resolved ?? {};
  if (helmRepository !== undefined) {
    if (version === undefined) return notResolved(chart, resolved, 'has no version');
    return { repoURL: helmRepository, targetRevision: version, kind: 'chart' };
  }
  if (repoUrl !== undefined) {
    const targetRevision = ref ?? componentVersion ?? version ?? commit;
    if (targetRevision === undefined) return notResolved(chart, resolved, 'names neither tag nor commit');
    return { repoURL: repoUrl, targetRevision, kind: 'folder' };
  }
  return inRegistry(chart, resolved, imageReference, version);
}

/** `registry.example.com/charts/portal:1.2` is the chart `portal` of `registry.example.com/charts`. */
function inRegistry(
  chart: KeyedResource,
  resolved: ResolvedResource | undefined,
  imageReference: string | undefined,
  version: string | undefined,
): ArgoSource | NotResolved {
  if (imageReference === undefined) return notResolved(chart, resolved, 'names no source');
  const reference = parseImageReference(imageReference);
  if (!reference) return unreadableReference(chart, imageReference);
  if (version === undefined) return notResolved(chart, resolved, 'has no version');
  const path = reference.path.split('/');
  const name = path.pop() ?? '';
  return { repoURL: [reference.host, ...path].join('/'), targetRevision: version, kind: 'chart', chart: name };
}
