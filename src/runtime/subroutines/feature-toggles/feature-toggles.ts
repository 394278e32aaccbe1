import { renderForClusters } from '../deployment/desired.js';
import type { InstanceContext, ReconcileContext } from '../context.js';
import { appliedWorkspaces, type InventoryStep } from '../inventories.js';
import { desiredInKcp, KCP_MANAGER, toggleManifests } from '../kcp-setup/kcp-desired.js';
import { planInKcp, unconnected, type KcpPlan } from '../kcp-setup/kcp-plan.js';
import { kcpStep } from '../kcp-setup/kcp-step.js';
import { observeKcp } from '../kcp-setup/observe-kcp.js';
import { applyOnce, resultOf, type Area } from '../pass.js';
import type { DesiredObject, Outcome } from '../../apply/index.js';
import { removeStep } from '../step-removal.js';

export const STEP: InventoryStep = 'feature-toggles';

/** Brings the objects of feature toggles into kcp, and takes those away whose toggle is no longer on. */
export const featureToggles = kcpStep('FeatureToggleSubroutine', {
  write: async (context) => {
    const { desired, area } = await observed(context);
    if (desired.length > 0) context.emit({ type: 'desired', objects: desired, step: 'FeatureToggleSubroutine' });
    return applyOnce(desired, context, area);
  },
  resultOf,
});

/** What a pass would do, by a dry run. */
export async function previewFeatureToggles(context: ReconcileContext): Promise<KcpPlan> {
  const unknown = await unconnected(context);
  if (unknown) return unknown;
  const { desired, area } = await observed(context);
  return planInKcp(desired, desired, area, context);
}

/**
 * One pass that takes away the objects of toggles.
 *
 * @param isHeld whether nothing is deleted yet, as in a plan
 */
export function removeFeatureToggles(context: InstanceContext, isHeld = false): Promise<readonly Outcome[]> {
  return removeStep(context, { step: STEP, fieldManager: KCP_MANAGER, isHeld });
}

/** The objects of all toggles that are on, and what is known of where they go. */
async function observed(context: ReconcileContext): Promise<{ readonly desired: readonly DesiredObject[]; readonly area: Area }> {
  const rendered = renderForClusters(context.blueprint, context.memory.values ?? context.givenValues);
  const manifests = toggleManifests(rendered);
  const area = await observeKcp(manifests, await appliedWorkspaces(context, STEP), context, STEP);
  // Whoever takes one of two toggles away takes half of the objects away, and means it.
  return { desired: desiredInKcp(manifests, context, rendered.chartsBefore), area: { ...area, policy: { allowMassPrune: true } } };
}
