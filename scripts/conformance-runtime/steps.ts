import { hasClosedGate, needsIstio } from './not-built.ts';
import type { RecordedCase } from './recorded-case.ts';

/** A step, as `--only` names it. */
export type StepName = 'deployment' | 'kcp-setup' | 'provider-secret' | 'feature-toggles' | 'wait';

/** What a case runs. */
export interface Runs {
  /** The steps that a recorded step builds on: what they bring is there when it runs. @default - none */
  readonly before: readonly StepName[];
  /** The recorded step, with those that wait for what it brings. */
  readonly steps: readonly StepName[];
  /** Those that wait for the gates of a deployment, where the case is about one. @default - none */
  readonly gate: readonly StepName[];
}

/** Which steps a case runs. The reference waits within its steps, we do so in the last one. */
export function runsOf(recorded: RecordedCase): Runs {
  switch (recorded.step) {
    case 'KcpsetupSubroutine':
      return { before: ['deployment'], steps: ['kcp-setup', 'wait'], gate: [] };
    case 'ProvidersecretSubroutine':
      return { before: [], steps: ['provider-secret', 'wait'], gate: [] };
    case 'FeatureToggleSubroutine':
      return { before: ['deployment', 'kcp-setup', 'wait'], steps: ['feature-toggles'], gate: [] };
    case 'WaitSubroutine': {
      const kcp: readonly StepName[] = recorded.state.kcp.length > 0 ? ['kcp-setup'] : [];
      return { before: ['deployment', ...kcp], steps: [...kcp, 'wait'], gate: [] };
    }
    default:
      return { before: [], steps: ['deployment'], gate: gateOf(recorded) };
  }
}

/** The gate of Istio is in the wait; that of kcp is there, and before kcp is set up. */
function gateOf(recorded: RecordedCase): readonly StepName[] {
  if (hasClosedGate(recorded)) return ['deployment', 'kcp-setup', 'wait'];
  return needsIstio(recorded) ? ['deployment', 'wait'] : [];
}

/** Whether a case needs a kcp. */
export function needsKcp({ step, state }: Pick<RecordedCase, 'step' | 'state'>): boolean {
  return ['KcpsetupSubroutine', 'FeatureToggleSubroutine', 'ProvidersecretSubroutine'].includes(step) || state.kcp.length > 0;
}

/** The arguments that run some steps. */
export function only(steps: readonly StepName[]): readonly string[] {
  return steps.flatMap((step) => ['--only', step]);
}
