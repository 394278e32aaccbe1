import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import type { DesiredObject } from '../../../src/runtime/apply/desired-object.js';
import { isKnownFromServer, knownAnswer, rememberUnchanged } from '../../../src/runtime/apply/known-answers.js';

const DESIRED: DesiredObject = {
  target: 'kcp/root',
  level: 0,
  ownership: 'manage',
  fieldManager: 'us',
  object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one', namespace: 'here' }, data: { a: '1' } },
};

function liveWith({ uid, version = '1', status, spec, owners = [] }: Live): KubernetesObject {
  const managedFields = [{ manager: 'us', operation: 'Apply', fieldsV1: { 'f:data': {} } }, ...owners];
  return { ...DESIRED.object, metadata: { ...DESIRED.object.metadata, uid, resourceVersion: version, managedFields }, status, spec };
}

interface Live {
  readonly uid: string;
  readonly version?: string;
  readonly status?: string;
  readonly spec?: string;
  readonly owners?: readonly object[];
}

describe('what the API server said of an apply', () => {
  it('is known for the same two objects', () => {
    const live = liveWith({ uid: 'same' });
    expect(knownAnswer(DESIRED, live)).toBeUndefined();
    rememberUnchanged(DESIRED, live);
    expect(knownAnswer(DESIRED, live)).toBe(true);
  });

  it.each<[string, boolean, Omit<Live, 'uid'>, Partial<DesiredObject>]>([
    ['counts after a change of the status', true, { version: '2', status: 'other' }, {}],
    [
      'counts after the writer of the status has left a trace',
      true,
      { version: '2', owners: [{ manager: 'kcp', operation: 'Update', subresource: 'status', time: 'now' }] },
      {},
    ],
    ['is void after a change of the rest', false, { version: '2', spec: 'other' }, {}],
    ['is void when somebody else owns a field', false, { version: '2', owners: [{ manager: 'other', operation: 'Update' }] }, {}],
    ['is void when something else is desired', false, {}, { object: { ...DESIRED.object, data: { a: '2' } } }],
    ['is void for another field manager', false, {}, { fieldManager: 'them' }],
  ])('%s', (what, isKnown, live, desired) => {
    rememberUnchanged(DESIRED, liveWith({ uid: what }));
    expect(isKnownFromServer({ ...DESIRED, ...desired }, liveWith({ uid: what, ...live }))).toBe(isKnown);
  });

  it('is void for an object that was made again', () => {
    rememberUnchanged(DESIRED, liveWith({ uid: 'first' }));
    expect(isKnownFromServer(DESIRED, liveWith({ uid: 'second' }))).toBe(false);
  });
});
