import { describe, expect, it } from '@jest/globals';
import { buildDeadline, isLeftOut } from './time-budget.ts';

const STARTED = { CI_STARTED_AT: '1000000' };
const after = (minutes: number): number => (1_000_000 + minutes * 60) * 1000;

describe('the time that a run of CI has for its servers', () => {
  it.each([
    ['argocd', 20, false],
    ['argocd', 33, false],
    ['argocd', 34, true],
    ['argocd', 80, true],
    ['kube-apiserver', 20, false],
    ['kube-apiserver', 80, false],
  ] as const)('%s, %d minutes after the start: left out %s', (name, minutes, expected) => {
    expect(isLeftOut(name, STARTED, after(minutes))).toBe(expected);
  });

  it('has an end, which leaves the tests twenty minutes of an hour', () => {
    expect(buildDeadline(STARTED)).toBe(after(40));
  });

  it.each([[{}], [{ CI_STARTED_AT: '' }], [{ CI_STARTED_AT: 'soon' }]])('is unlimited where no run of CI names its start: %j', (env) => {
    expect(buildDeadline(env)).toBeUndefined();
    expect(isLeftOut('argocd', env, after(80))).toBe(false);
  });
});
