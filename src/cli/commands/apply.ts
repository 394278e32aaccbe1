import type { Clusters } from '../../runtime/subroutines/index.js';
import { withClusters } from '../options/cluster-options.js';
import type { Context } from '../context.js';
import { kcpPlaceOf, leftOutSteps, type KcpOptions, type PipelineOptions } from '../options/pipeline-options.js';
import {
  deadlineOf,
  policyOf,
  prerequisitesOf,
  webhookOf,
  type DeliveryOptions,
  type PrerequisiteOptions,
} from '../options/delivery-options.js';
import type { ExitCode } from '../exit-codes.js';
import { interruptible, STOPPING } from '../interruption.js';
import { loadPlatform, type PlatformOptions } from '../platform.js';
import { conclude } from '../report/conclude.js';
import { reporterFor } from '../report/reporter-for.js';

export interface ApplyOptions extends PlatformOptions, DeliveryOptions, PipelineOptions, KcpOptions, PrerequisiteOptions {
  readonly wait: boolean;
  readonly timeout: string;
  readonly output: 'text' | 'json';
}

/** Applies a platform to its clusters, and waits until it is ready. */
export async function apply(name: string | undefined, options: ApplyOptions, context: Context): Promise<ExitCode> {
  const { io } = context;
  const deadline = await deadlineOf(options.timeout);
  const leftOut = leftOutSteps(options.wait ? options : { ...options, subroutinesWaitEnabled: false });
  const kcp = kcpPlaceOf(options);
  const applyTo = async (clusters: Clusters, stop: AbortSignal): Promise<ExitCode> => {
    const platform = await loadPlatform(name, options, clusters, context);
    const { applyPlatform } = await import('../../runtime/actions/index.js');
    const reporter = await reporterFor(options.output, options.wait, context);
    const webhook = webhookOf(platform.blueprint.instance.namespace, options);
    const result = await applyPlatform(
      {
        ...platform,
        clusters,
        webhook,
        policy: policyOf(options),
        prerequisites: prerequisitesOf(options, platform.blueprint.instance.namespace),
        kcp,
        leftOut,
        deadline,
        stop,
      },
      reporter,
    );
    return conclude(result, reporter, stop.aborted);
  };
  return withClusters(options, io, (clusters) =>
    interruptible(
      () => io.err(STOPPING),
      (stop) => applyTo(clusters, stop),
    ),
  );
}
