import { at, textAt } from '../../kubernetes/index.js';
import { during, NOT_OBSERVED, type Observed, progressing, type Readiness } from '../readiness.js';
import { trueCondition } from '../rules/conditions.js';
import { revisionOf } from './revision.js';

/** source-controller writes the artifact at once after the conditions, in ms with a wide margin. */
const SETTLING = 5000;

/** Whether helm-controller has written a HelmChart for the current spec of its release. */
export function isMadeFor(chart: Observed, release: Observed): boolean {
  const fields: readonly (readonly string[])[] = [['chart'], ['version'], ['sourceRef', 'kind'], ['sourceRef', 'name']];
  const template = at(release, 'spec', 'chart', 'spec');
  // Both kinds have this default for the version.
  return fields.every((path) => (textAt(chart, 'spec', ...path) ?? '*') === (textAt(template, ...path) ?? '*'));
}

/** Why a HelmChart that is ready is not packed from what its source holds now; undefined when it is. */
export function chartNotPacked(chart: Observed, source: Observed | undefined, now: Date | undefined): Readiness | undefined {
  // The revision of a HelmRepository is that of its index, which changes with every chart in it.
  if (source === undefined || source.kind === 'HelmRepository') return undefined;
  const [packed, held] = [textAt(chart, 'status', 'observedSourceArtifactRevision'), revisionOf(source)];
  if (held !== undefined && packed !== held) {
    return progressing(NOT_OBSERVED, `it is packed from revision ${packed ?? 'none'} of its source, which holds ${held}`);
  }
  const settling = settlingTime(chart, source, now);
  return settling > 0 ? during(settling, progressing(NOT_OBSERVED, 'source-controller is about to write its artifact')) : undefined;
}

/**
 * How long, in ms, the artifact may still be that of the revision before; not more than 0 when it cannot.
 *
 * source-controller writes the conditions of a status in one request and the rest in the next one. In between, a HelmChart
 * is Ready and names the new revision of its source, but still has the artifact of the revision before.
 *
 * A chart whose version stays the same is not packed again, so an old artifact alone proves nothing: it counts only for a
 * moment after Ready became true.
 */
function settlingTime(chart: Observed, source: Observed, now: Date | undefined): number {
  const packed = timeAt(chart, 'status', 'artifact', 'lastUpdateTime');
  const fetched = timeAt(source, 'status', 'artifact', 'lastUpdateTime');
  const ready = Date.parse(trueCondition(chart, 'Ready')?.lastTransitionTime ?? '');
  return now !== undefined && packed < fetched && ready >= fetched ? ready + SETTLING - now.getTime() : 0;
}

/** A time in ms; NaN, which is neither before nor after anything, when there is none. */
function timeAt(object: Observed, ...path: readonly string[]): number {
  return Date.parse(textAt(object, ...path) ?? '');
}
