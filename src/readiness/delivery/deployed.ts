import { groupOf, listAt, textAt } from '../../kubernetes/index.js';
import { NOT_OBSERVED, type Observed, progressing, type Readiness } from '../readiness.js';
import { isMadeFor } from './helm-chart.js';
import { digestOf, revisionOf } from './revision.js';

/** The objects that a release is deployed from. */
export interface Origin {
  /** The Flux source. @default - none, or not read */
  readonly source?: Observed | undefined;
  /** The HelmChart. @default - none, or not read */
  readonly chart?: Observed | undefined;
}

/** What a release should run whose HelmChart is still that of the spec before. */
const NEW_SPEC = 'what its spec names';

/** A version that is no range. */
const EXACT = /^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/u;

/** Why a release that is ready does not run the artifact that its source holds now; undefined when it does. */
export function artifactNotDeployed(release: Observed, origin: Origin): Readiness | undefined {
  const group = groupOf(release.apiVersion);
  if (group === 'helm.toolkit.fluxcd.io') return chartNotDeployed(release, origin);
  if (group !== 'kustomize.toolkit.fluxcd.io') return undefined;
  return unlessSame(textAt(release, 'status', 'lastAppliedRevision'), revisionOf(origin.source));
}

/** Why what a release says is about an artifact that its source does not hold any more; undefined when it is about the one it holds. */
export function artifactNotTried(release: Observed, origin: Origin): Readiness | undefined {
  const group = groupOf(release.apiVersion);
  const tried = textAt(release, 'status', 'lastAttemptedRevision');
  if (tried === undefined) return undefined;
  if (group === 'helm.toolkit.fluxcd.io') return chartNotTried(release, tried, origin);
  return group === 'kustomize.toolkit.fluxcd.io' ? unlessSame(tried, revisionOf(origin.source)) : undefined;
}

/**
 * helm-controller tells what it tried last: the digest of an OCI artifact, else the version that stands in the HelmChart.
 * Its history tells what runs. Both chart versions are the same once the attempt has succeeded; they end with the digest of
 * an OCI artifact, unless helm-controller runs with `DisableChartDigestTracking`.
 */
function chartNotDeployed(release: Observed, origin: Origin): Readiness | undefined {
  const tried = textAt(release, 'status', 'lastAttemptedRevision');
  const deployed = textAt(listAt(release, 'status', 'history')[0], 'chartVersion');
  return chartNotTried(release, tried, origin) ?? unlessSame(deployed, tried);
}

function chartNotTried(release: Observed, tried: string | undefined, { source, chart }: Origin): Readiness | undefined {
  if (chart) return isMadeFor(chart, release) ? unlessSame(tried, revisionOf(chart)) : notDeployed(tried, NEW_SPEC);
  const held = revisionOf(source);
  if (source?.kind === 'OCIRepository' && held !== undefined) {
    const digest = textAt(release, 'status', 'lastAttemptedRevisionDigest');
    return digest === digestOf(held) ? undefined : notDeployed(tried, held);
  }
  const version = textAt(release, 'spec', 'chart', 'spec', 'version') ?? '';
  return EXACT.test(version) && plain(tried ?? '') !== plain(version) ? notDeployed(tried, version) : undefined;
}

/** A version without its leading `v` and its build metadata, for comparison. */
function plain(version: string): string {
  return version.replace(/^v/u, '').replace(/\+.*$/u, '');
}

/** Undefined also if the desired version is unknown. */
function unlessSame(running: string | undefined, desired: string | undefined): Readiness | undefined {
  return desired === undefined || running === desired ? undefined : notDeployed(running, desired);
}

function notDeployed(running: string | undefined, desired: string): Readiness {
  return progressing(NOT_OBSERVED, `it runs ${running ?? 'nothing'}, not ${desired} yet`);
}
