import { describeDifference, type Difference } from './difference.ts';
import type { Judgement } from './judge.ts';

/** A case that was replayed. */
interface Replayed extends Judgement {
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

/** What is told of a case. A listed difference is told by its decision, or where much is wanted with its reason. */
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
  const decisions = [...new Set(listed.map(({ decision }) => decision))];
  return [
    `${kind === 'passed' ? 'ok  ' : 'FAIL'} ${name}${decisions.length === 0 ? '' : ` (differs as wanted: ${decisions.join(', ')})`}`,
    ...(ignoredFlags.length === 0 ? [] : [`     flags that apply does not have: ${ignoredFlags.join(', ')}`]),
    ...(isVerbose ? listed.map(({ decision, why }) => `     as wanted, ${decision}: ${why}`) : []),
    ...unlisted.map(indented),
    ...stale.map(({ decision, why }) => `     no longer differs, take the row off listed-differences.ts or narrow it: ${decision}: ${why}`),
  ];
}

function indented(difference: Difference): string {
  return `     ${describeDifference(difference)}`;
}

/** The last line: what is not built is counted apart, never as passed. */
export function summaryOf(results: readonly CaseResult[]): string {
  const count = (...kinds: readonly CaseResult['kind'][]): number => results.filter(({ kind }) => kinds.includes(kind)).length;
  const steps = Map.groupBy(
    results.filter((result) => result.kind === 'not built'),
    ({ step }) => step,
  );
  const bySteps = [...steps].map(([step, { length }]) => `${step} ${length}`);
  const notBuilt = `${count('not built')} not built${bySteps.length === 0 ? '' : ` (${bySteps.join(', ')})`}`;
  return `${count('passed')} passed, ${count('failed', 'broken')} failed, ${notBuilt}`;
}
