import { setTimeout } from 'node:timers/promises';
import { PlatformMeshError } from '../../errors.js';
import type { Clusters, PlatformView } from '../../runtime/subroutines/index.js';
import { withClusters } from '../cluster-options.js';
import type { Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { interruptible } from '../interruption.js';
import { instanceOf, loadPlatform, type PlatformOptions } from '../platform.js';
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
    const instance = await instanceOf(name, options, context);
    const { overview } = await import('../../runtime/subroutines/index.js');
    const desired = await wanted(name, options, clusters, context);
    for (let before = ''; !stop.aborted; ) {
      const view = await overview(clusters, instance, desired);
      const text = options.output === 'text' ? renderStatus(view, instance, context.output) : await printData({ ...instance, objects: view.objects.map(({ id, readiness, ...rest }) => ({ ...rest, ...id, ...readiness })) }, options.output);
      if (text !== before) io.out(options.watch === true && io.stdout.isTerminal ? `\u001b[2J\u001b[H${text}` : text);
      before = text;
      if (options.watch !== true) return codeOf(view);
      await setTimeout(EVERY, undefined, { signal: stop }).catch(() => undefined);
    }
    return EXIT.done;
  };
  return withClusters(options, io, (clusters) => interruptible(() => undefined, (stop) => show(clusters, stop)));
}

/** What is wanted, where it is known: a `PlatformMesh` that is no more is no reason to say nothing of what it left. */
async function wanted(name: string | undefined, options: StatusOptions, clusters: Clusters, context: Context): Promise<Awaited<ReturnType<typeof loadPlatform>> | undefined> {
  try {
    return await loadPlatform(name, options, clusters, context);
  } catch (error) {
    const unknown = error instanceof PlatformMeshError && (error.code === 'unknown-platform' || error.code === 'unknown-kind' || error.code === 'no-profile');
    if (name === undefined || !unknown) throw error;
    context.io.err(`${error.message}; what is wanted is not known\n`);
    return undefined;
  }
}

function codeOf({ objects }: PlatformView): ExitCode {
  return objects.every(({ readiness }) => readiness.state === 'ready') ? EXIT.done : EXIT.notReady;
}
