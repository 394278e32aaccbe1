import { at, isMap, listAt, textAt } from '../../kubernetes/index.js';
import { during, failed, NOT_OBSERVED, type Observed, progressing, READY, type Readiness, SUSPENDED } from '../readiness.js';
import { fieldNotCompared, hasOtherSyncOptions, isSyncOfSpec, revisionsOf } from './argo-spec.js';
import { writtenAt } from './managed-fields.js';
import { atOnce, type Rule, type Rules } from './rule.js';

/** At this age, in ms, an Application without any status looks like one that Argo CD does not watch: it answers within a second. */
const UNWATCHED = 5000;

/** For so long after a change of the spec, in ms, an older error may be about the spec before. */
const SETTLING = 5000;

/**
 * Synced and Healthy, by a comparison with the current spec.
 *
 * A condition of Argo CD has a type and a message and exists as long as it holds. After an `InvalidSpecError` it does
 * nothing until somebody changes the spec or the project. It retries a `ComparisonError` (the source cannot be read or
 * rendered) with every refresh.
 */
const application: Rule = (object, now) => {
  const invalid = errorOf(object, INVALID_SPEC);
  if (invalid) {
    const settling = settlingTime(object, invalid, now);
    return settling > 0 ? during(settling, progressing(invalid.type, invalid.message)) : failed(invalid.type, invalid.message);
  }
  if (textAt(object, 'status', 'sync', 'status') === undefined) {
    const unknown = errorOf(object, 'UnknownError');
    return unknown ? progressing(unknown.type, unknown.message) : notObserved(object, now);
  }
  const field = fieldNotCompared(object);
  if (field === undefined) return bySync(object) ?? byHealth(object);
  return progressing(NOT_OBSERVED, `Argo CD has not compared the cluster with the current spec yet: ${field} differs`);
};

/** A condition of Argo CD names no generation, so for some ms after a change of the spec an older one may be about the spec before. */
function settlingTime(object: Observed, { since }: ArgoError, now: Date | undefined): number {
  const written = writtenAt(object, 'spec');
  const isCurrent = written === undefined || since >= written;
  return isCurrent || now === undefined ? 0 : written + SETTLING - now.getTime();
}

/** Without a status, Argo CD either needs more time, or does not watch the namespace. */
function notObserved(object: Observed, now: Date | undefined): Readiness {
  const created = Date.parse(textAt(object, 'metadata', 'creationTimestamp') ?? '');
  const young = now === undefined ? Number.NaN : created + UNWATCHED - now.getTime();
  const notYet = progressing(NOT_OBSERVED, 'Argo CD has not compared it with its source yet');
  if (Number.isNaN(young) || isMap(at(object, 'status', 'health'))) return notYet;
  if (young > 0) return during(young, notYet);
  const namespace = textAt(object, 'metadata', 'namespace') ?? '';
  const project = textAt(object, 'spec', 'project') ?? 'default';
  return progressing(
    NOT_OBSERVED,
    `Argo CD does not seem to watch namespace ${namespace}: its application controller needs --application-namespaces with ${namespace}, ` +
      `and AppProject ${project} needs ${namespace} in spec.sourceNamespaces`,
  );
}

/** Phases of a sync, and of a hook, that ended badly. */
const FAILED = new Set<string | undefined>(['Failed', 'Error']);

function bySync(object: Observed): Readiness | undefined {
  const operation = textAt(object, 'status', 'operationState', 'phase');
  const message = textAt(object, 'status', 'operationState', 'message');
  const sync = textAt(object, 'status', 'sync', 'status');
  if (operation === 'Running' || operation === 'Terminating') return progressing('Syncing', message ?? 'a sync is running');
  const hasFailed = FAILED.has(operation);
  if (sync === 'Synced') return hasFailed ? byHooks(object) : undefined;
  if (sync === 'OutOfSync' && hasFailed) return syncFailed(object, message);
  const error = ['ComparisonError', 'SyncError', 'UnknownError'].map((type) => errorOf(object, type)).find((each) => each !== undefined);
  if (error) return progressing(error.type, error.message);
  if (sync === 'OutOfSync') return outOfSync(object);
  return progressing('Unknown', 'Argo CD does not know whether the cluster differs from the source');
}

function outOfSync(object: Observed): Readiness {
  const automated = at(object, 'spec', 'syncPolicy', 'automated');
  const byItself = isMap(automated) && automated['enabled'] !== false;
  const hint = byItself ? '' : '; spec.syncPolicy.automated is not set, so somebody has to start a sync';
  return progressing('OutOfSync', `the cluster differs from the source${hint}`);
}

/** Argo CD syncs again by itself only to another revision or another source; other sync options do not count. */
function syncFailed(object: Observed, message = 'the last sync failed'): Readiness {
  if (!isLastSync(object)) return progressing('SyncFailed', message);
  const hint = hasOtherSyncOptions(object) ? '; it ran before spec.syncPolicy.syncOptions changed: start a sync' : '';
  return failed('SyncFailed', `${message}${hint}`);
}

/** Objects can be as in the source although a hook of the sync failed, such as a Job after it. */
function byHooks(object: Observed): Readiness | undefined {
  const resources = listAt(object, 'status', 'operationState', 'syncResult', 'resources');
  const hook = resources.find((each) => textAt(each, 'hookType') !== undefined && FAILED.has(textAt(each, 'hookPhase')));
  if (hook === undefined || !isLastSync(object)) return undefined;
  const [type = '', kind = '', name = '', message] = ['hookType', 'kind', 'name', 'message'].map((field) => textAt(hook, field));
  return failed('HookFailed', `${type} hook ${kind} ${name} failed${message === undefined ? '' : `: ${message}`}`);
}

/** Whether the last sync was one of the current spec, to the revision that the cluster was compared with. */
function isLastSync(object: Observed): boolean {
  const revisions = revisionsOf(at(object, 'status', 'sync'));
  const synced = revisionsOf(at(object, 'status', 'operationState', 'syncResult'));
  return revisions.length > 0 && revisions.every((revision, index) => revision === synced[index]) && isSyncOfSpec(object);
}

const HEALTH: Readonly<Record<string, (message: string | undefined) => Readiness>> = {
  Healthy: () => READY,
  // A pod that fails again and again may run as soon as what it needs exists.
  Degraded: (message) => progressing('Degraded', message ?? 'an object that it deploys is degraded'),
  Progressing: (message) => progressing('Progressing', message ?? 'an object that it deploys is not healthy yet'),
  Missing: (message) => progressing('Missing', message ?? 'an object that it deploys does not exist yet'),
  Suspended: (message) => progressing(SUSPENDED, message ?? 'an object that it deploys is suspended or paused, until somebody resumes it'),
};

function byHealth(object: Observed): Readiness {
  const health = textAt(object, 'status', 'health', 'status') ?? 'Unknown';
  const message = textAt(object, 'status', 'health', 'message') ?? unhealthyResources(object, health);
  const known = Object.hasOwn(HEALTH, health) ? HEALTH[health] : undefined;
  return known?.(message) ?? progressing('Unknown', message ?? 'Argo CD does not know the health of what it deploys');
}

/** The first objects of an Application that make its health what it is. */
function unhealthyResources(object: Observed, health: string): string | undefined {
  const found = listAt(object, 'status', 'resources').filter((resource) => textAt(resource, 'health', 'status') === health);
  const words = found.slice(0, 3).map((resource) => {
    const message = textAt(resource, 'health', 'message');
    return `${textAt(resource, 'kind') ?? ''} ${textAt(resource, 'name') ?? ''}${message === undefined ? '' : `: ${message}`}`;
  });
  if (words.length === 0 || health === 'Healthy') return undefined;
  return `${health}: ${words.join('; ')}${found.length > 3 ? `; and ${found.length - 3} more` : ''}`;
}

/** The type of the condition that says that the spec, or the project, does not allow it. */
export const INVALID_SPEC = 'InvalidSpecError';

interface ArgoError {
  readonly type: string;
  readonly message?: string;
  /** In ms since 1970; NaN when the condition does not tell. */
  readonly since: number;
}

/** What a condition of a type says, as long as it holds. */
export function errorOf(object: Observed, type: string): ArgoError | undefined {
  const found = listAt(object, 'status', 'conditions').find((condition) => textAt(condition, 'type') === type);
  if (found === undefined) return undefined;
  const message = textAt(found, 'message');
  return { type, ...(message === undefined ? {} : { message }), since: Date.parse(textAt(found, 'lastTransitionTime') ?? '') };
}

/** An AppProject has no status. */
export const ARGO: Rules = { Application: application, AppProject: atOnce };
