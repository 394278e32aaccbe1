import type { Clusters } from '../../runtime/subroutines/index.js';
import { withClusters } from '../options/cluster-options.js';
import type { Context } from '../context.js';
import { deadlineOf, webhookOf, type DeliveryOptions } from '../options/delivery-options.js';
import type { ExitCode } from '../exit-codes.js';
import { interruptible, STOPPING } from '../interruption.js';
import { kcpPlaceOf, type KcpOptions } from '../options/pipeline-options.js';
import { removalOf, type RemovalOptions } from '../options/removal-options.js';
import { instanceOf, type PlatformOptions } from '../platform.js';
import { conclude } from '../report/conclude.js';
import { reporterFor } from '../report/reporter-for.js';

export interface DeleteOptions
  extends
    PlatformOptions,
    KcpOptions,
    RemovalOptions,
    Pick<DeliveryOptions, 'authorizationWebhookSecretName' | 'authorizationWebhookSecretCaName' | 'pruneAdopted'> {
  readonly timeout: string;
  readonly output: 'text' | 'json';
}

/** Deletes what `apply` created, on the clusters and in kcp. */
export async function deletePlatform(name: string | undefined, options: DeleteOptions, context: Context): Promise<ExitCode> {
  const { io } = context;
  const deadline = await deadlineOf(options.timeout);
  const kcp = kcpPlaceOf(options);
  const removal = removalOf(options);
  const instance = await instanceOf(name, options, context);
  const deleteFrom = async (clusters: Clusters, stop: AbortSignal): Promise<ExitCode> => {
    const { deletePlatform: deleteFromClusters } = await import('../../runtime/actions/index.js');
    const reporter = await reporterFor(options.output, true, context);
    const webhook = webhookOf(instance.namespace, options);
    const { outcomes, interruption } = await deleteFromClusters(
      {
        clusters,
        instance,
        webhook,
        kcp,
        removal,
        policy: { prune: true, ...(options.pruneAdopted === undefined ? {} : { pruneAdopted: options.pruneAdopted }) },
        deadline,
        stop,
      },
      reporter,
    );
    const waitingSteps = interruption === undefined ? [] : [{ step: 'KcpsetupSubroutine', message: interruption } as const];
    return conclude({ outcomes, webhook: { result: 'unchanged' }, reasons: [], waitingSteps }, reporter, stop.aborted);
  };
  return withClusters(options, io, (clusters) =>
    interruptible(
      () => io.err(STOPPING),
      (stop) => deleteFrom(clusters, stop),
    ),
  );
}
