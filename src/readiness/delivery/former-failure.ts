import { describeObject, groupOf, refOf } from '../../kubernetes/index.js';
import { during, type Observed, progressing, type Readiness } from '../readiness.js';
import { errorOf, INVALID_SPEC } from '../rules/argo.js';
import { writtenAt } from '../rules/managed-fields.js';
import { artifactNotTried, type Origin } from './deployed.js';

/** Argo CD looks at every Application again after two to three minutes by default. A change of an AppProject is no earlier reason. */
const LOOKS_AGAIN = 4 * 60_000;

/** What Argo CD says of an Application that it heard of before its AppProject. */
const NO_PROJECT = 'does not exist';

/** What a failure of a release may be about, beside the release itself. */
export interface Cause extends Origin {
  /** The AppProject of an Application. @default - it does not exist, or nobody read it */
  readonly project?: Observed | undefined;
}

/**
 * What holds instead of the failure of a release, where the failure is about something that changed since; undefined when
 * the failure stands.
 *
 * A new artifact, and a change of an AppProject, leave the spec of the release as it is, so no generation tells that its
 * controller has not looked at them yet.
 */
export function formerFailure(release: Observed, failure: Readiness, cause: Cause, now?: Date): Readiness | undefined {
  const { state, reason = '', message = 'it failed' } = failure;
  if (state !== 'failed') return undefined;
  const notTried = artifactNotTried(release, cause);
  if (notTried) return progressing(reason, `${message}; ${notTried.message ?? ''}`);
  if (groupOf(release.apiVersion) !== 'argoproj.io' || cause.project === undefined || now === undefined) return undefined;
  const left = timeToLookAgain(release, cause.project, now);
  const words = `${message}; Argo CD looks again within minutes, for ${describeObject(refOf(cause.project))} changed`;
  return left > 0 ? during(left, progressing(reason, words)) : undefined;
}

/** How long, in ms, it may take until Argo CD judges an Application by the AppProject as it is now; not more than 0 when it does. */
function timeToLookAgain(application: Observed, project: Observed, now: Date): number {
  const error = errorOf(application, INVALID_SPEC);
  const written = writtenAt(project, 'spec');
  if (error === undefined || written === undefined) return 0;
  const isFormer =
    error.since < written || isOfSameSecond(application, error.since, written) || error.message?.includes(NO_PROJECT) === true;
  return isFormer ? written + LOOKS_AGAIN - now.getTime() : 0;
}

/**
 * Whether an error and a change of the AppProject are of one second, the unit of both times, and the Application is older:
 * then nobody knows which of them was first. A younger Application was judged by the changed project.
 */
function isOfSameSecond(application: Observed, since: number, written: number): boolean {
  return since === written && (writtenAt(application, 'spec') ?? written) < written;
}
