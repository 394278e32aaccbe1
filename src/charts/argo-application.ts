import type { ApplicationSource, SelfHealingApplicationProps } from '../constructs/index.js';
import type { ChartSource, Component, ReleaseSettings } from '../profile/index.js';
import { OPERATOR_CREATED } from './labels.js';
import type { ArgoSource } from './ocm/argo-source.js';

/** The Argo CD project that all Applications of a platform belong to. */
export const ARGO_PROJECT = 'platform-mesh-runtime';

/** Placeholder for a source that OCM resolves; the same text as in the reference, whose controller replaces it. */
export const SOURCE_PLACEHOLDER = 'PLACEHOLDER_TO_BE_SET_BY_RESOURCE_SUBROUTINE';

/**
 * A component as an Application.
 *
 * @param found the location of the chart that OCM found; it wins over the profile
 */
export function argoApplication(
  { name, source }: Component,
  release: ReleaseSettings,
  namespace: string,
  found: ArgoSource | undefined,
): SelfHealingApplicationProps {
  // A folder of a Git repository is deployed as it is: the reference gives it no options.
  const isChart = source.kind === 'oci' || source.kind === 'helm';
  return {
    name,
    namespace,
    project: ARGO_PROJECT,
    source: applicationSource(source, found),
    destination: { server: release.destinationServer, namespace: release.targetNamespace },
    wave: release.wave,
    syncOptions: release.syncOptions,
    labels: OPERATOR_CREATED,
    ...(release.ignoreDifferences === undefined ? {} : { ignoreDifferences: release.ignoreDifferences }),
    ...(release.values === undefined ? {} : { values: release.values }),
    ...(isChart && release.skipCrds !== undefined ? { skipCrds: release.skipCrds } : {}),
  };
}

function applicationSource(source: ChartSource, found: ArgoSource | undefined): ApplicationSource {
  if (found) return foundSource(source, found);
  const remote = { repoURL: source.repoURL ?? SOURCE_PLACEHOLDER, targetRevision: source.revision ?? SOURCE_PLACEHOLDER };
  if (source.kind === 'oci' || source.kind === 'helm') return { ...remote, chart: source.chart };
  return { ...remote, path: source.path ?? SOURCE_PLACEHOLDER };
}

/** OCM also decides whether it is a chart or a folder. Without a path it is the root of the repository, as with Flux. */
function foundSource(source: ChartSource, { repoURL, targetRevision, kind, chart }: ArgoSource): ApplicationSource {
  const remote = { repoURL, targetRevision };
  if (source.kind === 'oci' || source.kind === 'helm') {
    return kind === 'folder' ? { ...remote, path: '.' } : { ...remote, chart: chart ?? source.chart };
  }
  if (kind === 'folder') return { ...remote, path: source.path ?? '.' };
  return { ...remote, chart: chart ?? source.path?.split('/').at(-1) ?? '' };
}
