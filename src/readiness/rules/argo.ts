import type { Observed } from '../observed.js';
import { at, isMap, listAt, textAt } from '../../kubernetes/index.js';
import { failed, progressing, READY, type Readiness } from '../readiness.js';
import { NOT_OBSERVED, SUSPENDED } from '../conditions.js';
import { atOnce } from './generic.js';
import type { Rule, Rules } from './rule.js';

/**
 * Synced and Healthy, by a comparison with the source that the spec names now.
 *
 * Argo CD's conditions have a type and a message and are there as long as they hold: `InvalidSpecError` is one that it
 * does not act on until somebody changes the spec or the project; `ComparisonError` (the source cannot be read or
 * rendered) is tried again with every refresh.
 */
const application: Rule = (object) => {
  const invalid = errorOf(object, 'InvalidSpecError');
  if (invalid) return failed(invalid.type, invalid.message);
  if (textAt(object, 'status', 'sync', 'status') === undefined) return progressing(NOT_OBSERVED, 'Argo CD has not compared it with its source yet');
  if (comparesOther(object)) return progressing(NOT_OBSERVED, 'Argo CD has compared it with the former source only');
  return bySync(object) ?? byHealth(object);
};

function bySync(object: Observed): Readiness | undefined {
  const operation = textAt(object, 'status', 'operationState', 'phase');
  const message = textAt(object, 'status', 'operationState', 'message');
  const sync = textAt(object, 'status', 'sync', 'status');
  if (operation === 'Running' || operation === 'Terminating') return progressing('Syncing', message ?? 'a sync is running');
  if (sync === 'Synced') return undefined;
  const error = errorOf(object, 'ComparisonError') ?? errorOf(object, 'SyncError');
  if (sync === 'OutOfSync' && (operation === 'Failed' || operation === 'Error')) return syncFailed(object, message);
  if (error) return progressing(error.type, error.message);
  return sync === 'OutOfSync' ? progressing('OutOfSync', 'the cluster differs from the source') : progressing('Unknown', 'Argo CD does not know whether the cluster differs from the source');
}

/** It does not sync by itself to a revision that it failed to sync to once its retries are used up. */
function syncFailed(object: Observed, message: string | undefined): Readiness {
  const revision = textAt(object, 'status', 'sync', 'revision');
  const isSameRevision = revision !== undefined && textAt(object, 'status', 'operationState', 'syncResult', 'revision') === revision;
  return (isSameRevision ? failed : progressing)('SyncFailed', message ?? 'the last sync failed');
}

const HEALTH: Readonly<Record<string, (message: string | undefined) => Readiness>> = {
  Healthy: () => READY,
  Degraded: (message) => failed('Degraded', message ?? 'something that it deploys is in a bad way'),
  Progressing: (message) => progressing('Progressing', message ?? 'what it deploys is not healthy yet'),
  Missing: (message) => progressing('Missing', message ?? 'something that it deploys is not there yet'),
  Suspended: (message) => progressing(SUSPENDED, message ?? 'something that it deploys is suspended or paused, and goes on only when somebody resumes it'),
};

function byHealth(object: Observed): Readiness {
  const health = textAt(object, 'status', 'health', 'status') ?? 'Unknown';
  const message = textAt(object, 'status', 'health', 'message') ?? unhealthyResources(object, health);
  const known = Object.hasOwn(HEALTH, health) ? HEALTH[health] : undefined;
  return known?.(message) ?? progressing('Unknown', message ?? 'Argo CD does not know how what it deploys is');
}

/** The first objects of an Application that make its health what it is. */
function unhealthyResources(object: Observed, health: string): string | undefined {
  const found = listAt(object, 'status', 'resources').filter((resource) => textAt(resource, 'health', 'status') === health);
  const words = found.slice(0, 3).map((resource) => {
    const message = textAt(resource, 'health', 'message');
    return `${textAt(resource, 'kind') ?? ''} ${textAt(resource, 'name') ?? ''}${message === undefined ? '' : `: ${message}`}`;
  });
  return words.length > 0 && health !== 'Healthy' ? `${health}: ${words.join('; ')}${found.length > 3 ? `; and ${found.length - 3} more` : ''}` : undefined;
}

/**
 * Argo CD raises no `observedGeneration`; it keeps what it compared with. Only what tells one source from another is
 * looked at, since it leaves out empty fields of the rest.
 */
function comparesOther(object: Observed): boolean {
  const [wanted, compared] = [at(object, 'spec', 'source'), at(object, 'status', 'sync', 'comparedTo', 'source')];
  if (!isMap(wanted) || !isMap(compared)) return false;
  return ['repoURL', 'targetRevision', 'chart', 'path'].some((field) => textAt(wanted, field) !== textAt(compared, field)) || textAt(wanted, 'helm', 'values') !== textAt(compared, 'helm', 'values');
}

function errorOf(object: Observed, type: string): { readonly type: string; readonly message?: string } | undefined {
  const found = listAt(object, 'status', 'conditions').find((condition) => textAt(condition, 'type') === type);
  const message = textAt(found, 'message');
  return found === undefined ? undefined : { type, ...(message === undefined ? {} : { message }) };
}

/** An AppProject has no status. */
export const ARGO: Rules = { Application: application, AppProject: atOnce };
