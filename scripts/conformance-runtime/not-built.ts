import { listAt, textAt, type JsonMap } from './json.ts';
import type { RecordedCase } from './recorded-case.ts';

interface Step {
  readonly name: string;
  readonly isNeededBy: (recorded: RecordedCase) => boolean;
  /** A flag of `apply` that comes with the step. @default - the step is not built */
  readonly flag?: string;
}

/** Steps that `apply` does not have, or not yet. A row with a flag ends to count when `apply` has the flag. */
const STEPS: readonly Step[] = [
  ...['ResourceSubroutine'].map((name): Step => ({
    name,
    isNeededBy: ({ step }) => step === name,
  })),
  {
    name: 'Istio gate',
    isNeededBy: needsIstio,
    flag: '--subroutines-deployment-enable-istio',
  },
  { name: 'RootShard and FrontProxy gates', isNeededBy: hasClosedGate, flag: '--kcp-root-shard-name' },
  {
    name: 'audiences of kcp in the wait',
    isNeededBy: ({ step, state }) => step === 'WaitSubroutine' && state.kcp.length > 0,
    flag: '--kcp-url',
  },
];

/** The step that a case is about and that is not built; undefined where all of them are. */
export function stepNotBuilt(recorded: RecordedCase, known: ReadonlySet<string>): string | undefined {
  return STEPS.find(({ isNeededBy, flag }) => isNeededBy(recorded) && (flag === undefined || !known.has(flag)))?.name;
}

/** Whether a case waits for Istio. */
export function needsIstio({ flags }: Pick<RecordedCase, 'flags'>): boolean {
  return flags['--subroutines-deployment-enable-istio'] === true;
}

/** Whether a part of kcp is there and not Available, or the step waited for it. */
export function hasClosedGate({ state, message }: RecordedCase): boolean {
  const parts = state.runtime.filter(({ kind }) => kind === 'RootShard' || kind === 'FrontProxy');
  return parts.some((part) => !isAvailable(part)) || /\b(?:RootShard|FrontProxy)\b/u.test(message);
}

function isAvailable(part: JsonMap): boolean {
  const conditions = listAt(part, 'status', 'conditions');
  return conditions.some((condition) => textAt(condition, 'type') === 'Available' && textAt(condition, 'status') === 'True');
}
