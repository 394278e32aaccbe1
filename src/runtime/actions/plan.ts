import type { PlannedChange } from '../apply/index.js';
import { previewDeployment, previewWebhook, webhookRefs, type WebhookResult } from '../subroutines/index.js';
import { closeSession, openSession, type SessionProps } from './session.js';

/** What an apply would do. */
export interface PlatformPlan {
  /** Desired objects in their order, then those that go. */
  readonly changes: readonly PlannedChange[];
  readonly webhook: WebhookResult;
}

/** Says what an apply would do, by a dry run of the API servers; nothing is written. */
export async function planPlatform(props: SessionProps): Promise<PlatformPlan> {
  const context = openSession(props);
  try {
    const [changes] = await Promise.all([previewDeployment(context), context.stores.runtime.ensure({ refs: webhookRefs(props.webhook) })]);
    return { changes, webhook: previewWebhook(context) };
  } finally {
    await closeSession(context);
  }
}
