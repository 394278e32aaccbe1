import { PlatformMeshError } from '../../errors.js';
import { keyOf, type KubernetesObject, type ObjectRef } from '../../kubernetes/index.js';
import { failed, NOT_FOUND, readinessOf, unreadable, type Readiness } from '../../readiness/index.js';
import type { PlannedChange } from '../apply/index.js';
import type { Observation } from '../cluster/index.js';
import { CLUSTER_TARGETS, isClusterTarget, knownTargets, reachableTargets, storeOf, type InstanceContext } from '../subroutines/index.js';

/** An object that was applied, as it is now. */
export interface ObjectView {
  readonly target: string;
  readonly id: ObjectRef;
  readonly readiness: Readiness;
  /** Whether reading it is forbidden or failed. @default false */
  readonly isUnreadable?: true;
  /** Version of the chart or the artifact that is deployed. @default - it has none, or not yet */
  readonly version?: string;
  /** The planned change of an apply. @default - none, or the desired objects are unknown */
  readonly drift?: PlannedChange['planned']['action'];
}

/**
 * The state of all objects that were applied to the clusters, then of those that are desired and not applied yet.
 *
 * @param changes what an apply would do; none where the desired objects are unknown
 */
export async function objectViews(context: InstanceContext, changes: readonly PlannedChange[]): Promise<readonly ObjectView[]> {
  context.memory.inventories = await knownTargets(context, CLUSTER_TARGETS);
  for (const known of context.memory.inventories.values()) if (known instanceof PlatformMeshError) throw known;
  const inventories = reachableTargets(context, CLUSTER_TARGETS);
  await Promise.all(
    CLUSTER_TARGETS.map(async (target) =>
      storeOf(context, target).ensure({ refs: [...(inventories.get(target)?.own.entries.values() ?? [])].map(({ ref }) => ref) }),
    ),
  );
  const drift = new Map(
    changes.filter(({ planned }) => planned.action !== 'unchanged').map((change) => [viewKey(change), change.planned.action]),
  );
  const now = context.now();
  const applied = [...inventories].flatMap(([target, { own }]) =>
    [...own.entries.values()].map(({ ref }) => view(target, ref, storeOf(context, target).observe(ref), { drift, now })),
  );
  const known = new Set(applied.map(viewKey));
  const others = changes
    .filter((change) => !known.has(viewKey(change)))
    .map(({ target, id }) =>
      view(target, id, isClusterTarget(target) ? storeOf(context, target).observe(id) : { state: 'unread' }, { drift, now }),
    );
  return [...applied, ...others];
}

interface Look {
  readonly drift: ReadonlyMap<string, PlannedChange['planned']['action']>;
  readonly now: Date;
}

function view(target: string, id: ObjectRef, observed: Observation, { drift, now }: Look): ObjectView {
  const version = observed.state === 'present' ? versionOf(observed.object) : undefined;
  const drifted = drift.get(viewKey({ target, id }));
  return {
    target,
    id,
    ...('error' in observed && observed.state !== 'unserved' ? { isUnreadable: true as const } : {}),
    readiness: readinessIn(observed, now),
    ...(version === undefined ? {} : { version }),
    ...(drifted === undefined ? {} : { drift: drifted }),
  };
}

function readinessIn(observed: Observation, now: Date): Readiness {
  if (observed.state === 'present') return readinessOf(observed.object, now);
  return 'error' in observed && observed.state !== 'unserved' ? unreadable(observed.error) : failed(NOT_FOUND, 'it does not exist');
}

function viewKey({ target, id }: Pick<ObjectView, 'target' | 'id'>): string {
  return `${target} ${keyOf(id)}`;
}

interface Versions {
  readonly history?: readonly { readonly chartVersion?: string }[];
  readonly lastAppliedRevision?: string;
  readonly resource?: { readonly version?: string };
  readonly sync?: { readonly revision?: string };
}

function versionOf({ status }: KubernetesObject): string | undefined {
  const { history, lastAppliedRevision, resource, sync } = (status ?? {}) as Versions;
  return [history?.[0]?.chartVersion, lastAppliedRevision, resource?.version, sync?.revision].find(
    (version) => version !== undefined && version !== '',
  );
}
