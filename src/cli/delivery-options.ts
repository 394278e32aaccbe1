import { type Command } from 'commander';
import { invalidInput } from '../errors.js';
import type { AuthorizationWebhook } from '../runtime/subroutines/index.js';

/** The flags of commands that change clusters, or say how they would. */
export interface DeliveryOptions {
  readonly prune: boolean;
  readonly forceConflicts?: boolean;
  readonly recreate?: boolean;
  readonly kcpNamespace: string;
  readonly authorizationWebhookSecretName: string;
  readonly authorizationWebhookSecretCaName: string;
}

/** Flags that `plan` and `apply` share, so that the one says what the other does. */
export function addWriteOptions(command: Command): Command {
  return command
    .option('--no-prune', 'leave what was applied before and is wanted no more')
    .option('--force-conflicts', 'take fields over that somebody else manages')
    .option('--recreate', 'delete and create anew what cannot be changed');
}

/** Flags of the steps that only a running platform needs. */
export function addStepOptions(command: Command): Command {
  return command
    .option('--kcp-namespace <namespace>', 'namespace that kcp runs in', 'platform-mesh-system')
    .option('--authorization-webhook-secret-name <name>', 'Secret with the kubeconfig for kcp\'s authorization webhook', 'kcp-webhook-secret')
    .option('--authorization-webhook-secret-ca-name <name>', 'Secret with the authority of that webhook', 'rebac-authz-webhook-cert');
}

/** What the authorization webhook of an instance needs. */
export function webhookOf(namespace: string, options: DeliveryOptions): AuthorizationWebhook {
  return {
    namespace,
    secretName: options.authorizationWebhookSecretName,
    caSecretName: options.authorizationWebhookSecretCaName,
    kcpNamespace: options.kcpNamespace,
  };
}

/** How objects are written. */
export function rulesOf({ forceConflicts, recreate }: Pick<DeliveryOptions, 'forceConflicts' | 'recreate'>): { readonly force?: boolean; readonly recreate?: boolean } {
  return { ...(forceConflicts === undefined ? {} : { force: forceConflicts }), ...(recreate === undefined ? {} : { recreate }) };
}

/**
 * When waiting ends.
 *
 * @throws {InvalidInputError} `invalid-option` for what is no duration.
 */
export async function deadlineOf(timeout: string, now = Date.now()): Promise<Date> {
  const { parseDuration } = await import('../readiness/index.js');
  const milliseconds = parseDuration(timeout);
  if (milliseconds !== undefined && milliseconds >= 0) return new Date(now + milliseconds);
  throw invalidInput('invalid-option', `--timeout ${JSON.stringify(timeout)} is no duration`, 'write it as 90s, 15m or 1h30m');
}
