import type { PlannedChange } from '../apply/index.js';
import {
  previewConnections,
  previewDeployment,
  previewFeatureToggles,
  previewKcpSetup,
  previewTeardown,
  previewWebhook,
  webhookRefs,
  type ConditionType,
  type KcpPlan,
  type KcpRemoval,
  type ReconcileContext,
  type TeardownPlan,
  type WebhookResult,
} from '../subroutines/index.js';
import { closeSession, openInstance, openSession, type InstanceSessionProps, type SessionProps } from './session.js';

/** What is planned. */
export interface PlanOptions extends SessionProps {
  /** Steps that the apply would leave out. */
  readonly leftOut: readonly ConditionType[];
}

/** What an apply would do. */
export interface PlatformPlan {
  /** Desired objects in their order, then those that go. */
  readonly changes: readonly PlannedChange[];
  readonly webhook: WebhookResult;
  /** Why nothing can be said of kcp. @default - kcp was asked, or is left out */
  readonly kcpUnknown?: string;
}

/** Plans what an apply would do, by a dry run of the API servers; nothing is written. */
export async function planPlatform({ leftOut, ...props }: PlanOptions): Promise<PlatformPlan> {
  const context = openSession(props);
  try {
    const isDeployed = !leftOut.includes('DeploymentSubroutine');
    const [changes] = await Promise.all([
      isDeployed ? previewDeployment(context) : [],
      context.stores.runtime.ensure({ refs: webhookRefs(props.webhook) }),
    ]);
    const kcp = await inKcp(leftOut, context);
    return {
      changes: 'changes' in kcp ? [...changes, ...kcp.changes] : changes,
      webhook: isDeployed ? previewWebhook(context) : { result: 'unchanged' },
      ...('unknown' in kcp ? { kcpUnknown: kcp.unknown } : {}),
    };
  } finally {
    await closeSession(context);
  }
}

/** Plans what a deletion would do; nothing is written. */
export async function planDeletion({ removal, ...props }: InstanceSessionProps & { readonly removal: KcpRemoval }): Promise<TeardownPlan> {
  const context = openInstance(props);
  try {
    return await previewTeardown(context, removal);
  } finally {
    await closeSession(context);
  }
}

/** What the steps that write into kcp would do. */
async function inKcp(leftOut: readonly ConditionType[], context: ReconcileContext): Promise<KcpPlan> {
  const changes: PlannedChange[] = [];
  const steps = [
    ['KcpsetupSubroutine', previewKcpSetup],
    ['ProvidersecretSubroutine', previewConnections],
    ['FeatureToggleSubroutine', previewFeatureToggles],
  ] as const;
  for (const [step, preview] of steps) {
    const plan = leftOut.includes(step) ? NOTHING : await preview(context);
    if ('unknown' in plan) return plan;
    changes.push(...plan.changes);
  }
  return { changes };
}

const NOTHING: KcpPlan = { changes: [] };
