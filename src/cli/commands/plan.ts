import { writtenFields, type Change } from '../../runtime/apply/index.js';
import { connectClusters } from '../cluster-options.js';
import type { Context } from '../context.js';
import { rulesOf, type DeliveryOptions } from '../delivery-options.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { masked } from '../masked.js';
import { loadPlatform, type PlatformOptions } from '../platform.js';
import { printData, type DataFormat } from '../print-data.js';
import { isDifferent, planSummary, renderPlan } from '../render-plan.js';

export interface PlanOptions extends PlatformOptions, Pick<DeliveryOptions, 'prune' | 'forceConflicts' | 'recreate'> {
  readonly exitCode?: boolean;
  readonly output: 'text' | DataFormat;
}

/** Says what an apply would do, by a dry run of the servers. */
export async function plan(name: string | undefined, options: PlanOptions, context: Context): Promise<ExitCode> {
  const { io, output, verbose } = context;
  const clusters = await connectClusters(options, io);
  try {
    const platform = await loadPlatform(name, options, clusters, context);
    const [applying, { CLUSTER_TARGETS, desiredOnClusters, FIELD_MANAGER, placeIn }] = await Promise.all([import('../../runtime/apply/index.js'), import('../../runtime/subroutines/index.js')]);
    const rules = { ...rulesOf(options), fieldManager: FIELD_MANAGER };
    const changes = await applying.plan(desiredOnClusters({ ...platform, clusters }), CLUSTER_TARGETS, { placeOf: placeIn(clusters, platform.blueprint.instance), rules, prune: options.prune });
    if (options.output === 'text') {
      io.out(renderPlan(changes, verbose, output));
      io.err(`${planSummary(changes)}\n`);
    } else io.out(await printData({ objects: changes.map(data) }, options.output));
    if (changes.some(({ verdict }) => verdict.action === 'failed' || verdict.action === 'conflict')) return EXIT.failed;
    return options.exitCode === true && changes.some(isDifferent) ? EXIT.changes : EXIT.done;
  } finally {
    await Promise.all([clusters.infra.close(), clusters.runtime.close()]);
  }
}

function data({ target, id, verdict }: Change): object {
  return { target, ...id, action: verdict.action, ...details(verdict) };
}

function details(verdict: Change['verdict']): object {
  switch (verdict.action) {
    case 'update':
    case 'recreate': {
      const [before, after] = masked(writtenFields(verdict.before), writtenFields(verdict.after));
      return { before, after, ...('takes' in verdict && verdict.takes.length > 0 ? { takes: verdict.takes } : {}), ...('from' in verdict && verdict.from.length > 0 ? { from: verdict.from } : {}) };
    }
    case 'create':
      return { after: masked(undefined, writtenFields(verdict.after))[1] };
    case 'adopt':
      return { from: verdict.from };
    case 'release':
      return { managers: verdict.managers };
    case 'blocked':
      return { reason: verdict.reason };
    case 'conflict':
      return { conflicts: verdict.conflicts, error: verdict.error.message };
    case 'failed':
      return { error: { code: verdict.error.code, message: verdict.error.message } };
    default:
      return {};
  }
}
