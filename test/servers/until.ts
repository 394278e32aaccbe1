import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is neither false nor undefined, and returns it. A rejection counts as no.
 *
 * @param what what is waited for, as a sentence without its end: `the workspace is ready`
 * @throws when the time is over, with the last rejection as its cause
 */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | false | undefined>,
  { timeout = 60_000, every = 100 } = {},
): Promise<Answer> {
  const deadline = performance.now() + timeout;
  for (;;) {
    let cause: unknown;
    try {
      const answer = await ask();
      if (answer !== false && answer !== undefined) return answer;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline) throw new Error(`not within ${timeout / 1000} s: ${what}`, { cause });
    await sleep(every);
  }
}
