import { InvalidInputError, PlatformMeshError } from '../../errors.js';
import type { Blueprint } from '../../profile/index.js';
import { changesIn } from '../../readiness/index.js';
import type { PlatformView } from '../../runtime/actions/index.js';
import type { Clusters, InstanceContext, ReconcileContext } from '../../runtime/subroutines/index.js';
import { withClusters } from '../options/cluster-options.js';
import type { Context } from '../context.js';
import { webhookOf, type DeliveryOptions } from '../options/delivery-options.js';
import { kcpPlaceOf, leftOutSteps, type KcpOptions, type PipelineOptions } from '../options/pipeline-options.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { interruptible } from '../interruption.js';
import { instanceOf, loadPlatform, type Platform, type PlatformOptions } from '../platform.js';
import { printData, type DataFormat } from '../render/print-data.js';
import { renderStatus, statusData } from '../render/render-status.js';

export interface StatusOptions
  extends
    PlatformOptions,
    KcpOptions,
    PipelineOptions,
    Pick<DeliveryOptions, 'authorizationWebhookSecretName' | 'authorizationWebhookSecretCaName'> {
  readonly watch?: boolean;
  readonly output: 'text' | DataFormat;
}

/** With `--watch`: shortest time between two outputs, in milliseconds. */
const PACE = 500;

/** With `--watch`: time before a retry after a failure, in milliseconds. */
const RETRY = 2_000;

/** Shows how a platform is: its steps, its objects, its workspaces in kcp, and the kubeconfigs of services. */
export async function status(name: string | undefined, options: StatusOptions, context: Context): Promise<ExitCode> {
  const { io } = context;
  const kcp = kcpPlaceOf(options);
  const show = async (clusters: Clusters, stop: AbortSignal): Promise<ExitCode> => {
    const subject = await subjectOf(name, options, clusters, context);
    const { closeSession, openInstance, openSession } = await import('../../runtime/actions/index.js');
    const webhook = webhookOf(subject.instance.namespace, options);
    const props = { clusters, webhook, kcp, policy: { prune: true }, stop };
    const session = subject.platform
      ? openSession({ ...props, ...subject.platform })
      : openInstance({ ...props, instance: subject.instance });
    try {
      return await look(session, subject, options, context);
    } finally {
      await closeSession(session);
    }
  };
  return withClusters(options, io, (clusters) =>
    interruptible(
      () => undefined,
      (stop) => show(clusters, io.closed ? AbortSignal.any([stop, io.closed]) : stop),
    ),
  );
}

async function look(
  session: InstanceContext | ReconcileContext,
  subject: Subject,
  options: StatusOptions,
  context: Context,
): Promise<ExitCode> {
  const [{ overview, Waker }, { isApiError }] = await Promise.all([
    import('../../runtime/actions/index.js'),
    import('../../runtime/cluster/index.js'),
  ]);
  const print = printer(session, options, context);
  const leftOut = leftOutSteps(options);
  const once = async (): Promise<PlatformView> => {
    const view = await overview(session, leftOut);
    if (view.objects.length === 0 && subject.unknown) throw subject.unknown;
    await print(view);
    return view;
  };
  if (options.watch !== true) return codeOf(await once());
  const { stores, stop, changes } = session;
  const waker = new Waker(changes);
  try {
    for (;;) {
      waker.begin();
      const requeueAfter = await once().then(
        ({ objects }) => changesIn(objects),
        (error: unknown) => {
          if (!isApiError(error) || !error.retryable) throw error;
          context.io.err(`${error.message}\n`);
          return RETRY;
        },
      );
      stores.infra.watch();
      stores.runtime.watch();
      if ((await waker.next({ deadline: NEVER, stop, requeueAfter, lastPass: PACE })) === 'stopped') return EXIT.done;
    }
  } finally {
    waker.close();
  }
}

const NEVER = new Date(8_640_000_000_000_000);

/** Whether all is well. */
function codeOf({ objects, kcp, connections }: PlatformView): ExitCode {
  if (objects.some(({ isUnreadable }) => isUnreadable)) return EXIT.failed;
  const isReady = [...objects, ...(kcp?.workspaces ?? [])].every(({ readiness }) => readiness.state === 'ready');
  return isReady && kcp?.unknown === undefined && connections.every(({ ready }) => ready) ? EXIT.done : EXIT.notReady;
}

/** Prints a changed view. */
function printer(
  { instance, now }: InstanceContext,
  { output, watch }: StatusOptions,
  { io, output: rendering }: Context,
): (view: PlatformView) => Promise<void> {
  let before = '';
  return async (view) => {
    const text =
      output === 'text'
        ? renderStatus(view, { ...instance, now: now() }, rendering)
        : await printData({ ...instance, ...statusData(view) }, output);
    if (text !== before) io.out(watch === true && io.stdout.isTerminal ? `\u001b[2J\u001b[H${text}` : text);
    before = text;
  };
}

/** The platform of a status. */
interface Subject {
  readonly instance: Blueprint['instance'];
  /** The desired objects, if they are known. */
  readonly platform?: Platform;
  /** Why the desired objects are unknown. */
  readonly unknown?: PlatformMeshError;
}

/** Errors that leave the status useful: without the input, it still shows the objects of the inventories. */
const DISPENSABLE = ['unknown-platform', 'unknown-kind', 'no-profile', 'missing-option'];

async function subjectOf(name: string | undefined, options: StatusOptions, clusters: Clusters, context: Context): Promise<Subject> {
  try {
    const platform = await loadPlatform(name, options, clusters, context);
    return { instance: platform.blueprint.instance, platform };
  } catch (error) {
    if (!(error instanceof PlatformMeshError) || !codesOf(error).every((code) => DISPENSABLE.includes(code))) throw error;
    const instance = await instanceOf(name, options, context);
    context.io.err(`${error.message}; the desired objects are unknown\n`);
    return { instance, unknown: error };
  }
}

function codesOf(error: PlatformMeshError): readonly string[] {
  return error instanceof InvalidInputError
    ? error.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)
    : [error.code];
}
