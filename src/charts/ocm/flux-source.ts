import type { SourceProps } from '../../constructs/index.js';
import { parseImageReference, type ResolvedResource } from '../../profile/index.js';
import type { KeyedResource } from './component-inputs.js';
import { notResolved, unreadableReference, type NotResolved } from './not-resolved.js';

/** Who asks for a source. */
export interface SourceUser {
  readonly namespace: string;
  /** The kind of repository that the release takes its chart from. @default - there is no release */
  readonly release?: 'oci' | 'helm' | 'git' | 'kustomization';
}

/**
 * The Flux source that is made from the OCM Resource of a chart.
 *
 * @returns undefined for a Resource whose labels ask for no source.
 */
export function fluxSource(
  chart: KeyedResource,
  resolved: ResolvedResource | undefined,
  user: SourceUser,
): SourceProps | NotResolved | undefined {
  const { keys } = chart;
  if (keys.artifact !== 'chart') return undefined;
  const name = { name: keys.sourceName, namespace: user.namespace };
  switch (sourceKind(chart, resolved, user)) {
    case 'oci':
      return ociRepository(chart, resolved, name);
    case 'git':
      return gitRepository(chart, resolved, name);
    case 'helm':
      return helmRepository(chart, resolved, { ...name, needsVersion: user.release === 'helm' });
    case undefined:
      return undefined;
  }
}

/** What the labels say. A chart of a Helm repository is labelled `oci` unless an annotation says otherwise: what OCM found decides then. */
export function sourceKind(
  { keys: { repo } }: KeyedResource,
  resolved: ResolvedResource | undefined,
  { release }: Pick<SourceUser, 'release'>,
): 'oci' | 'git' | 'helm' | undefined {
  const { imageReference, helmRepository } = resolved?.access ?? {};
  return repo === 'oci' && release === 'helm' && imageReference === undefined && helmRepository !== undefined ? 'helm' : repo;
}

interface Name {
  readonly name: string;
  readonly namespace: string;
}

function ociRepository(chart: KeyedResource, resolved: ResolvedResource | undefined, name: Name): SourceProps | NotResolved {
  if (resolved?.version === undefined) return notResolved(chart, resolved, 'has no version');
  const { imageReference } = resolved.access ?? {};
  if (imageReference === undefined) return notResolved(chart, resolved, 'names no image reference');
  const reference = parseImageReference(imageReference);
  if (!reference) return unreadableReference(chart, imageReference);
  return { kind: 'OCIRepository', ...name, url: `oci://${reference.host}/${reference.path}`, tag: resolved.version };
}

function gitRepository(chart: KeyedResource, resolved: ResolvedResource | undefined, name: Name): SourceProps | NotResolved {
  const { repoUrl, commit } = resolved?.access ?? {};
  if (repoUrl === undefined) return notResolved(chart, resolved, 'names no Git repository');
  if (commit === undefined) return notResolved(chart, resolved, 'names no commit');
  return { kind: 'GitRepository', ...name, url: repoUrl, commit };
}

/** A release without a version installs the newest chart, so its repository has to wait for the version. */
function helmRepository(
  chart: KeyedResource,
  resolved: ResolvedResource | undefined,
  { needsVersion, ...name }: Name & { readonly needsVersion: boolean },
): SourceProps | NotResolved {
  const { helmRepository: url } = resolved?.access ?? {};
  if (url === undefined) return notResolved(chart, resolved, 'names no Helm repository');
  if (needsVersion && resolved?.version === undefined) return notResolved(chart, resolved, 'has no version');
  return { kind: 'HelmRepository', ...name, url };
}
