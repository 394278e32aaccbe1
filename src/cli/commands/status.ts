import { setTimeout } from 'node:timers/promises';
import { InvalidInputError, PlatformMeshError } from '../../errors.js';
import type { Blueprint } from '../../profile/index.js';
import type { Clusters, PlatformView } from '../../runtime/subroutines/index.js';
import { withClusters } from '../cluster-options.js';
import type { Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { interruptible } from '../interruption.js';
import { instanceOf, loadPlatform, type Platform, type PlatformOptions } from '../platform.js';
import { printData, type DataFormat } from '../print-data.js';
import { renderStatus } from '../render-status.js';

export interface StatusOptions extends PlatformOptions {
  readonly watch?: boolean;
  readonly output: 'text' | DataFormat;
}

/** How often a platform is looked at with `--watch`, in ms: a list of each kind. */
const EVERY = 2000;

/** Says how everything is that was applied. */
export async function status(name: string | undefined, options: StatusOptions, context: Context): Promise<ExitCode> {
  const { io } = context;
  const show = async (clusters: Clusters, stop: AbortSignal): Promise<ExitCode> => {
    const subject = await subjectOf(name, options, clusters, context);
    const [{ overview }, { isApiError }] = await Promise.all([import('../../runtime/subroutines/index.js'), import('../../runtime/cluster/index.js')]);
    const look = async (): Promise<PlatformView> => {
      const view = await overview(clusters, subject.instance, subject.platform);
      if (view.objects.length === 0 && subject.unknown) throw subject.unknown;
      return view;
    };
    const print = printer(subject.instance, options, context);
    if (options.watch !== true) return print(await look());
    while (!stop.aborted) {
      await look().then(print, (error: unknown) => {
        if (!isApiError(error) || !error.retryable) throw error;
        io.err(`${error.message}\n`);
      });
      await setTimeout(EVERY, undefined, { signal: stop }).catch(() => undefined);
    }
    return EXIT.done;
  };
  const told = (): void => undefined;
  return withClusters(options, io, (clusters) => interruptible(told, (stop) => show(clusters, io.closed ? AbortSignal.any([stop, io.closed]) : stop)));
}

/** Prints what is new, and says whether all is well. */
function printer(instance: Subject['instance'], { output, watch }: StatusOptions, { io, output: rendering }: Context): (view: PlatformView) => Promise<ExitCode> {
  let before = '';
  return async (view) => {
    const text = output === 'text' ? renderStatus(view, instance, rendering) : await printData({ ...instance, objects: view.objects.map(({ id, readiness, ...rest }) => ({ ...rest, ...id, ...readiness })) }, output);
    if (text !== before) io.out(watch === true && io.stdout.isTerminal ? `\u001b[2J\u001b[H${text}` : text);
    before = text;
    if (view.objects.some(({ isUnreadable }) => isUnreadable)) return EXIT.failed;
    return view.objects.every(({ readiness }) => readiness.state === 'ready') ? EXIT.done : EXIT.notReady;
  };
}

/** What is looked at. */
interface Subject {
  readonly instance: Blueprint['instance'];
  /** What is wanted, where that is known. */
  readonly platform?: Platform;
  /** Why it is not. */
  readonly unknown?: PlatformMeshError;
}

/** A `PlatformMesh` that is no more is no reason to say nothing of what it left, nor is how Flux reaches another cluster. */
const DISPENSABLE = ['unknown-platform', 'unknown-kind', 'no-profile', 'missing-option'];

async function subjectOf(name: string | undefined, options: StatusOptions, clusters: Clusters, context: Context): Promise<Subject> {
  try {
    const platform = await loadPlatform(name, options, clusters, context);
    return { instance: platform.blueprint.instance, platform };
  } catch (error) {
    if (!(error instanceof PlatformMeshError) || !codesOf(error).every((code) => DISPENSABLE.includes(code))) throw error;
    const instance = await instanceOf(name, options, context);
    context.io.err(`${error.message}; what is wanted is not known\n`);
    return { instance, unknown: error };
  }
}

function codesOf(error: PlatformMeshError): readonly string[] {
  return error instanceof InvalidInputError ? error.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code) : [error.code];
}
