import {
  connectionsResult,
  lookAtAppliedSecrets,
  lookAtConnections,
  lookAtWorkspaces,
  platformReadiness,
  previewDeployment,
  previewFeatureToggles,
  previewKcpSetup,
  withAges,
  type ConditionType,
  type ConnectionView,
  type InstanceContext,
  type KcpPlan,
  type KcpView,
  type ReconcileContext,
} from '../subroutines/index.js';
import { objectViews, type ObjectView } from './object-views.js';
import { stepOfChanges, stepOfResult, stepOfStates, type StepView } from './step-views.js';

/** A platform as it is. */
export interface PlatformView {
  /** Objects on the clusters: applied ones, then desired ones that are not applied yet. */
  readonly objects: readonly ObjectView[];
  /** Whether the desired objects are known; without them there is no drift, and there are no steps. */
  readonly hasDesired: boolean;
  readonly steps: readonly StepView[];
  /** @default - kcp is left out */
  readonly kcp?: KcpView;
  /** The kubeconfigs of services. */
  readonly connections: readonly ConnectionView[];
}

/**
 * How a platform is: its steps, its objects, what it has in kcp, and its kubeconfigs. Nothing is written.
 *
 * @param context has a blueprint if the desired objects are known
 * @param leftOut steps that nobody asks for
 */
export async function overview(context: InstanceContext | ReconcileContext, leftOut: readonly ConditionType[] = []): Promise<PlatformView> {
  return 'blueprint' in context ? desiredOverview(context, leftOut) : appliedOverview(context, leftOut);
}

async function desiredOverview(context: ReconcileContext, leftOut: readonly ConditionType[]): Promise<PlatformView> {
  const isAsked = (step: ConditionType): boolean => !leftOut.includes(step);
  const changes = await previewDeployment(context);
  const objects = await objectViews(context, changes);
  const plan = isAsked('KcpsetupSubroutine') ? await previewKcpSetup(context) : undefined;
  const kcp = plan && ('unknown' in plan ? { unknown: plan.unknown, workspaces: [] } : await lookAtWorkspaces(context));
  const statuses = isAsked('ProvidersecretSubroutine') ? await lookAtConnections(context, kcp?.unknown === undefined) : [];
  const { states } = await platformReadiness(context);
  const toggles = isAsked('FeatureToggleSubroutine') ? await togglesPlan(plan, context) : { changes: [] };
  const steps: readonly StepView[] = [
    stepOfChanges('DeploymentSubroutine', changes),
    ...(plan ? [stepOfKcp('KcpsetupSubroutine', plan)] : []),
    kcp?.unknown === undefined
      ? stepOfResult('ProvidersecretSubroutine', connectionsResult(statuses, undefined))
      : { step: 'ProvidersecretSubroutine', state: 'waiting', message: kcp.unknown },
    stepOfKcp('FeatureToggleSubroutine', toggles),
    stepOfStates(states),
  ];
  return {
    objects,
    hasDesired: true,
    steps: steps.filter(({ step }) => isAsked(step)),
    ...(kcp ? { kcp } : {}),
    connections: withAges(statuses, context),
  };
}

/** A kcp that does not answer is asked once. */
async function togglesPlan(plan: KcpPlan | undefined, context: ReconcileContext): Promise<KcpPlan> {
  return plan && 'unknown' in plan ? plan : previewFeatureToggles(context);
}

function stepOfKcp(step: ConditionType, plan: KcpPlan): StepView {
  return 'unknown' in plan ? { step, state: 'waiting', message: plan.unknown } : stepOfChanges(step, plan.changes);
}

async function appliedOverview(context: InstanceContext, leftOut: readonly ConditionType[]): Promise<PlatformView> {
  const objects = await objectViews(context, []);
  const kcp = leftOut.includes('KcpsetupSubroutine') ? undefined : await lookAtWorkspaces(context);
  const statuses = leftOut.includes('ProvidersecretSubroutine') ? [] : await lookAtAppliedSecrets(context);
  return { objects, hasDesired: false, steps: [], ...(kcp ? { kcp } : {}), connections: withAges(statuses, context) };
}
