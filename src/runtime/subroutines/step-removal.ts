import type { Outcome } from '../apply/index.js';
import { storeOf, workspaceIn, type InstanceContext } from './context.js';
import { appliedRefs, appliedWorkspaces, knownTargets, type InventoryStep } from './inventories.js';
import { observeAncestors } from './kcp-setup/observe-workspaces.js';
import { sortTargets } from './kcp-setup/workspace-states.js';
import { holdApplied, removeApplied, type RemovalArea } from './removal.js';

/** The objects of a step that go. */
export interface StepRemoval {
  readonly step: InventoryStep;
  readonly fieldManager: string;
  /** Whether something else must go first. */
  readonly isHeld: boolean;
}

/** One pass that takes away what a step has applied to workspaces, and to the runtime cluster. */
export async function removeStep(context: InstanceContext, { step, fieldManager, isHeld }: StepRemoval): Promise<readonly Outcome[]> {
  const { memory } = context;
  const applied = await appliedWorkspaces(context, step);
  // Without a connection to kcp nothing is in kcp that this run may touch.
  const targets = memory.kcp ? applied : applied.filter((target) => target === 'runtime');
  memory.inventories = await knownTargets(context, targets, step);
  await observeAncestors(targets.filter((target) => target !== 'runtime').map(workspaceIn), context);
  const { ready, gone, closed } = sortTargets(targets, context);
  await Promise.all(ready.map((target) => storeOf(context, target).ensure({ refs: appliedRefs(target, context, step) })));
  memory.kcp?.workspaces.forget(gone.map(workspaceIn));
  const area: RemovalArea = { targets: [...ready, ...gone], gone: new Set(gone), fieldManager, step };
  const outcomes = isHeld ? holdApplied(context, area) : await removeApplied(context, area);
  const waiting = closed.flatMap(({ target, reason }) =>
    appliedRefs(target, context, step).map((id): Outcome => ({
      target,
      id,
      planned: { action: 'blocked', reason, wakeOn: [] },
      result: 'waiting',
    })),
  );
  return [...outcomes, ...waiting];
}
