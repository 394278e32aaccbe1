import { expect, it } from '@jest/globals';
import { PlatformMeshError } from '../../../src/errors.js';
import {
  connectionsCondition,
  connectionsResult,
  type ConnectionStatus,
} from '../../../src/runtime/subroutines/provider-secret/connection-status.js';

const status = (secret: string, rest: Partial<ConnectionStatus> = {}): ConnectionStatus => ({
  secret,
  namespace: 'mesh',
  isBuiltIn: true,
  ready: true,
  reason: 'Ready',
  ...rest,
});
const error = new PlatformMeshError('foreign-secret', 'it is taken');
const NOT_READY = { ready: false, reason: 'NoEndpoint', message: 'it has no URL yet' };
const OWN = { isBuiltIn: false };

it.each<[string, readonly ConnectionStatus[], number | undefined, object]>([
  ['nothing to write', [], undefined, { kind: 'done' }],
  ['all ready', [status('a'), status('b', OWN)], undefined, { kind: 'done' }],
  ['all ready, with a token to be renewed', [status('a')], 3_600_000, { kind: 'done', requeueAfter: 3_600_000 }],
  ['a renewal that did not succeed', [status('a', { reason: 'RenewalDelayed' })], 3_600_000, { kind: 'done', requeueAfter: 1_000 }],
  [
    'a built-in one that waits',
    [status('a', NOT_READY), status('b', { ...NOT_READY, ...OWN })],
    undefined,
    { kind: 'waiting', reason: 'NoEndpoint', message: 'Secret mesh/a: it has no URL yet', wakeOn: [], requeueAfter: 1_000 },
  ],
  ['a built-in one that failed', [status('a', NOT_READY), status('b', { ...NOT_READY, error })], undefined, { kind: 'failed', error }],
  [
    'an own one that waits',
    [status('a'), status('b', { ...NOT_READY, ...OWN }), status('c', { ...NOT_READY, ...OWN, error })],
    500,
    {
      kind: 'degraded',
      reason: 'ConnectionsWaiting',
      message: 'Secret mesh/b: it has no URL yet; Secret mesh/c: it has no URL yet',
      requeueAfter: 500,
    },
  ],
  [
    'an own one that failed',
    [status('a'), status('b', { ready: false, reason: 'ForeignSecret', ...OWN, error, message: error.message })],
    undefined,
    { kind: 'degraded', reason: 'ConnectionsFailed', message: 'Secret mesh/b: it is taken', requeueAfter: 1_000 },
  ],
])('%s', (_what, statuses, renewIn, expected) => {
  expect(connectionsResult(statuses, renewIn)).toEqual(expected);
});

it('names a Secret once, also where the message leads with it', () => {
  const taken = status('b', { ready: false, reason: 'ForeignSecret', message: 'Secret mesh/b: it exists', ...OWN, error });

  expect(connectionsCondition([taken]).message).toBe('Secret mesh/b: it exists');
});

it('tells of the own ones by a condition of their own', () => {
  expect(connectionsCondition([status('a', NOT_READY), status('b', OWN)])).toMatchObject({ status: 'True', reason: 'Ready' });
  expect(connectionsCondition([status('b', { ...OWN, ...NOT_READY })])).toMatchObject({ status: 'False', reason: 'ConnectionsWaiting' });
});
