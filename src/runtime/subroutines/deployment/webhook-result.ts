import type { PlatformMeshError } from '../../../errors.js';

/** The inputs of the kubeconfig for kcp's authorization webhook. */
export interface AuthorizationWebhook {
  /** Namespace of the instance, on the runtime cluster. */
  readonly namespace: string;
  /** Secret that kcp reads. */
  readonly secretName: string;
  /** Secret with the CA bundle of the webhook, beside the instance or where the webhook is. */
  readonly caSecretName: string;
  /** Namespace that kcp runs in. */
  readonly kcpNamespace: string;
}

/** What was done. */
export type WebhookResult =
  | { readonly result: 'unchanged' | 'written' }
  /** `isRestarting`: the pods of kcp are being replaced; the run must finish that. */
  | { readonly result: 'waiting'; readonly reason: string; readonly isRestarting?: true }
  | { readonly result: 'failed'; readonly error: PlatformMeshError };
