import type { Outcome } from '../../apply/index.js';
import { CONNECTION_MANAGER } from '../../kcp/index.js';
import { storeOf, workspaceIn, type InstanceContext } from '../context.js';
import { appliedRefs, appliedWorkspaces, knownTargets } from '../inventories.js';
import { observeAncestors } from '../kcp-setup/observe-workspaces.js';
import { sortTargets } from '../kcp-setup/workspace-states.js';
import { holdApplied, removeApplied, type RemovalArea } from '../removal.js';
import { STEP } from './observe-connections.js';

/**
 * One pass that takes away the Secrets of provider connections, and the ServiceAccounts and their rights in kcp.
 *
 * @param isHeld whether the services still need them
 */
export async function removeConnections(context: InstanceContext, isHeld: boolean): Promise<readonly Outcome[]> {
  const { memory } = context;
  const applied = await appliedWorkspaces(context, STEP);
  // Without a connection to kcp nothing is in kcp that this run may touch.
  const targets = memory.kcp ? applied : applied.filter((target) => target === 'runtime');
  memory.inventories = await knownTargets(context, targets, STEP);
  await observeAncestors(targets.filter((target) => target !== 'runtime').map(workspaceIn), context);
  const { ready, gone, closed } = sortTargets(targets, context);
  await Promise.all(ready.map((target) => storeOf(context, target).ensure({ refs: appliedRefs(target, context, STEP) })));
  memory.kcp?.workspaces.forget(gone.map(workspaceIn));
  const area: RemovalArea = { targets: [...ready, ...gone], gone: new Set(gone), fieldManager: CONNECTION_MANAGER, step: STEP };
  const outcomes = isHeld ? holdApplied(context, area) : await removeApplied(context, area);
  const waiting = closed.flatMap(({ target, reason }) =>
    appliedRefs(target, context, STEP).map((id): Outcome => ({
      target,
      id,
      planned: { action: 'blocked', reason, wakeOn: [] },
      result: 'waiting',
    })),
  );
  return [...outcomes, ...waiting];
}
