import { expect, it } from '@jest/globals';
import { stepNotBuilt } from '../../scripts/conformance-runtime/not-built.ts';
import type { RecordedCase } from '../../scripts/conformance-runtime/recorded-case.ts';
import { recordedCase } from './recorded.ts';

const rootShard = (status: string): RecordedCase['state'] => {
  const conditions = [{ type: 'Available', status }];
  return { runtime: [{ kind: 'RootShard', status: { conditions } }], infra: [], kcp: [] };
};

it.each<[string, Partial<RecordedCase>, string | undefined]>([
  ['a deployment', {}, undefined],
  ['another step', { step: 'ResourceSubroutine' }, 'ResourceSubroutine'],
  ['Istio', { flags: { '--subroutines-deployment-enable-istio': true } }, 'Istio gate'],
  ['no Istio', { flags: { '--subroutines-deployment-enable-istio': false } }, undefined],
  ['a root shard that is not there yet', { state: rootShard('False') }, 'RootShard and FrontProxy gates'],
  ['a root shard that is there', { state: rootShard('True') }, undefined],
  ['a front proxy that is waited for', { message: 'FrontProxy is not ready' }, 'RootShard and FrontProxy gates'],
  ['audiences', { step: 'WaitSubroutine', state: { runtime: [], infra: [], kcp: [{}] } }, 'audiences of kcp in the wait'],
  ['a wait without kcp', { step: 'WaitSubroutine' }, undefined],
])('knows whether the step of %s is built', (_what, given, expected) => {
  expect(stepNotBuilt(recordedCase(given), new Set())).toBe(expected);
});

it('takes a step for built as soon as apply has its flag', () => {
  expect(stepNotBuilt(recordedCase({ state: rootShard('False') }), new Set(['--kcp-root-shard-name']))).toBeUndefined();
});
