import { BINARIES, type BinaryName, type BinarySource } from './binaries.ts';

/** How long a run of CI may take that has everything to build, in s. */
const RUN = 60 * 60;

/** What comes after the servers in it: the end-to-end tests. */
const TESTS = 20 * 60;

/** When the building of servers has to be over, in ms; undefined where nobody waits for a run of CI, which names its start. */
export function buildDeadline(env: NodeJS.ProcessEnv): number | undefined {
  const start = Number(env['CI_STARTED_AT'] ?? '');
  return start > 0 ? (start + RUN - TESTS) * 1000 : undefined;
}

/**
 * Whether a binary is left to the next run of CI, which finds the others built. Only one with a time of its own is: all others
 * are needed in any case. What was left out once is left out for the rest of the run.
 *
 * @param now in ms
 */
export function isLeftOut(name: BinaryName, env: NodeJS.ProcessEnv, now: number): boolean {
  const { seconds }: BinarySource = BINARIES[name];
  const deadline = buildDeadline(env);
  return seconds !== undefined && deadline !== undefined && now + seconds * 1000 > deadline;
}
