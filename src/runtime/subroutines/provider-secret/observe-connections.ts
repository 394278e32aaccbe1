import { keyOf, type KubernetesObject, type ObjectRef } from '../../../kubernetes/index.js';
import type { KcpConnection } from '../../../profile/index.js';
import {
  ACCOUNT_NAMESPACE,
  rightsObjects,
  sourcesOf,
  workspacesOf,
  type Material,
  type MaterialContext,
  type Placed,
} from '../../kcp/index.js';
import { refOf } from '../../../kubernetes/index.js';
import { storeOf, workspaceIn, type ReconcileContext } from '../context.js';
import { appliedRefs, appliedWorkspaces, knownTargets } from '../inventories.js';
import { isWorkspaceReady } from '../kcp-setup/kcp-desired.js';
import { observeAncestors } from '../kcp-setup/observe-workspaces.js';

/** The step, as inventories name it. */
export const STEP = 'provider-secret';

/** An endpoint slice says where its export is, which says what is allowed: so often is it read further. */
const ROUNDS = 2;

/** In each workspace that holds ServiceAccounts of ours; it belongs to nobody, and stays. */
export const NAMESPACE: ObjectRef = { apiVersion: 'v1', kind: 'Namespace', name: ACCOUNT_NAMESPACE };

/** What decides about connections, as the stores know it. */
export function materialContext(context: ReconcileContext, adminSecret: KubernetesObject): MaterialContext {
  return {
    admin: context.kcp,
    exposure: context.blueprint.exposure,
    adminSecret,
    observe: ({ target, ref }) => storeOf(context, target).observe(ref),
    isWorkspaceReady: (path) => isWorkspaceReady(path, context),
  };
}

/** Reads what connections are made of, as far as their workspaces can be used. */
export async function observeSources(
  connections: readonly KcpConnection[],
  material: MaterialContext,
  context: ReconcileContext,
): Promise<void> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    await observeAncestors(
      connections.flatMap((connection) => workspacesOf(connection, material)),
      context,
    );
    await ensure(
      connections.flatMap((connection) => sourcesOf(connection, material)),
      context,
    );
  }
}

/**
 * Reads what the step has applied, and the rights that it desires.
 *
 * @returns the targets that can be used
 */
export async function observeApplied(materials: readonly Material[], context: ReconcileContext): Promise<readonly string[]> {
  const rights = materials.flatMap((material) => (material.kind === 'scoped' ? [material.rights] : []));
  const { memory } = context;
  memory.connectionTargets ??= await appliedWorkspaces(context, STEP);
  const homes = rights.map(({ workspace }) => `kcp/${workspace}`);
  const all = [...new Set(['runtime', ...memory.connectionTargets, ...homes])];
  memory.connectionTargets = all;
  await observeAncestors(all.filter((target) => target !== 'runtime').map(workspaceIn), context);
  const targets = all.filter((target) => target === 'runtime' || isWorkspaceReady(workspaceIn(target), context));
  memory.inventories = await knownTargets(context, targets, STEP);
  const desired = rights.flatMap((each) => {
    const target = `kcp/${each.workspace}`;
    return [NAMESPACE, ...rightsObjects(each).map(refOf)].map((ref): Placed => ({ target, ref }));
  });
  await ensure([...desired, ...targets.flatMap((target) => appliedRefs(target, context, STEP).map((ref) => ({ target, ref })))], context);
  return targets;
}

async function ensure(places: readonly Placed[], context: ReconcileContext): Promise<void> {
  await Promise.all(
    [...Map.groupBy(places, ({ target }) => target)].map(([target, members]) =>
      storeOf(context, target).ensure({ refs: new Map(members.map(({ ref }) => [keyOf(ref), ref])).values() }),
    ),
  );
}
