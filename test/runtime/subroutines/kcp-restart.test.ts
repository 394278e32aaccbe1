import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { nextRestartStep } from '../../../src/runtime/subroutines/deployment/kcp-restart.js';

type State = 'ready' | 'starting' | 'terminating';

function pod(uid: string, state: State = 'ready'): KubernetesObject {
  const status =
    state === 'starting' ? { phase: 'Pending', conditions: [] } : { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `kcp-${uid}`,
      namespace: 'kcp',
      uid,
      ...(state === 'terminating' ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
    },
    status,
  };
}

describe('a restart of kcp', () => {
  const former = ['1', '2', '3'];

  it.each<[string, readonly KubernetesObject[], object]>([
    ['begins with one pod', [pod('1'), pod('2'), pod('3')], { step: 'evict', pod: { metadata: { uid: '1' } } }],
    [
      'begins with the pod that is not ready',
      [pod('1'), pod('2', 'starting'), pod('3')],
      { step: 'evict', pod: { metadata: { uid: '2' } } },
    ],
    [
      'waits while a pod ends',
      [pod('1', 'terminating'), pod('2'), pod('3')],
      { step: 'wait', reason: 'Pod kcp/kcp-1 of kcp is being replaced' },
    ],
    ['waits for the replacement', [pod('2'), pod('3')], { step: 'wait', reason: '1 of 3 pods of kcp has no replacement yet' }],
    [
      'waits until the replacement is ready, and names it',
      [pod('2'), pod('3'), pod('4', 'starting')],
      { step: 'wait', reason: expect.stringContaining('Pod kcp/kcp-4 of kcp is not ready') },
    ],
    ['goes on with the next pod', [pod('2'), pod('3'), pod('4')], { step: 'evict', pod: { metadata: { uid: '2' } } }],
    ['waits for the last replacement too', [pod('4'), pod('5'), pod('6', 'starting')], { step: 'wait' }],
    ['is done when all replacements are ready', [pod('4'), pod('5'), pod('6')], { step: 'done' }],
    ['waits where no pod is left', [], { step: 'wait', reason: '3 pods of kcp have no replacement yet' }],
  ])('%s', (_, pods, step) => {
    expect(nextRestartStep(former, pods)).toMatchObject(step);
  });

  it('is done where there was no pod', () => {
    expect(nextRestartStep([], [])).toEqual({ step: 'done' });
    expect(nextRestartStep([], [pod('1', 'starting')])).toEqual({ step: 'done' });
  });
});
