import { expect, it } from '@jest/globals';
import { clientsIn } from '../../scripts/conformance-runtime/kcp-surroundings.ts';
import type { RecordedCase } from '../../scripts/conformance-runtime/recorded-case.ts';
import { needsKcp, only, runsOf } from '../../scripts/conformance-runtime/steps.ts';
import { recordedCase } from './recorded.ts';

const inKcp = (...kcp: RecordedCase['state']['kcp']): Partial<RecordedCase> => ({ state: { runtime: [], infra: [], kcp } });
const login = (...audiences: readonly string[]): RecordedCase['state']['kcp'][number] => ({
  kind: 'WorkspaceAuthenticationConfiguration',
  spec: { jwt: [{ issuer: { audiences } }] },
});

it.each<[string, Partial<RecordedCase>, ReturnType<typeof runsOf>, boolean]>([
  ['a deployment', {}, { before: [], steps: ['deployment'], gate: [] }, false],
  [
    'a deployment that waits for Istio',
    { flags: { '--subroutines-deployment-enable-istio': true } },
    { before: [], steps: ['deployment'], gate: ['deployment', 'wait'] },
    false,
  ],
  [
    'a deployment that waits for kcp',
    { message: 'RootShard is not ready' },
    { before: [], steps: ['deployment'], gate: ['deployment', 'kcp-setup', 'wait'] },
    false,
  ],
  ['kcp', { step: 'KcpsetupSubroutine' }, { before: ['deployment'], steps: ['kcp-setup', 'wait'], gate: [] }, true],
  ['kubeconfigs', { step: 'ProvidersecretSubroutine' }, { before: [], steps: ['provider-secret', 'wait'], gate: [] }, true],
  [
    'toggles',
    { step: 'FeatureToggleSubroutine' },
    { before: ['deployment', 'kcp-setup', 'wait'], steps: ['feature-toggles'], gate: [] },
    true,
  ],
  ['a wait', { step: 'WaitSubroutine' }, { before: ['deployment'], steps: ['wait'], gate: [] }, false],
  [
    'a wait for the login',
    { step: 'WaitSubroutine', ...inKcp(login()) },
    { before: ['deployment', 'kcp-setup'], steps: ['kcp-setup', 'wait'], gate: [] },
    true,
  ],
])('runs the steps of %s', (_what, given, runs, kcp) => {
  expect(runsOf(recordedCase(given))).toEqual(runs);
  expect(needsKcp(recordedCase(given))).toBe(kcp);
});

it('names steps as apply does', () => {
  expect(only(['kcp-setup', 'wait'])).toEqual(['--only', 'kcp-setup', '--only', 'wait']);
});

it('takes the audiences of a login for the clients of the identity provider, but for placeholders', () => {
  expect(clientsIn(recordedCase(inKcp(login('one', 'two'))))).toEqual(['one', 'two']);
  expect(clientsIn(recordedCase(inKcp(login('<placeholder>'))))).toEqual([]);
  expect(clientsIn(recordedCase(inKcp(login())))).toEqual([]);
  expect(clientsIn(recordedCase(inKcp({ kind: 'APIExport' })))).toBeUndefined();
});
