import type { Difference } from './difference.ts';
import { isExpected, type ExpectedDifference } from './expected-difference.ts';
import type { ListedDifference } from './listed-differences.ts';
import type { Situation } from './situation.ts';

/** A row of a list, with the differences of a case that it speaks of. */
export interface ListedIn {
  readonly row: ListedDifference;
  readonly differences: readonly Difference[];
}

/** A row says of a case that something differs, and it does not. `expected` is absent where the row matches nothing at all. */
export interface Stale {
  readonly row: ListedDifference;
  readonly expected?: ExpectedDifference;
}

/** What the differences of a case mean. */
export interface Judgement {
  /** Those that no row lists. */
  readonly unlisted: readonly Difference[];
  readonly stale: readonly Stale[];
  /** Rows that hold for the case. */
  readonly listed: readonly ListedIn[];
}

/** Holds the differences of a case against the rows that speak of it. */
export function judge(situation: Situation, differences: readonly Difference[], rows: readonly ListedDifference[]): Judgement {
  const judged = rows.map((row) => judgeRow(row, row.expectedIn(situation), differences));
  const covered = new Set(judged.flatMap(({ listed }) => listed.differences));
  return {
    unlisted: differences.filter((difference) => !covered.has(difference)),
    stale: judged.flatMap(({ stale }) => stale),
    listed: judged.map(({ listed }) => listed).filter((listed) => listed.differences.length > 0),
  };
}

function judgeRow(
  row: ListedDifference,
  expected: readonly ExpectedDifference[],
  differences: readonly Difference[],
): { readonly listed: ListedIn; readonly stale: readonly Stale[] } {
  const matches = expected.map((each) => ({ each, found: differences.filter((difference) => isExpected(difference, each)) }));
  const absent = matches.filter(({ each, found }) => found.length === 0 && each.mayBeAbsent !== true);
  const matched = new Set(matches.flatMap(({ found }) => found));
  const listed = differences.filter((difference) => matched.has(difference));
  const isUseless = row.mayMatchNothing !== true && expected.length > 0 && listed.length === 0 && absent.length === 0;
  return {
    listed: { row, differences: listed },
    stale: [...absent.map(({ each }) => ({ row, expected: each })), ...(isUseless ? [{ row }] : [])],
  };
}
