import { Option, type Command } from 'commander';
import { invalidInput } from '../../errors.js';
import type { Istio, Prerequisites } from '../../readiness/index.js';
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
  readonly istioPodNamespace?: string;
  readonly istioPodLabel?: readonly string[];
}

/** Flags of what has to run before a platform is ready. */
export function addPrerequisiteOptions(command: Command): Command {
  return command
    .addOption(flagOption(FLAGS.subroutinesDeploymentEnableIstio))
    .option('--istio-pod-namespace <namespace>', 'with Istio: namespace of pods that need its sidecar (default: that of the instance)')
    .addOption(
      new Option(
        '--istio-pod-label <key=value>',
        'with Istio: label of pods that need its sidecar (default: none is looked at); repeatable',
      ).argParser((label, others: readonly string[] | undefined) => [...(others ?? []), label]),
    );
}

/**
 * What a platform cannot do without.
 *
 * @param namespace that of the instance
 * @throws {InvalidInputError} `invalid-option` for a label that is none.
 */
export function prerequisitesOf(options: PrerequisiteOptions, namespace: string): Prerequisites {
  const istio = istioOf(options, namespace);
  return istio ? { istio } : {};
}

function istioOf(
  { subroutinesDeploymentEnableIstio, istioPodNamespace, istioPodLabel = [] }: PrerequisiteOptions,
  namespace: string,
): Istio | undefined {
  if (subroutinesDeploymentEnableIstio !== true) {
    if (istioPodNamespace === undefined && istioPodLabel.length === 0) return undefined;
    throw invalidInput('invalid-option', 'pods that need a sidecar of Istio are named, and Istio is off', `add --${ISTIO_FLAG}`);
  }
  if (istioPodLabel.length === 0) return {};
  return { pods: { namespace: istioPodNamespace ?? namespace, labels: Object.fromEntries(istioPodLabel.map(labelOf)) } };
}

const ISTIO_FLAG = FLAGS.subroutinesDeploymentEnableIstio.name;

function labelOf(text: string): readonly [key: string, value: string] {
  const [, key, value] = /^([^=,\s]+)=([^=,\s]*)$/u.exec(text) ?? [];
  if (key !== undefined && value !== undefined) return [key, value];
  throw invalidInput('invalid-option', `--istio-pod-label ${JSON.stringify(text)} is no label`, 'write it as app=platform-mesh-operator');
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
