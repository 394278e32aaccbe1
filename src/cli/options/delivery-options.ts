import { Option, type Command } from 'commander';
import { invalidInput } from '../../errors.js';
import type { Prerequisites } from '../../readiness/index.js';
import type { ApplyPolicy } from '../../runtime/apply/index.js';
import type { AuthorizationWebhook } from '../../runtime/subroutines/index.js';
import { FLAGS } from '../../settings.js';
import { flagOption } from './flag-option.js';

/** The flags of commands that change clusters, or show planned changes. */
export interface DeliveryOptions {
  readonly prune: boolean;
  readonly forceConflicts?: boolean;
  readonly recreate?: boolean;
  readonly pruneAdopted?: boolean;
  readonly pruneKind?: readonly string[];
  readonly allowMassPrune?: boolean;
  readonly kcpNamespace: string;
  readonly authorizationWebhookSecretName: string;
  readonly authorizationWebhookSecretCaName: string;
}

/** The flags that `plan` and `apply` share, so that `plan` shows what `apply` does. */
export function addWriteOptions(command: Command): Command {
  return command
    .option('--no-prune', 'keep objects that were applied before and are no longer desired')
    .option('--prune-adopted', 'also delete objects that somebody else created before the platform')
    .addOption(
      new Option('--prune-kind <kind>', 'also delete objects of this kind, which may hold user data; repeatable').argParser(
        (kind, others: readonly string[] | undefined) => [...(others ?? []), kind],
      ),
    )
    .option('--allow-mass-prune', 'delete more than half of what was applied before')
    .option('--force-conflicts', 'take over fields that others manage')
    .option('--recreate', 'delete and create again objects with changed immutable fields');
}

/** The flags of subroutines of a running platform. */
export function addStepOptions(command: Command): Command {
  return command
    .addOption(flagOption(FLAGS.kcpNamespace, { takes: '<namespace>' }))
    .addOption(flagOption(FLAGS.authorizationWebhookSecretName, { takes: '<name>' }))
    .addOption(flagOption(FLAGS.authorizationWebhookSecretCaName, { takes: '<name>' }));
}

/** The flags of what has to run before a platform is ready. */
export interface PrerequisiteOptions {
  readonly subroutinesDeploymentEnableIstio?: boolean;
}

/** Flags of what has to run before a platform is ready. */
export function addPrerequisiteOptions(command: Command): Command {
  return command.addOption(flagOption(FLAGS.subroutinesDeploymentEnableIstio));
}

/** What a platform cannot do without. */
export function prerequisitesOf({ subroutinesDeploymentEnableIstio: istio }: PrerequisiteOptions): Prerequisites {
  return istio === undefined ? {} : { istio };
}

/** What the authorization webhook of an instance needs. */
export function webhookOf(
  namespace: string,
  options: Pick<DeliveryOptions, 'kcpNamespace' | 'authorizationWebhookSecretName' | 'authorizationWebhookSecretCaName'>,
): AuthorizationWebhook {
  return {
    namespace,
    secretName: options.authorizationWebhookSecretName,
    caSecretName: options.authorizationWebhookSecretCaName,
    kcpNamespace: options.kcpNamespace,
  };
}

/** How objects are written and deleted. */
export function policyOf({ prune, forceConflicts, recreate, pruneAdopted, pruneKind, allowMassPrune }: DeliveryOptions): ApplyPolicy {
  return {
    prune,
    ...(forceConflicts === undefined ? {} : { force: forceConflicts }),
    ...(recreate === undefined ? {} : { recreate }),
    ...(pruneAdopted === undefined ? {} : { pruneAdopted }),
    ...(pruneKind === undefined ? {} : { pruneKinds: pruneKind }),
    ...(allowMassPrune === undefined ? {} : { allowMassPrune }),
  };
}

/**
 * The deadline of a command.
 *
 * @throws {InvalidInputError} `invalid-option` if the text is not a duration.
 */
export async function deadlineOf(timeout: string, now = Date.now()): Promise<Date> {
  const { parseDuration } = await import('../../readiness/index.js');
  const milliseconds = parseDuration(timeout);
  if (milliseconds !== undefined && milliseconds >= 0) return new Date(now + milliseconds);
  throw invalidInput('invalid-option', `--timeout ${JSON.stringify(timeout)} is not a duration`, 'write it as 90s, 15m or 1h30m');
}
