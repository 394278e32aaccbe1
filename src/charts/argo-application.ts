import type { ApplicationSource, SelfHealingApplicationProps } from '../constructs/index.js';
import type { ChartSource, Component, ReleaseSettings, ResolvedSource } from '../profile/index.js';
import { OPERATOR_CREATED } from './labels.js';

/** The Argo CD project that all Applications of a platform belong to. */
export const ARGO_PROJECT = 'platform-mesh-runtime';

/** Stands where the OCM Resource has to tell the source; the same text as in the reference, whose controller replaces it. */
export const SOURCE_PLACEHOLDER = 'PLACEHOLDER_TO_BE_SET_BY_RESOURCE_SUBROUTINE';

/**
 * A component as an Application.
 *
 * @param found where the OCM Resource found the chart, for what the profile does not say
 */
export function argoApplication({ name, source }: Component, release: ReleaseSettings, namespace: string, found: ResolvedSource | undefined): SelfHealingApplicationProps {
  // A folder of a Git repository is deployed as it is: the reference gives it neither values nor options.
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
    ...(isChart && release.values !== undefined ? { values: release.values } : {}),
    ...(isChart && release.skipCrds !== undefined ? { skipCrds: release.skipCrds } : {}),
  };
}

function applicationSource(source: ChartSource, found: ResolvedSource | undefined): ApplicationSource {
  const remote = { repoURL: source.repoURL ?? found?.repoURL ?? SOURCE_PLACEHOLDER, targetRevision: source.revision ?? found?.targetRevision ?? SOURCE_PLACEHOLDER };
  if (source.kind === 'oci' || source.kind === 'helm') return { ...remote, chart: source.chart };
  return { ...remote, path: source.path ?? SOURCE_PLACEHOLDER };
}
