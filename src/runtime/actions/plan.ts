import type { PlannedChange } from '../apply/index.js';
import {
  previewDeployment,
  previewKcpSetup,
  previewWebhook,
  webhookRefs,
  type ConditionType,
  type WebhookResult,
} from '../subroutines/index.js';
import { closeSession, openSession, type SessionProps } from './session.js';

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
    const kcp = leftOut.includes('KcpsetupSubroutine') ? { changes: [] } : await previewKcpSetup(context);
    return {
      changes: 'changes' in kcp ? [...changes, ...kcp.changes] : changes,
      webhook: isDeployed ? previewWebhook(context) : { result: 'unchanged' },
      ...('unknown' in kcp ? { kcpUnknown: kcp.unknown } : {}),
    };
  } finally {
    await closeSession(context);
  }
}
