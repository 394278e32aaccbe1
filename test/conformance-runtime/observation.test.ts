import { expect, it } from '@jest/globals';
import { ownWrites, targetsIn, troubleIn } from '../../scripts/conformance-runtime/observation.ts';
import type { AuditEvent } from '../servers/index.ts';

const event = (given: Partial<AuditEvent>): AuditEvent => ({
  time: new Date(0),
  stage: 'ResponseComplete',
  verb: 'patch',
  user: 'admin',
  userAgent: 'platform-mesh/0.1.0',
  requestURI: '/api/v1/namespaces/a/secrets/s?fieldManager=m',
  resource: 'secrets',
  code: 200,
  ...given,
});

it.each<[string, Partial<AuditEvent>, readonly string[]]>([
  ['a patch', {}, ['patch secrets']],
  ['a create', { verb: 'create', code: 201 }, ['create secrets']],
  ['a read', { verb: 'get' }, []],
  ['a watch', { verb: 'watch' }, []],
  ['a dry run', { requestURI: '/api/v1/namespaces/a/secrets/s?dryRun=All' }, []],
  ['a refused write', { code: 409 }, []],
  ['a write of somebody else', { userAgent: 'kubectl/v1' }, []],
  ['an eviction', { verb: 'create', requestURI: '/api/v1/namespaces/a/pods/p/eviction', code: 201 }, ['delete pods']],
  ['a question about access', { verb: 'create', requestURI: '/version', code: 201 }, []],
])('takes %s for what it is', (_what, given, expected) => {
  expect(ownWrites([event(given)]).map(({ verb, object }) => `${verb} ${object.resource}`)).toEqual(expected);
});

const EVENTS = [
  { type: 'begin', objects: 2 },
  { type: 'object', target: 'infra', kind: 'HelmRelease', namespace: 'n', name: 'a', result: 'done' },
  { type: 'object', target: 'runtime', kind: 'Resource', namespace: 'n', name: 'b', result: 'failed', error: { message: 'refused' } },
  { type: 'state', target: 'infra', kind: 'HelmRelease', namespace: 'n', name: 'a', state: 'progressing' },
  { type: 'authorization-webhook', result: 'written' },
  { type: 'summary', notReady: ['HelmRelease n/a waits'], exitCode: 4 },
]
  .map((each) => JSON.stringify(each))
  .join('\n');

it('reads the cluster of each object', () => {
  expect([...targetsIn(EVENTS)]).toEqual([
    ['HelmRelease n/a', 'infra'],
    ['Resource n/b', 'runtime'],
  ]);
});

it('reads what is not well, and nothing else', () => {
  const lines = troubleIn(EVENTS).split('\n');
  expect(lines).toEqual([expect.stringContaining('refused'), expect.stringContaining('progressing'), 'HelmRelease n/a waits']);
});
