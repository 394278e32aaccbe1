import { describe } from '@jest/globals';
import { isLeftToNextRun, missing, type Need } from '../servers/index.ts';

/**
 * A suite that runs against real servers. Where one of them cannot be run, its tests are counted as skipped, never as
 * passed, and the title says why; with `SERVERS_REQUIRED` in the environment they fail, unless it was left out for a run of CI
 * that was short of time.
 */
export function describeWith(needs: readonly Need[], title: string, tests: () => void): void {
  const absent = missing(needs);
  if (absent.length === 0) {
    describe(title, tests);
    return;
  }
  const left = absent.filter(isLeftToNextRun);
  const reason =
    left.length > 0
      ? `${left.join(', ')}: left to the next run of CI, for want of time`
      : `${absent.join(', ')}: not there; run \`npm run servers\``;
  if (process.env['SERVERS_REQUIRED'] && left.length === 0) throw new Error(reason);
  process.stderr.write(`SKIPPED ${title}: ${reason}\n`);
  describe.skip(`${title} (${reason})`, tests);
}
