import { describe, expect, it } from '@jest/globals';
import type { Cluster } from '../../../src/runtime/cluster/index.js';
import { configMap, refusal, SOON, type Reply } from './server.js';
import { failure, start } from './setup.js';

const REF = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'settings' };

const AGAIN = 'the object has been modified; please apply your changes to the latest version and try again';

/** Conflicts in the words of a kube-apiserver 1.34. */
const conflict = (message: string, details: object = { name: 'settings', kind: 'configmaps' }): Reply =>
  refusal(409, 'Conflict', message, details);
const MODIFIED = conflict(`Operation cannot be fulfilled on configmaps "settings": ${AGAIN}`);
const QUOTA = conflict(`Operation cannot be fulfilled on resourcequotas "all": ${AGAIN}`, { name: 'all', kind: 'resourcequotas' });
const OTHER_UID = conflict(
  'Operation cannot be fulfilled on ConfigMap "settings": the UID in the precondition (a) does not match the UID in record (b). ' +
    'The object might have been deleted and then recreated',
  { name: 'settings', kind: 'ConfigMap' },
);
const STORED_UID = conflict(
  'Operation cannot be fulfilled on configmaps "settings": StorageError: invalid object, Code: 4, ' +
    'Key: /registry/configmaps/default/settings, ResourceVersion: 0, AdditionalErrorMsg: ' +
    'Precondition failed: UID in precondition: a, UID in object meta: b',
);
const OTHER_VERSION = conflict(
  'Operation cannot be fulfilled on ConfigMap "settings": the ResourceVersion in the precondition (1) does not match ' +
    'the ResourceVersion in record (198). The object might have been modified',
  { name: 'settings', kind: 'ConfigMap' },
);
const IMMUTABLE_UID = refusal(422, 'Invalid', 'ConfigMap "settings" is invalid: metadata.uid: Invalid value: "a": field is immutable', {
  name: 'settings',
  kind: 'ConfigMap',
  causes: [{ reason: 'FieldValueInvalid', message: 'Invalid value: "a": field is immutable', field: 'metadata.uid' }],
});
const EXISTS = refusal(409, 'AlreadyExists', 'configmaps "settings" already exists', { name: 'settings', kind: 'configmaps' });
const WEBHOOK = conflict('admission webhook "quota.example.com" denied the request: two at a time');

const apply = (cluster: Cluster): Promise<unknown> => cluster.apply(configMap('settings'), { fieldManager: 'me' });
const create = (cluster: Cluster): Promise<unknown> => cluster.create(configMap('settings'));
const replace = (cluster: Cluster): Promise<unknown> =>
  cluster.replace({ ...configMap('settings'), metadata: { ...configMap('settings').metadata, resourceVersion: '5' } });
const removeUid = (cluster: Cluster): Promise<unknown> => cluster.delete(REF, { preconditions: { uid: 'a' } });
const patchUid = (cluster: Cluster): Promise<unknown> => cluster.mergePatch(REF, { metadata: { uid: 'a' }, spec: { suspend: true } });
const patchBoth = (cluster: Cluster): Promise<unknown> => cluster.mergePatch(REF, { metadata: { uid: 'a', resourceVersion: '5' } });
const patchVersion = (cluster: Cluster): Promise<unknown> =>
  cluster.jsonPatch(REF, [{ op: 'replace', path: '/metadata/resourceVersion', value: '5' }]);
const patch = (cluster: Cluster): Promise<unknown> => cluster.mergePatch(REF, { data: { a: '1' } });

describe('a conflict', () => {
  it.each([
    {
      call: 'replace',
      of: replace,
      means: 'another version',
      answer: MODIFIED,
      expected: { code: 'conflict', precondition: 'resourceVersion', retryable: false },
    },
    {
      call: 'JSON patch of a version',
      of: patchVersion,
      means: 'another version',
      answer: MODIFIED,
      expected: { code: 'conflict', precondition: 'resourceVersion' },
    },
    {
      call: 'patch of a UID and a version',
      of: patchBoth,
      means: 'another version',
      answer: OTHER_VERSION,
      expected: { code: 'conflict', precondition: 'resourceVersion' },
    },
    {
      call: 'patch of a UID and a version',
      of: patchBoth,
      means: 'another object',
      answer: STORED_UID,
      expected: { code: 'conflict', precondition: 'uid', retryable: false },
    },
    {
      call: 'delete of a UID',
      of: removeUid,
      means: 'another object',
      answer: OTHER_UID,
      expected: { code: 'conflict', precondition: 'uid', retryable: false },
    },
    {
      call: 'patch of a UID',
      of: patchUid,
      means: 'another object',
      answer: STORED_UID,
      expected: { code: 'conflict', precondition: 'uid' },
    },
    {
      call: 'patch of a UID',
      of: patchUid,
      means: 'another object',
      answer: IMMUTABLE_UID,
      expected: { code: 'conflict', precondition: 'uid', status: 422 },
    },
    { call: 'apply', of: apply, means: 'a write of somebody else', answer: EXISTS, expected: { code: 'already-exists', retryable: true } },
    {
      call: 'create',
      of: create,
      means: 'an object that is there',
      answer: EXISTS,
      expected: { code: 'already-exists', retryable: false },
    },
    {
      call: 'patch',
      of: patch,
      means: 'many writes of others',
      answer: MODIFIED,
      expected: { code: 'conflict', precondition: undefined, retryable: true },
    },
    {
      call: 'patch of a UID',
      of: patchUid,
      means: 'many writes of others',
      answer: MODIFIED,
      expected: { code: 'conflict', precondition: undefined, retryable: true },
    },
    {
      call: 'apply',
      of: apply,
      means: 'a quota race',
      answer: QUOTA,
      expected: { code: 'conflict', precondition: undefined, retryable: true },
    },
    {
      call: 'replace',
      of: replace,
      means: 'a quota race',
      answer: QUOTA,
      expected: { code: 'conflict', precondition: undefined, retryable: true },
    },
    {
      call: 'apply',
      of: apply,
      means: 'a webhook',
      answer: WEBHOOK,
      expected: { code: 'webhook-denied', precondition: undefined, retryable: true },
    },
    {
      call: 'apply',
      of: apply,
      means: 'something unknown',
      answer: refusal(409, 'Conflict', 'no'),
      expected: { code: 'conflict', precondition: undefined, retryable: true },
    },
    {
      call: 'change of an immutable UID',
      of: patch,
      means: 'a mistake',
      answer: IMMUTABLE_UID,
      expected: { code: 'invalid', retryable: false },
    },
  ])('that a $call meets is $means: $expected', async ({ of, answer, expected }) => {
    const { cluster } = await start(() => answer, { retry: { ...SOON, attempts: 1 } });
    expect(await failure(of(cluster))).toMatchObject(expected);
  });

  it.each([
    { call: 'an apply', of: apply, answer: QUOTA, attempts: 4 },
    { call: 'a create', of: create, answer: QUOTA, attempts: 4 },
    { call: 'an apply', of: apply, answer: EXISTS, attempts: 4 },
    { call: 'a create', of: create, answer: EXISTS, attempts: 1 },
    { call: 'a replace', of: replace, answer: MODIFIED, attempts: 1 },
    { call: 'a delete of a UID', of: removeUid, answer: OTHER_UID, attempts: 1 },
  ])('is met by $call $attempts times: $answer.body.message', async ({ of, answer, attempts }) => {
    const { server, cluster } = await start(() => answer);
    await failure(of(cluster));

    expect(server.requests.filter(({ path }) => path.includes('configmaps'))).toHaveLength(attempts);
  });

  it('that passes ends nothing', async () => {
    let count = 0;
    const { cluster } = await start(() => ((count += 1) < 3 ? QUOTA : configMap('settings')));

    expect(await apply(cluster)).toEqual(configMap('settings'));
  });

  it('of a webhook shows nothing of a Secret', async () => {
    const { cluster } = await start(() => conflict('admission webhook "check.example.com" denied the request: hunter2'), {
      retry: { ...SOON, attempts: 1 },
    });
    const error = await failure(cluster.apply({ ...configMap('login'), kind: 'Secret' }, { fieldManager: 'me' }));

    expect(error.message).not.toContain('hunter2');
  });
});

describe('an eviction', () => {
  const POD = { namespace: 'default', name: 'kcp-0' };
  const budget = (headers: Readonly<Record<string, string>> = {}): Reply =>
    refusal(
      429,
      'TooManyRequests',
      "Cannot evict pod as it would violate the pod's disruption budget.",
      { causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget kcp needs 2 healthy pods and has 2 currently' }] },
      headers,
    );

  it('asks for the very pod', async () => {
    const { server, cluster } = await start(() => ({ kind: 'Status', status: 'Success', code: 201 }));

    expect(await cluster.evict(POD, { uid: 'u' })).toEqual({ result: 'evicted' });
    expect([server.requests.at(-1)?.method, server.requests.at(-1)?.path]).toEqual([
      'POST',
      '/api/v1/namespaces/default/pods/kcp-0/eviction',
    ]);
    expect(JSON.parse(server.requests.at(-1)?.body ?? '')).toEqual({
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: POD,
      deleteOptions: { preconditions: { uid: 'u' } },
    });
  });

  it.each([
    { what: 'a pod that is gone', answer: refusal(404, 'NotFound', 'pods "kcp-0" not found', { name: 'kcp-0', kind: 'pods' }) },
    {
      what: 'a new pod of that name',
      answer: conflict(
        'Operation cannot be fulfilled on Pod "kcp-0": the UID in the precondition (u) does not match the UID in record (v).',
        { name: 'kcp-0', kind: 'Pod' },
      ),
    },
  ])('finds $what', async ({ answer }) => {
    const { cluster } = await start(() => answer);
    expect(await cluster.evict(POD, { uid: 'u' })).toEqual({ result: 'gone' });
  });

  it.each([
    { what: 'a disruption budget', answer: budget() },
    { what: 'a disruption budget that is not counted yet', answer: budget({ 'retry-after': '10' }) },
  ])('is refused by $what, and not repeated', async ({ answer }) => {
    const { server, cluster } = await start(() => answer);

    expect(await cluster.evict(POD, { uid: 'u' })).toEqual({
      result: 'refused',
      message: 'The disruption budget kcp needs 2 healthy pods and has 2 currently',
    });
    expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('is repeated when the server has too many requests', async () => {
    let count = 0;
    const { cluster } = await start(() =>
      (count += 1) < 3 ? refusal(429, 'TooManyRequests', 'later') : { kind: 'Status', status: 'Success' },
    );
    expect(await cluster.evict(POD, { uid: 'u' })).toEqual({ result: 'evicted' });
  });

  it('that nobody may make is an error', async () => {
    const { cluster } = await start(() => refusal(403, 'Forbidden', 'no'));
    expect(await failure(cluster.evict(POD, { uid: 'u' }))).toMatchObject({ code: 'forbidden', object: 'Pod default/kcp-0' });
  });
});
