import type { Io } from './io.js';

/** What Ctrl-C and a request to terminate lead to. */
export interface Interruption {
  /** Aborted by the first one: nothing is begun from then on. */
  readonly stop: AbortSignal;
  /** Gives the signals back. */
  readonly end: () => void;
}

/** The first signal ends the work where it stands; the second one ends the process. */
export function interruption(io: Io): Interruption {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(1);
    io.err('\nstopping: what was begun is finished; once more to end at once\n');
    controller.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return { stop: controller.signal, end: () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal) };
}
