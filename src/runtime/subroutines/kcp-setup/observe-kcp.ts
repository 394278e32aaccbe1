import { PlatformMeshError } from '../../../errors.js';
import type { Manifest } from '../../../charts/index.js';
import { refOf } from '../../../kubernetes/index.js';
import { storeOf, workspaceIn, type InstanceContext } from '../context.js';
import { inventoryKey, knownTargets, type InventoryStep } from '../inventories.js';
import type { Area } from '../pass.js';
import { kcpArea } from './kcp-area.js';
import { isWorkspaceReady } from './kcp-desired.js';
import { observeAncestors } from './observe-workspaces.js';

/**
 * Reads what is desired and what was applied, in every workspace that can be used.
 *
 * @param applied the targets in which earlier runs of the step have applied objects
 * @param step the step whose inventories count; without it KcpSetup
 */
export async function observeKcp(
  manifests: readonly Manifest[],
  applied: readonly string[],
  context: InstanceContext,
  step?: InventoryStep,
): Promise<Area> {
  const byTarget = Map.groupBy(manifests, ({ target }) => target as string);
  const all = [...new Set([...byTarget.keys(), ...applied])];
  await observeAncestors(all.map(workspaceIn), context);
  const targets = all.filter((target) => isWorkspaceReady(workspaceIn(target), context));
  context.memory.inventories = await knownTargets(context, targets, step);
  await Promise.all(
    targets.map(async (target) => {
      const known = context.memory.inventories?.get(inventoryKey(target, step));
      const own = known && !(known instanceof PlatformMeshError) ? [...known.own.entries.values()].map(({ ref }) => ref) : [];
      const desired = (byTarget.get(target) ?? []).map(({ object }) => refOf(object));
      await storeOf(context, target).ensure({ refs: [...desired, ...own] });
    }),
  );
  return { ...kcpArea(targets, context), ...(step === undefined ? {} : { step }) };
}
