/** What is said when work is stopped that changes clusters. */
export const STOPPING = '\nstopping: what was begun is finished; once more to end at once\n';

/**
 * Does work that Ctrl-C, or a request to terminate, stops: the first one is told of and aborts the signal, so that
 * nothing is begun from then on; the second one ends the process.
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
