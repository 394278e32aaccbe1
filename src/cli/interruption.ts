/** The message after the first Ctrl-C, for commands that change clusters. */
export const STOPPING = '\nstopping: what was begun is finished; once more to end at once\n';

/**
 * Runs work that Ctrl-C or SIGTERM stops. The first one prints a message and aborts the signal, so that nothing new starts. The
 * second one ends the process.
 */
export async function interruptible<T>(told: () => void, work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(1);
    told();
    controller.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
