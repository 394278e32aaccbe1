import { type Observed, progressing, READY, type Readiness } from '../readiness.js';
import { readinessOf } from '../rules/readiness-of.js';
import { fieldNotApplied } from './applied.js';
import type { Delivery, DeliveryPart } from './delivery.js';
import { artifactNotDeployed } from './deployed.js';
import { type Cause, formerFailure } from './former-failure.js';
import { chartNotPacked, isMadeFor } from './helm-chart.js';
import { revisionNotHeld } from './revision.js';

/** An observed object, or why it is not available. */
export type Found = { readonly object: Observed } | { readonly absent: Readiness };

/** The reason of an object that is not as we applied it. */
export const NOT_APPLIED = 'NotApplied';

/** What a delivery is checked against. */
export interface DeliveryContext {
  /** Looks an object up. */
  readonly find: (part: DeliveryPart) => Found;
  /**
   * Whether the manifests have the result that OCM found for a Resource. Otherwise a newer result would count as delivered.
   * @default - it does
   */
  readonly isRendered?: (resource: Observed) => boolean;
  /** Whether the release itself is ready. @default - the rule of its kind */
  readonly judgeRelease?: (release: Observed, now?: Date) => Readiness;
  /** The clock. @default - rules do not say how long something takes */
  readonly now?: Date;
}

/** The state of a delivery. */
export interface DeliveryReadiness {
  readonly readiness: Readiness;
  /** The first object that is not ready with the new version; the release when everything is. */
  readonly at: DeliveryPart;
  /** That object, when it exists. */
  readonly object?: Observed;
}

/**
 * Whether a component runs the version that OCM found: every OCM Resource is ready in its current generation, then the
 * source holds the artifact that its spec names, then the release is ready and runs that artifact.
 *
 * A release that is Ready runs some version; until helm-controller observes the new artifact, it is the old one. For
 * an Application the rule of its kind compares the sync with the spec, so nothing more is compared here.
 *
 * We do not wait for a source that is not ours; only the release says whether it works. Its artifact counts when it is
 * known.
 */
export function deliveryReadiness({ resources, source, chart, project, release }: Delivery, context: DeliveryContext): DeliveryReadiness {
  const [from, packed, running] = [source, chart, release].map((part) => objectOf(part && context.find(part)));
  const origin = { source: from, chart: packed };
  const judgeRelease = (object: Observed): Readiness => {
    const judged = (context.judgeRelease ?? readinessOf)(object, context.now);
    if (judged.state !== 'failed') return judged;
    const cause: Cause = { ...origin, project: objectOf(project && context.find(project)) };
    return formerFailure(object, judged, cause, context.now) ?? judged;
  };
  // helm-controller writes the HelmChart, so one that is not made for the release yet says nothing.
  const hasChart = packed !== undefined && running !== undefined && isMadeFor(packed, running);
  return (
    resourceNotReady(resources, context) ??
    (source?.desired ? notReady(source, context, revisionNotHeld) : undefined) ??
    (chart && source?.desired && hasChart ? notReady(chart, context, (object) => chartNotPacked(object, from, context.now)) : undefined) ??
    notReady(release, context, (object) => artifactNotDeployed(object, origin), judgeRelease) ??
    ready(release, context)
  );
}

/** OCM resolves charts and images at the same time, so one that failed comes first. */
function resourceNotReady(resources: readonly DeliveryPart[], context: DeliveryContext): DeliveryReadiness | undefined {
  const open = resources.flatMap((part) => notReady(part, context, (object) => notRendered(object, context)) ?? []);
  return open.find(({ readiness }) => readiness.state === 'failed') ?? open[0];
}

function notRendered(resource: Observed, { isRendered }: DeliveryContext): Readiness | undefined {
  return isRendered === undefined || isRendered(resource) ? undefined : progressing(NOT_APPLIED, 'its result is not applied yet');
}

type Reason = (object: Observed) => Readiness | undefined;

/** Why an object is not ready: it does not exist, is not as we applied it, is not ready by itself, or for one reason more. */
function notReady(at: DeliveryPart, context: DeliveryContext, more: Reason, judge = readinessOf): DeliveryReadiness | undefined {
  const found = context.find(at);
  if ('absent' in found) return { readiness: found.absent, at };
  const field = at.desired && fieldNotApplied(at.desired, found.object);
  if (field !== undefined)
    return { readiness: progressing(NOT_APPLIED, `${field} differs from what was applied`), at, object: found.object };
  const judged = judge(found.object, context.now);
  const readiness = judged.state === 'ready' ? more(found.object) : judged;
  return readiness && { readiness, at, object: found.object };
}

function ready(at: DeliveryPart, context: DeliveryContext): DeliveryReadiness {
  const object = objectOf(context.find(at));
  return { readiness: READY, at, ...(object ? { object } : {}) };
}

function objectOf(found: Found | undefined): Observed | undefined {
  return found && 'object' in found ? found.object : undefined;
}
