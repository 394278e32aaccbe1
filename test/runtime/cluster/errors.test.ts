import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { connect, connectionFrom, type ApiError } from '../../../src/runtime/cluster/index.js';
import { redact } from '../../../src/runtime/cluster/errors/redact.js';
import { certificate } from './certificate.js';
import { clusterAt, configMap, kubeconfigOf, refusal, Reply, serve, SOON } from './server.js';
import { failure, start, stopping } from './setup.js';

const REF = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'settings' };
const SECRET = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'login', namespace: 'default' },
  data: { password: Buffer.from('hunter2-hunter2').toString('base64') },
};

/** Everything that anybody could print of an error. */
function everythingOf(error: unknown): string {
  return [
    inspect(error, { depth: 10, showHidden: true }),
    JSON.stringify(error),
    error instanceof Error ? `${error.stack ?? ''}${everythingOf(error.cause ?? '')}` : '',
  ].join('\n');
}

describe('what an API server refuses', () => {
  it.each([
    { code: 'not-found', answer: refusal(404, 'NotFound', 'configmaps "settings" not found', { name: 'settings', kind: 'configmaps' }) },
    { code: 'not-found', answer: refusal(404, 'NotFound', 'namespaces "default" not found', { name: 'default', kind: 'namespaces' }) },
    { code: 'unknown-kind', answer: new Reply(404, '404 page not found', { 'content-type': 'text/plain' }) },
    { code: 'unknown-kind', answer: refusal(404, 'NotFound', 'the server could not find the requested resource') },
    { code: 'already-exists', answer: refusal(409, 'AlreadyExists', 'configmaps "settings" already exists', { name: 'settings' }) },
    { code: 'conflict', answer: refusal(409, 'Conflict', 'Operation cannot be fulfilled: the object has been modified') },
    {
      code: 'apply-conflict',
      answer: refusal(409, 'Conflict', 'Apply failed', {
        causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "kubectl" using v1', field: '.data.a' }],
      }),
    },
    {
      code: 'invalid',
      answer: refusal(422, 'Invalid', 'invalid', {
        causes: [{ reason: 'FieldValueInvalid', message: 'Invalid value: "x"', field: 'data.a' }],
      }),
    },
    {
      code: 'forbidden',
      answer: refusal(403, 'Forbidden', 'configmaps "settings" is forbidden: User "me" cannot patch resource "configmaps"'),
    },
    {
      code: 'namespace-terminating',
      answer: refusal(403, 'Forbidden', 'being terminated', {
        causes: [{ reason: 'NamespaceTerminating', message: 'namespace default is being terminated', field: 'metadata.namespace' }],
      }),
    },
    { code: 'unauthorized', answer: refusal(401, 'Unauthorized', 'Unauthorized') },
    { code: 'gone', answer: refusal(410, 'Expired', 'too old') },
    { code: 'too-many-requests', answer: refusal(429, 'TooManyRequests', 'later') },
    { code: 'server-error', answer: refusal(500, 'InternalError', 'failed calling webhook "a.b.c": connection refused') },
    { code: 'timeout', answer: refusal(504, 'Timeout', 'request did not complete') },
    { code: 'bad-request', answer: refusal(400, 'BadRequest', 'bad') },
    { code: 'bad-request', answer: refusal(413, 'RequestEntityTooLarge', 'large') },
    { code: 'bad-request', answer: refusal(415, 'UnsupportedMediaType', 'type') },
    { code: 'webhook-denied', answer: refusal(403, 'Forbidden', 'admission webhook "check.example.com" denied the request: no') },
    {
      code: 'policy-denied',
      answer: refusal(
        422,
        'Invalid',
        "configmaps \"settings\" is forbidden: ValidatingAdmissionPolicy 'small' with binding 'all' denied request: too big",
      ),
    },
    { code: 'unexpected-answer', answer: new Reply(302, '', { location: 'https://login' }) },
    { code: 'unexpected-answer', answer: new Reply(200, '<html>', { 'content-type': 'text/html' }) },
  ])('$code: $answer.body.message', async ({ code, answer }) => {
    const { cluster } = await start(() => answer, { retry: { ...SOON, attempts: 1 } });
    const error = await failure(cluster.apply(configMap('settings'), { fieldManager: 'me' }));

    expect(error).toMatchObject({ name: 'ApiError', code, cluster: 'test', object: 'ConfigMap default/settings' });
    expect(error.message).toMatch(/^ConfigMap default\/settings: .* on cluster "test"/u);
  });

  it.each<[number, string, string, boolean]>([
    [401, 'Unauthorized', 'Unauthorized', true],
    [403, 'Forbidden', 'configmaps "settings" is forbidden', true],
    [403, 'Forbidden', 'admission webhook "check.example.com" denied the request: no', false],
  ])('may pass where refusals pass, but is asked once: %i %s: %s: %p', async (status, reason, message, retryable) => {
    const { cluster, server } = await start(() => refusal(status, reason, message), { refusalPasses: true });
    const apply = cluster.apply(configMap('settings'), { fieldManager: 'me' });

    expect(await failure(apply)).toMatchObject({ status, retryable });
    expect(server.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('names those who manage the fields', async () => {
    const causes = [
      { reason: 'FieldManagerConflict', message: 'conflict with "kubectl-client-side-apply" using apps/v1', field: '.spec.replicas' },
      {
        reason: 'FieldManagerConflict',
        message: 'conflict with "hpa" with subresource "scale" using apps/v1 at 2026-01-01T00:00:00Z',
        field: '.spec.paused',
      },
    ];
    const { cluster } = await start(() => refusal(409, 'Conflict', 'Apply failed with 2 conflicts', { causes }));

    expect(await failure(cluster.apply(configMap('settings'), { fieldManager: 'me' }))).toMatchObject({
      conflicts: [
        { manager: 'kubectl-client-side-apply', field: '.spec.replicas' },
        { manager: 'hpa', field: '.spec.paused' },
      ],
      hint: 'leave the fields to kubectl-client-side-apply, hpa, or take them over with --force-conflicts',
      retryable: false,
    });
  });

  it('says what, where, and what the server said', async () => {
    const message =
      'configmaps "settings" is forbidden: User "me" cannot get resource "configmaps" in API group "" in the namespace "default"';
    const { cluster } = await start(() => refusal(403, 'Forbidden', message));

    expect(await failure(cluster.get(REF))).toMatchObject({
      message: `ConfigMap default/settings: is forbidden on cluster "test": ${message}`,
      status: 403,
      reason: 'Forbidden',
      hint: expect.stringContaining('--rbac-only'),
    });
  });

  it('tells an object that is not there from a kind that is not', async () => {
    const { cluster } = await start(({ path }) =>
      path.includes('configmaps')
        ? refusal(404, 'NotFound', 'not found', { name: 'settings', kind: 'configmaps' })
        : new Reply(404, '404 page not found'),
    );

    expect(await cluster.get(REF)).toBeUndefined();
    expect(await cluster.delete(REF)).toBe('absent');
    expect(await failure(cluster.get({ apiVersion: 'example.test/v1', kind: 'Widget', namespace: 'default', name: 'a' }))).toMatchObject({
      code: 'unknown-kind',
    });
  });
});

describe('a connection', () => {
  it.each([
    { what: 'signed by somebody else', pair: certificate({ name: 'other', hosts: ['127.0.0.1'] }), said: 'self-signed' },
    {
      what: 'for another host',
      pair: certificate({ name: 'server', hosts: ['example.test'] }),
      said: 'is for another host',
      trusted: true,
    },
    {
      what: 'that has expired',
      pair: certificate({ name: 'server', hosts: ['127.0.0.1'], notAfter: new Date(Date.now() - 1000) }),
      said: 'has expired',
      trusted: true,
    },
  ])('does not trust a certificate $what', async ({ pair, said, trusted = false }) => {
    const server = stopping(await serve(() => undefined, { certificate: pair }));
    const cluster = stopping(await clusterAt({ ...server, ca: trusted ? pair.cert : certificate({ name: 'server' }).cert }));

    expect(await failure(cluster.version())).toMatchObject({ code: 'tls', retryable: false, message: expect.stringContaining(said) });
    expect(server.connections()).toBe(1);
  });

  it('says that a host has no address', async () => {
    const cluster = stopping(await clusterAt({ ...(await start(() => undefined)).server, url: 'https://no-such-host.invalid' }));
    expect(await failure(cluster.version())).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('no-such-host.invalid'),
    });
  });
});

describe('what nobody may see', () => {
  const values = ['hunter2-hunter2', Buffer.from('hunter2-hunter2').toString('base64')];

  it.each([
    refusal(422, 'Invalid', `Secret "login" is invalid: data[password]: Invalid value: "${values[0]}": too weak`, {
      causes: [{ reason: 'FieldValueInvalid', message: `Invalid value: "${values[0]}"`, field: 'data[password]' }],
    }),
    refusal(
      400,
      'BadRequest',
      'Secret in version "v1" cannot be handled: json: cannot unmarshal ..., error found in #10 byte of ' +
        `...|"data":{"p":"${values[1]}"}|...`,
    ),
    refusal(403, 'Forbidden', `admission webhook "check.example.com" denied the request: ${values[0]} is too weak`),
    refusal(403, 'Forbidden', `secrets "login" is forbidden: the value ${values[0]} is not allowed`),
    refusal(
      500,
      'InternalError',
      `failed to create typed patch object (default/login; /v1, Kind=Secret): .stringData.password: expected map, got &{${values[0]}}`,
    ),
    new Reply(502, values.join(' '), { 'content-type': 'text/plain' }),
    new Reply(200, `{"data":"${values[0]}`, { 'content-type': 'application/json' }),
  ])('is no value of a Secret: %#', async (answer) => {
    const { cluster } = await start(() => answer, { retry: { ...SOON, attempts: 1 } });
    const error = await failure(cluster.apply(SECRET, { fieldManager: 'me' }));

    for (const value of values) expect(everythingOf(error)).not.toContain(value);
    expect(error.message).toMatch(/^Secret default\/login: /u);
  });

  it('still says which field of a Secret it is', async () => {
    const answer = refusal(422, 'Invalid', 'x', {
      causes: [{ reason: 'FieldValueForbidden', message: 'Forbidden: field is immutable when `immutable` is set', field: 'data' }],
    });
    const { cluster } = await start(() => answer);

    expect((await failure(cluster.apply(SECRET, { fieldManager: 'me' }))).message).toBe(
      'Secret default/login: is invalid on cluster "test": Invalid; data (FieldValueForbidden): field is immutable; ' +
        'its message is withheld, because it may quote the Secret',
    );
  });

  it('is no token and no key, in errors or in the connection itself', async () => {
    const pair = certificate({ name: 'me' });
    const server = stopping(await serve(() => refusal(401, 'Unauthorized', 'bad Bearer token-token-token')));
    const text = kubeconfigOf(server, {
      cluster: { 'proxy-url': undefined },
      user: {
        token: 'token-token-token',
        'client-key-data': Buffer.from(pair.key).toString('base64'),
        'client-certificate-data': Buffer.from(pair.cert).toString('base64'),
      },
    });
    const connection = await connectionFrom(text, { env: { HTTPS_PROXY: 'http://me:proxy-password@proxy' } });
    const cluster = stopping(connect(await connectionFrom(text, { env: {} })));
    const key = pair.key.split('\n')[1]!;

    const printed = [everythingOf(await failure(cluster.version())), everythingOf(connection), everythingOf(cluster)].join('\n');
    for (const secret of ['token-token-token', key, 'proxy-password']) expect(printed).not.toContain(secret);
  });

  it.each([
    ['Bearer abcdefghijklmnop is bad', 'Bearer [redacted] is bad'],
    ['invalid bearer token', 'invalid bearer token'],
    ['got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln', 'got [redacted]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----', '[redacted]'],
    ['proxy https://me:word@host/path', 'proxy https://[redacted]@host/path'],
    ['spec.values: Invalid value: {"password":"a b"}', 'spec.values: Invalid value: {"password":"[redacted]"}'],
    ['users "a" cannot get resource "secrets" in API group ""', 'users "a" cannot get resource "secrets" in API group ""'],
    [`Invalid value: "${'x'.repeat(500)}": no`, `Invalid value: "${'x'.repeat(119)}...": no`],
  ])('%#: %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

it('is told by its code', async () => {
  const { cluster } = await start(() => refusal(403, 'Forbidden', 'no'));
  const error: ApiError = await failure(cluster.get(REF));
  const { isApiError } = await import('../../../src/runtime/cluster/index.js');

  expect([isApiError(error), isApiError(error, 'forbidden'), isApiError(error, 'gone'), isApiError(new Error('x'))]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
