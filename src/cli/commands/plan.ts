import { invalidInput, type PlatformMeshError } from '../../errors.js';
import type { Blueprint } from '../../profile/index.js';
import type { PlatformPlan } from '../../runtime/actions/index.js';
import type { PlannedChange } from '../../runtime/apply/index.js';
import type { AuthorizationWebhook, Clusters, WebhookResult } from '../../runtime/subroutines/index.js';
import { withClusters } from '../options/cluster-options.js';
import type { Context } from '../context.js';
import { policyOf, webhookOf, type DeliveryOptions } from '../options/delivery-options.js';
import { kcpPlaceOf, leftOutSteps, type KcpOptions, type PipelineOptions } from '../options/pipeline-options.js';
import { removalOf, type RemovalOptions } from '../options/removal-options.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { instanceOf, loadPlatform, type PlatformOptions } from '../platform.js';
import { printData, type DataFormat } from '../render/print-data.js';
import { isDifferent, planSummary, renderPlan, renderWebhookPlan, statesOf } from '../render/render-plan.js';

export interface PlanOptions extends PlatformOptions, DeliveryOptions, PipelineOptions, KcpOptions, RemovalOptions {
  readonly delete?: boolean;
  readonly exitCode?: boolean;
  readonly showSecrets?: boolean;
  readonly output: 'text' | DataFormat;
}

/** Shows the planned changes of an apply, by a dry run, or those of a delete. */
export async function plan(name: string | undefined, options: PlanOptions, context: Context): Promise<ExitCode> {
  checkRemoval(options);
  return withClusters(options, context.io, async (clusters) => {
    const { instance, ...planned } =
      options.delete === true ? await deletionOf(name, options, clusters, context) : await applicationOf(name, options, clusters, context);
    await print(planned, webhookOf(instance.namespace, options), options, context);
    return codeOf(planned, options.exitCode === true);
  });
}

/** A plan, and whose it is. */
type Planned = PlatformPlan & { readonly instance: Blueprint['instance'] };

async function applicationOf(name: string | undefined, options: PlanOptions, clusters: Clusters, context: Context): Promise<Planned> {
  const [leftOut, kcp] = [leftOutSteps(options), kcpPlaceOf(options)];
  const platform = await loadPlatform(name, options, clusters, context);
  const { planPlatform } = await import('../../runtime/actions/index.js');
  const { instance } = platform.blueprint;
  const webhook = webhookOf(instance.namespace, options);
  return { instance, ...(await planPlatform({ ...platform, clusters, webhook, kcp, leftOut, policy: policyOf(options) })) };
}

async function deletionOf(name: string | undefined, options: PlanOptions, clusters: Clusters, context: Context): Promise<Planned> {
  const [removal, kcp] = [removalOf(options), kcpPlaceOf(options)];
  const instance = await instanceOf(name, options, context);
  const { planDeletion } = await import('../../runtime/actions/index.js');
  const webhook = webhookOf(instance.namespace, options);
  const planned = await planDeletion({ instance, clusters, webhook, kcp, removal, policy: policyOf({ ...options, prune: true }) });
  return { instance, webhook: { result: 'unchanged' }, ...planned };
}

/** @throws {InvalidInputError} `missing-option` for flags of a deletion without `--delete`. */
function checkRemoval({ delete: isDeletion, deleteWorkspaces, orphanKcp }: PlanOptions): void {
  const flag = deleteWorkspaces === true ? '--delete-workspaces' : orphanKcp === true ? '--orphan-kcp' : undefined;
  if (isDeletion !== true && flag !== undefined)
    throw invalidInput('missing-option', `${flag} is given, but not --delete`, 'it is about what a delete would do');
}

async function print(planned: PlatformPlan, webhook: AuthorizationWebhook, options: PlanOptions, context: Context): Promise<void> {
  const { io, output, verbose } = context;
  const { changes, webhook: webhookResult, kcpUnknown } = planned;
  const showSecrets = options.showSecrets === true;
  if (options.output === 'text') {
    io.out(renderPlan(changes, { full: verbose, showSecrets }, output));
    io.out(renderWebhookPlan(webhookResult, webhook, output));
    if (kcpUnknown !== undefined) io.err(`kcp cannot be asked yet: ${kcpUnknown}\n`);
    io.err(`${planSummary(changes)}\n`);
    return;
  }
  const objects = changes.map((change) => data(change, showSecrets));
  const unknown = kcpUnknown === undefined ? {} : { kcpUnknown };
  io.out(await printData({ objects, authorizationWebhook: webhookData(webhookResult), ...unknown }, options.output));
}

function codeOf({ changes, webhook }: PlatformPlan, isTold: boolean): ExitCode {
  if (webhook.result === 'failed' || changes.some(({ planned }) => planned.action === 'failed' || planned.action === 'conflict'))
    return EXIT.failed;
  return isTold && (webhook.result === 'written' || changes.some(isDifferent)) ? EXIT.changes : EXIT.done;
}

function data({ target, id, planned, stays }: PlannedChange, showSecrets: boolean): object {
  return { target, ...id, action: planned.action, ...details(planned, showSecrets), ...(stays ? { stays } : {}) };
}

function details(planned: PlannedChange['planned'], showSecrets: boolean): object {
  switch (planned.action) {
    case 'update':
    case 'recreate': {
      const [before, after] = statesOf(planned.before, planned.after, showSecrets);
      const owners = planned.action === 'update' ? filled({ takes: planned.takes, from: planned.from }) : {};
      return { before, after, ...owners };
    }
    case 'create':
      return { after: statesOf(undefined, planned.after, showSecrets)[1] };
    case 'adopt':
      return { ...filled({ takes: planned.takes }), from: planned.from };
    case 'prune':
      return planned.handover ? { handover: planned.handover.to } : {};
    case 'orphan':
    case 'skip':
      return { reason: planned.reason };
    case 'blocked':
      return { reason: planned.reason };
    case 'conflict':
      return { conflicts: planned.conflicts, error: errorOf(planned.error) };
    case 'failed':
      return { error: errorOf(planned.error) };
    default:
      return {};
  }
}

function webhookData(result: WebhookResult): object {
  return result.result === 'failed' ? { result: result.result, error: errorOf(result.error) } : result;
}

function errorOf({ code, message }: PlatformMeshError): object {
  return { code, message };
}

function filled(lists: Readonly<Record<string, readonly string[]>>): object {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}
