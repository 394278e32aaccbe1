import { describe, expect, it } from '@jest/globals';
import { isReady, isStuckAt, requeueAfter } from '../../../src/runtime/actions/step-results.js';
import type { ConditionType, StepResult } from '../../../src/runtime/subroutines/index.js';

const DONE: StepResult = { kind: 'done' };
const EXTRA_WORKSPACES: StepResult = { kind: 'degraded', reason: 'ExtraWorkspaces', message: 'Workspace own is not ready' };
const CONNECTIONS_WAITING: StepResult = { kind: 'degraded', reason: 'ConnectionsWaiting', message: 'own waits' };
const CONNECTIONS_FAILED: StepResult = { kind: 'degraded', reason: 'ConnectionsFailed', message: 'own cannot work' };
const STUCK: StepResult = { kind: 'waiting', reason: 'Stuck', message: '1 not ready', wakeOn: [] };
const NOT_READY: StepResult = { kind: 'waiting', reason: 'NotReady', message: '1 not ready', wakeOn: [] };

const results = (changed: Partial<Record<ConditionType, StepResult>> = {}): ReadonlyMap<ConditionType, StepResult> =>
  new Map<ConditionType, StepResult>([
    ['DeploymentSubroutine', changed.DeploymentSubroutine ?? DONE],
    ['KcpsetupSubroutine', changed.KcpsetupSubroutine ?? DONE],
    ['ProvidersecretSubroutine', changed.ProvidersecretSubroutine ?? DONE],
    ['FeatureToggleSubroutine', changed.FeatureToggleSubroutine ?? DONE],
    ['WaitSubroutine', changed.WaitSubroutine ?? DONE],
  ]);

const after = (
  changed: Partial<Record<ConditionType, StepResult>>,
  options: { isLocked?: boolean; changesIn?: number } = {},
): number | undefined => requeueAfter(results(changed), { isLocked: false, changesIn: undefined, pass: 1, ...options });

describe('whether an apply ends as ready', () => {
  it.each<[string, Partial<Record<ConditionType, StepResult>>, boolean]>([
    ['every step is done', {}, true],
    ['an object is not ready', { WaitSubroutine: NOT_READY }, false],
    ['an extra workspace became ready after KcpSetup looked at it', { KcpsetupSubroutine: EXTRA_WORKSPACES }, false],
    ['a kubeconfig of the user may still come', { ProvidersecretSubroutine: CONNECTIONS_WAITING }, false],
    ['a kubeconfig of the user cannot work', { ProvidersecretSubroutine: CONNECTIONS_FAILED }, true],
  ])('%s', (_, changed, expected) => {
    expect(isReady(results(changed))).toBe(expected);
  });

  it('tells a platform that waits in vain', () => {
    expect(isStuckAt(results({ WaitSubroutine: STUCK }))).toBe(true);
    expect(isStuckAt(results({ WaitSubroutine: NOT_READY }))).toBe(false);
  });
});

describe('the time until the next pass', () => {
  it('depends on watches alone if no step asks for another pass', () => {
    expect(after({ WaitSubroutine: NOT_READY })).toBeUndefined();
  });

  it('is short if KcpSetup did not see an extra workspace become ready', () => {
    expect(after({ KcpsetupSubroutine: EXTRA_WORKSPACES })).toBe(250);
    expect(after({ KcpsetupSubroutine: EXTRA_WORKSPACES, WaitSubroutine: NOT_READY })).toBeUndefined();
  });

  it('is the shortest of those that steps, the rules of readiness and a held Lease ask for', () => {
    const renewal: StepResult = { kind: 'done', requeueAfter: 90_000 };

    expect(after({ ProvidersecretSubroutine: renewal })).toBe(90_000);
    expect(after({ ProvidersecretSubroutine: renewal }, { changesIn: 4_000 })).toBe(4_000);
    expect(after({ ProvidersecretSubroutine: renewal, WaitSubroutine: STUCK }, { changesIn: 4_000 })).toBe(2_000);
    expect(after({ WaitSubroutine: STUCK }, { isLocked: true })).toBe(300);
  });
});
