import { describeDifference, type Difference } from './difference.ts';
import { describeExpected } from './expected-difference.ts';
import type { Judgement, Stale } from './judge.ts';
import type { ListedDifference } from './listed-differences.ts';

/** A case that was replayed. */
export interface Replayed extends Judgement {
  readonly kind: 'passed' | 'failed';
  readonly name: string;
  /** Flags of the case that `apply` does not have. */
  readonly ignoredFlags: readonly string[];
}

/** What became of a case. */
export type CaseResult =
  | Replayed
  /** It could not be replayed. */
  | { readonly kind: 'broken'; readonly name: string; readonly message: string }
  /** The case is about a step that there is not yet; with the differences where they were asked for. */
  | { readonly kind: 'not built'; readonly name: string; readonly step: string; readonly differences: readonly Difference[] };

/** What is told of a case: what differs as it is wanted by the reason, everything else one by one. */
export function linesOf(result: CaseResult, isVerbose: boolean): readonly string[] {
  switch (result.kind) {
    case 'broken':
      return [`FAIL ${result.name}: it could not be replayed: ${result.message}`];
    case 'not built':
      return [`not built: ${result.step}: ${result.name}`, ...result.differences.map(indented)];
    default:
      return linesOfReplayed(result, isVerbose);
  }
}

function linesOfReplayed({ kind, name, ignoredFlags, listed, unlisted, stale }: Replayed, isVerbose: boolean): readonly string[] {
  return [
    `${kind === 'passed' ? 'ok  ' : 'FAIL'} ${name}`,
    ...(ignoredFlags.length === 0 ? [] : [`     flags that apply does not have: ${ignoredFlags.join(', ')}`]),
    ...listed.flatMap(({ row, differences }) => [
      `     as wanted, ${reasonOf(row)} (${differences.length})`,
      ...(isVerbose ? differences.map((difference) => `       ${describeDifference(difference)}`) : []),
    ]),
    ...unlisted.map((difference) => `     NOT LISTED ${describeDifference(difference)}`),
    ...stale.map((each) => `     ${describeStale(each)}`),
  ];
}

function describeStale({ row, expected }: Stale): string {
  const what = expected === undefined ? 'nothing' : `not ${describeExpected(expected)}`;
  return `STALE the row matches ${what}; take it off the list or narrow it: ${reasonOf(row)}`;
}

function reasonOf({ decision, why }: ListedDifference): string {
  return `${decision === undefined ? 'without a decision' : isNumber(decision) ? `decision ${decision}` : decision}: ${why}`;
}

function isNumber(text: string): boolean {
  return /^\d+$/u.test(text);
}

function indented(difference: Difference): string {
  return `     ${describeDifference(difference)}`;
}

/** Rows that match nothing in the case that they name as their example, where the run has it. */
export function unusedRows(rows: readonly ListedDifference[], results: readonly CaseResult[]): readonly ListedDifference[] {
  return rows.filter((row) => {
    const example = results.find(({ name }) => name === row.example);
    return example !== undefined && !(isReplayed(example) && example.listed.some((listed) => listed.row === row));
  });
}

export function unusedLine(row: ListedDifference): string {
  return `STALE the row matches nothing in its example ${row.example ?? ''}; take it off the list: ${reasonOf(row)}`;
}

function isReplayed(result: CaseResult): result is Replayed {
  return result.kind === 'passed' || result.kind === 'failed';
}

/** How often each row was needed, then the count of cases: what is not built is counted apart, never as passed. */
export function summaryOf(results: readonly CaseResult[], rows: readonly ListedDifference[]): readonly string[] {
  const replayed = results.filter(isReplayed);
  const used = rows.flatMap((row) => {
    const counts = replayed.flatMap(({ listed }) => listed.filter((each) => each.row === row).map(({ differences }) => differences.length));
    const total = counts.reduce((sum, count) => sum + count, 0);
    return total === 0 ? [] : [`${reasonOf(row)}: ${total} in ${counts.length} ${counts.length === 1 ? 'case' : 'cases'}`];
  });
  return [...used, countsOf(results)];
}

function countsOf(results: readonly CaseResult[]): string {
  const count = (...kinds: readonly CaseResult['kind'][]): number => results.filter(({ kind }) => kinds.includes(kind)).length;
  const steps = Map.groupBy(
    results.filter((result) => result.kind === 'not built'),
    ({ step }) => step,
  );
  const bySteps = [...steps].map(([step, { length }]) => `${step} ${length}`);
  const notBuilt = `${count('not built')} not built${bySteps.length === 0 ? '' : ` (${bySteps.join(', ')})`}`;
  return `${count('passed')} passed, ${count('failed', 'broken')} failed, ${notBuilt}`;
}
