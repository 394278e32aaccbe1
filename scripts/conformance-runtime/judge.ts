import type { Difference } from './difference.ts';
import type { ListedDifference } from './listed-differences.ts';
import type { RecordedCase } from './recorded-case.ts';

/** What the differences of a case mean. */
export interface Judgement {
  /** Those that no row lists. */
  readonly unlisted: readonly Difference[];
  /** Rows that say of the case that it differs, where it does not. */
  readonly stale: readonly ListedDifference[];
  /** Rows that hold for it. */
  readonly listed: readonly ListedDifference[];
}

/** Holds the differences of a case against the rows that speak of it. */
export function judge(recorded: RecordedCase, differences: readonly Difference[], rows: readonly ListedDifference[]): Judgement {
  const own = rows.filter(({ occursIn }) => occursIn(recorded));
  const listed = own.filter(({ covers }) => differences.some((difference) => covers(difference, recorded)));
  return {
    unlisted: differences.filter((difference) => !own.some(({ covers }) => covers(difference, recorded))),
    stale: own.filter((row) => !listed.includes(row)),
    listed,
  };
}
