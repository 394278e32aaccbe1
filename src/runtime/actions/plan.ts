import type { PlannedChange } from '../apply/index.js';
import { previewDeployment, previewWebhook, webhookRefs, type WebhookResult } from '../subroutines/index.js';
import { closeSession, openSession, type SessionProps } from './session.js';

/** What an apply would do. */
export interface PlatformPlan {
  /** Desired objects in their order, then objects that are no longer desired. */
  readonly changes: readonly PlannedChange[];
  readonly webhook: WebhookResult;
}

/** The planned changes of an apply, by a dry run; writes nothing. */
export async function planPlatform(props: SessionProps): Promise<PlatformPlan> {
  const context = openSession(props);
  try {
    const [changes] = await Promise.all([previewDeployment(context), context.stores.runtime.ensure({ refs: webhookRefs(props.webhook) })]);
    return { changes, webhook: previewWebhook(context) };
  } finally {
    closeSession(context);
  }
}
