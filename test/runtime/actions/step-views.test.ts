import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { stepOfChanges, stepOfResult, stepOfStates } from '../../../src/runtime/actions/step-views.js';
import type { PlannedChange } from '../../../src/runtime/apply/index.js';
import { ApiError } from '../../../src/runtime/cluster/index.js';

const OBJECT: KubernetesObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one', namespace: 'mesh' } };

function change(planned: PlannedChange['planned']): PlannedChange {
  return { target: 'runtime', id: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'mesh', name: 'one' }, planned };
}

const CREATE = change({ action: 'create', after: OBJECT });
const UNCHANGED = change({ action: 'unchanged', before: OBJECT });
const KEPT = change({ action: 'skip', before: OBJECT, reason: 'it may hold data' });

describe('a step that applies objects', () => {
  it('is done where nothing changes but what is kept', () => {
    expect(stepOfChanges('DeploymentSubroutine', [UNCHANGED, KEPT])).toEqual({ step: 'DeploymentSubroutine', state: 'done' });
  });

  it('waits where something would change, and names the first', () => {
    expect(stepOfChanges('DeploymentSubroutine', [UNCHANGED, CREATE, CREATE])).toEqual({
      step: 'DeploymentSubroutine',
      state: 'waiting',
      message: 'ConfigMap mesh/one is missing, and 1 more',
    });
  });

  it('has failed where something is refused, whatever else would change', () => {
    const error = new ApiError({ code: 'forbidden', subject: 'ConfigMap mesh/one', text: 'is forbidden', cluster: 'one' });

    expect(stepOfChanges('KcpsetupSubroutine', [CREATE, change({ action: 'failed', error })])).toEqual({
      step: 'KcpsetupSubroutine',
      state: 'failed',
      message: 'ConfigMap mesh/one: is forbidden on cluster "one"',
    });
  });
});

it('a step with a result says what its result says', () => {
  const result = { kind: 'waiting', reason: 'Waiting', message: 'Secret mesh/a: no export yet', wakeOn: [] } as const;

  expect(stepOfResult('ProvidersecretSubroutine', result)).toMatchObject({ state: 'waiting', message: 'Secret mesh/a: no export yet' });
  expect(stepOfResult('ProvidersecretSubroutine', { kind: 'done' })).toEqual({ step: 'ProvidersecretSubroutine', state: 'done' });
});

it('the wait step counts what is not ready', () => {
  const state = (name: string, isReady: boolean): Parameters<typeof stepOfStates>[0][number] => ({
    ref: { apiVersion: 'v1', kind: 'ConfigMap', name },
    readiness: isReady ? { state: 'ready' } : { state: 'progressing', reason: 'NotFound' },
    needs: [],
    makes: [],
  });

  expect(stepOfStates([state('a', true)])).toEqual({ step: 'WaitSubroutine', state: 'done' });
  expect(stepOfStates([state('a', true), state('b', false)])).toMatchObject({ state: 'waiting', message: '1 not ready' });
});
