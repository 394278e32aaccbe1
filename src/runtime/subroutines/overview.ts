import type { Manifest } from '../../charts/index.js';
import type { Blueprint } from '../../profile/index.js';
import { survey, type Change } from '../apply/index.js';
import { isApiError, type ApiError } from '../cluster/index.js';
import type { KubernetesObject, ObjectRef } from '../../kubernetes/index.js';
import { type Readiness, readinessOf, unreadable } from '../../readiness/index.js';
import { preview } from './deliver.js';
import { CLUSTER_TARGETS, placeIn, type Clusters } from './session.js';

/** An object that was applied, as it is now. */
export interface ObjectView {
  readonly target: string;
  readonly id: ObjectRef;
  readonly readiness: Readiness;
  /** Nobody may look at it. @default - somebody may */
  readonly isUnreadable?: true;
  /** Version of the chart or the artifact that is there. @default - it has none, or not yet */
  readonly version?: string;
  /** What an apply would do to it. @default - nothing, or nobody knows what is wanted */
  readonly drift?: Change['verdict']['action'];
}

/** A platform as it is. */
export interface PlatformView {
  /** What was applied, then what is wanted besides. */
  readonly objects: readonly ObjectView[];
  /** Whether it is known what is wanted, so that drift is told. */
  readonly hasDesired: boolean;
}

/**
 * How everything is that was applied for an instance.
 *
 * @param desired what is wanted, where that is known
 */
export async function overview(clusters: Clusters, instance: Blueprint['instance'], desired?: { readonly blueprint: Blueprint; readonly manifests: readonly Manifest[] }): Promise<PlatformView> {
  const [{ inventories, live }, changes] = await Promise.all([
    survey([], CLUSTER_TARGETS, { placeOf: placeIn(clusters, instance) }),
    desired ? preview({ ...desired, clusters, rules: {}, prune: true }) : [],
  ]);
  const drift = new Map(changes.filter(({ verdict }) => verdict.action !== 'unchanged').map((change) => [keyOfView(change), change.verdict.action]));
  const applied = [...inventories].flatMap(([target, inventory]) => [...inventory].map(([key, id]) => view(target, id, live.get(target)?.hidden.get(key) ?? live.get(target)?.objects.get(key), drift)));
  const known = new Set(applied.map(keyOfView));
  const others = changes.filter((change) => !known.has(keyOfView(change))).map(({ target, id, verdict }) => view(target, id, foundIn(verdict), drift));
  return { objects: [...applied, ...others], hasDesired: desired !== undefined };
}

/** As it is, of an object that is wanted and in no inventory: it may be there all the same. */
function foundIn(verdict: Change['verdict']): KubernetesObject | ApiError | undefined {
  if ('before' in verdict) return verdict.before;
  return verdict.action === 'failed' && isApiError(verdict.error) ? verdict.error : undefined;
}

function view(target: string, id: ObjectRef, found: KubernetesObject | ApiError | undefined, drift: ReadonlyMap<string, Change['verdict']['action']>): ObjectView {
  const object = isApiError(found) ? undefined : found;
  const version = object && versionOf(object);
  const drifted = drift.get(keyOfView({ target, id }));
  return {
    target,
    id,
    ...(isApiError(found) ? { isUnreadable: true as const } : {}),
    readiness: isApiError(found) ? unreadable(found) : object ? readinessOf(object) : { state: 'failed', reason: 'NotFound', message: 'it is not there' },
    ...(version === undefined ? {} : { version }),
    ...(drifted === undefined ? {} : { drift: drifted }),
  };
}

function keyOfView({ target, id: { kind, namespace = '', name } }: Pick<ObjectView, 'target' | 'id'>): string {
  return `${target} ${kind} ${namespace} ${name}`;
}

interface Versions {
  readonly history?: readonly { readonly chartVersion?: string }[];
  readonly lastAppliedRevision?: string;
  readonly resource?: { readonly version?: string };
  readonly sync?: { readonly revision?: string };
}

function versionOf({ status }: KubernetesObject): string | undefined {
  const { history, lastAppliedRevision, resource, sync } = (status ?? {}) as Versions;
  return [history?.[0]?.chartVersion, lastAppliedRevision, resource?.version, sync?.revision].find((version) => version !== undefined && version !== '');
}
