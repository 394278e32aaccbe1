import type { PlatformMeshError } from '../../errors.js';
import type { PlannedChange } from '../../runtime/apply/index.js';
import type { WebhookResult } from '../../runtime/subroutines/index.js';
import { withClusters } from '../options/cluster-options.js';
import type { Context } from '../context.js';
import { policyOf, webhookOf, type DeliveryOptions } from '../options/delivery-options.js';
import { kcpPlaceOf, leftOutSteps, type KcpOptions, type PipelineOptions } from '../options/pipeline-options.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadPlatform, type PlatformOptions } from '../platform.js';
import { printData, type DataFormat } from '../render/print-data.js';
import { isDifferent, planSummary, renderPlan, renderWebhookPlan, statesOf } from '../render/render-plan.js';

export interface PlanOptions extends PlatformOptions, DeliveryOptions, PipelineOptions, KcpOptions {
  readonly exitCode?: boolean;
  readonly showSecrets?: boolean;
  readonly output: 'text' | DataFormat;
}

/** Shows the planned changes of an apply, by a dry run. */
export async function plan(name: string | undefined, options: PlanOptions, context: Context): Promise<ExitCode> {
  const { io, output, verbose } = context;
  const showSecrets = options.showSecrets === true;
  const leftOut = leftOutSteps(options);
  const kcp = kcpPlaceOf(options);
  return withClusters(options, io, async (clusters) => {
    const platform = await loadPlatform(name, options, clusters, context);
    const { planPlatform } = await import('../../runtime/actions/index.js');
    const webhook = webhookOf(platform.blueprint.instance.namespace, options);
    const {
      changes,
      webhook: webhookResult,
      kcpUnknown,
    } = await planPlatform({
      ...platform,
      clusters,
      webhook,
      kcp,
      leftOut,
      policy: policyOf(options),
    });
    if (options.output === 'text') {
      io.out(renderPlan(changes, { full: verbose, showSecrets }, output));
      io.out(renderWebhookPlan(webhookResult, webhook, output));
      if (kcpUnknown !== undefined) io.err(`kcp cannot be asked yet: ${kcpUnknown}\n`);
      io.err(`${planSummary(changes)}\n`);
    } else {
      const objects = changes.map((change) => data(change, showSecrets));
      io.out(
        await printData(
          { objects, authorizationWebhook: webhookData(webhookResult), ...(kcpUnknown === undefined ? {} : { kcpUnknown }) },
          options.output,
        ),
      );
    }
    if (webhookResult.result === 'failed' || changes.some(({ planned }) => planned.action === 'failed' || planned.action === 'conflict'))
      return EXIT.failed;
    return options.exitCode === true && (webhookResult.result === 'written' || changes.some(isDifferent)) ? EXIT.changes : EXIT.done;
  });
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
