import { describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { PlatformMeshError } from '../../../src/errors.js';
import type { Observation } from '../../../src/runtime/cluster/index.js';
import { connectionPlan, keptSecret, secretOwner } from '../../../src/runtime/kcp/connections/connection-plan.js';
import { tokenKubeconfig, type Kubeconfig } from '../../../src/runtime/kcp/connections/kubeconfig.js';
import type { Material } from '../../../src/runtime/kcp/connections/material.js';
import { EXPIRES_AT, RENEW_AT } from '../../../src/runtime/kcp/connections/token-age.js';
import { tokenOf } from './tokens.js';

const HOST = 'https://front:8443';
const SERVER = `${HOST}/clusters/root:orgs`;
const REF = { apiVersion: 'v1', kind: 'Secret', namespace: 'mesh', name: 'iam' };
const NOON = Date.parse('2026-01-01T12:00:00Z') / 1000;
const HOUR = 3600;
const hours = (count: number): Date => new Date((NOON + count * HOUR) * 1000);
const TOKEN = tokenOf({ iat: NOON, exp: NOON + 10 * HOUR, uid: 'account' });
const NEXT = tokenOf({ iat: NOON + 6 * HOUR, exp: NOON + 16 * HOUR, uid: 'account' });
const SCOPED: Material = {
  kind: 'scoped',
  path: '/clusters/root:orgs',
  server: SERVER,
  bundle: 'ca',
  rights: { workspace: 'root:orgs', suffix: 'iam', roles: [] },
};
const ADMIN: Material = { kind: 'admin', path: '/clusters/root', bundle: 'ca', kubeconfig: tokenKubeconfig(SERVER, 'ca', 'admin') };

const encoded = (text: string): string => Buffer.from(text).toString('base64');
const secret = (data: Readonly<Record<string, string>>, metadata: object = {}): Observation => ({
  state: 'present',
  object: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'iam', namespace: 'mesh', ...metadata }, type: 'Opaque', data },
});
const OURS = { managedFields: [{ manager: 'platform-mesh-provider-secret', operation: 'Apply' }] };
const published = (kubeconfig: Kubeconfig, metadata: object = OURS): Observation =>
  secret({ kubeconfig: encoded(stringify(kubeconfig)) }, metadata);
const withToken = (token: string, metadata?: object): Observation => published(tokenKubeconfig(SERVER, 'ca', token), metadata);
const ABSENT: Observation = { state: 'absent' };
const input = {
  ref: REF,
  secret: ABSENT,
  accountUid: 'account',
  now: hours(1),
  force: false,
  hosts: [HOST],
} as const;

describe('a connection with a token', () => {
  it.each<[string, string, Partial<Parameters<typeof connectionPlan>[1]>]>([
    ['asks for one where there is no Secret', 'renew', {}],
    ['asks for one where there is no ServiceAccount yet', 'renew', { accountUid: undefined }],
    ['keeps the one that is published', 'unchanged', { secret: withToken(TOKEN) }],
    ['keeps it to 60 % of its lifetime', 'unchanged', { secret: withToken(TOKEN), now: hours(5.99) }],
    ['renews it then', 'renew until 22:00', { secret: withToken(TOKEN), now: hours(6) }],
    ['renews it when it has expired', 'renew', { secret: withToken(TOKEN), now: hours(10) }],
    [
      'renews it when whoever made it has noted',
      'renew until 22:00',
      {
        secret: withToken(TOKEN, { ...OURS, annotations: { [EXPIRES_AT]: '2026-01-01T22:00:00Z', [RENEW_AT]: '2026-01-01T17:30:00Z' } }),
        now: hours(5.75),
      },
    ],
    [
      'keeps one that has expired only by the clock of kcp',
      'unchanged',
      {
        secret: withToken(TOKEN),
        newToken: { token: TOKEN, times: { expiresAt: hours(10), renewAt: hours(20) } },
        now: hours(11),
      },
    ],
    ['renews it when its ServiceAccount is another one', 'renew', { secret: withToken(TOKEN), accountUid: 'other' }],
    ['renews it when kcp has refused it', 'renew', { secret: withToken(TOKEN), refused: TOKEN }],
    ['keeps another one than the one that kcp has refused', 'unchanged', { secret: withToken(NEXT), refused: TOKEN }],
    [
      'takes the one that was given for a refused one',
      'write',
      { secret: withToken(TOKEN), refused: TOKEN, newToken: { token: NEXT, times: undefined } },
    ],
    ['takes the one that was given', 'write', { newToken: { token: NEXT, times: undefined } }],
    ['asks again when the given one is old', 'renew', { newToken: { token: TOKEN, times: { expiresAt: hours(10), renewAt: hours(1) } } }],
    [
      'keeps a young one that another run has published since',
      'unchanged',
      { secret: withToken(TOKEN), newToken: { token: NEXT, times: undefined } },
    ],
    ['takes no given one of another ServiceAccount', 'renew', { newToken: { token: NEXT, times: undefined }, accountUid: 'other' }],
    ['takes over a Secret of the reference with its token', 'unchanged', { secret: withToken(TOKEN, {}) }],
    ['renews the token of the reference in its time', 'renew until 22:00', { secret: withToken(TOKEN, {}), now: hours(7) }],
    ['writes another server with the same token', 'write', { secret: published(tokenKubeconfig(`${HOST}/clusters/root`, 'ca', TOKEN)) }],
    ['writes another CA bundle with the same token', 'write', { secret: published(tokenKubeconfig(SERVER, 'other', TOKEN)) }],
    ['leaves a Secret of somebody else', 'conflict', { secret: secret({ password: 'YQ==' }) }],
    ['takes it by force', 'renew', { secret: secret({ password: 'YQ==' }), force: true }],
    ['fills an empty Secret', 'renew', { secret: secret({}) }],
    [
      'waits while its Secret is being deleted',
      'waiting',
      { secret: withToken(TOKEN, { ...OURS, deletionTimestamp: '2026-01-01T12:00:00Z' }) },
    ],
    [
      'fails where the Secret may not be read',
      'failed',
      { secret: { state: 'forbidden', error: new PlatformMeshError('forbidden', 'no') } },
    ],
  ])('%s', (_what, expected, differences) => {
    const plan = connectionPlan(SCOPED, { ...input, ...differences });
    const until = plan.kind === 'renew' && plan.until ? ` until ${plan.until.toISOString().slice(11, 16)}` : '';

    expect(`${plan.kind}${until}`).toBe(expected);
  });

  it('notes when the token ends and when it is renewed', () => {
    const plan = connectionPlan(SCOPED, { ...input, newToken: { token: NEXT, times: { expiresAt: hours(16), renewAt: hours(12) } } });

    expect(plan).toMatchObject({
      kind: 'write',
      secret: { metadata: { annotations: { [EXPIRES_AT]: '2026-01-02T04:00:00Z', [RENEW_AT]: '2026-01-02T00:00:00Z' } } },
    });
  });
});

describe('a connection with the certificate of the administrator', () => {
  it.each([
    ['is written where there is none', ABSENT, 'write'],
    ['is left as it is', published(tokenKubeconfig(SERVER, 'ca', 'admin')), 'unchanged'],
    [
      'is left in another layout',
      secret({ kubeconfig: encoded(JSON.stringify(tokenKubeconfig(SERVER, 'ca', 'admin'))) }, OURS),
      'unchanged',
    ],
    ['is written when the certificate is another one', published(tokenKubeconfig(SERVER, 'ca', 'former')), 'write'],
    ['is written in place of a token', withToken(TOKEN), 'write'],
  ])('%s', (_what, observed, expected) => {
    expect(connectionPlan(ADMIN, { ...input, accountUid: undefined, secret: observed }).kind).toBe(expected);
  });

  it('keeps the type of a Secret, which nobody may change', () => {
    const live = published(tokenKubeconfig(SERVER, 'ca', 'former')) as Extract<Observation, { state: 'present' }>;
    const plan = connectionPlan(ADMIN, { ...input, secret: { state: 'present', object: { ...live.object, type: 'mine' } } });

    expect(plan).toMatchObject({ kind: 'write', secret: { type: 'mine' } });
  });
});

it.each<[string, Observation, string]>([
  ['a Secret that is not there', ABSENT, 'none'],
  ['an empty one', secret({}), 'none'],
  ['one that we have written', secret({ other: 'YQ==' }, OURS), 'ours'],
  ['a kubeconfig for our front proxy', published(tokenKubeconfig(SERVER, 'ca', 't'), {}), 'reference'],
  ['a kubeconfig for another server', published(tokenKubeconfig(`${HOST}.evil/clusters/root`, 'ca', 't'), {}), 'foreign'],
  [
    'a kubeconfig for our front proxy with something beside it',
    secret({ kubeconfig: encoded(stringify(tokenKubeconfig(SERVER, 'ca', 't'))), more: 'YQ==' }),
    'foreign',
  ],
  ['a kubeconfig that cannot be read', secret({ kubeconfig: encoded('{') }), 'foreign'],
  ['a kubeconfig without a cluster', secret({ kubeconfig: encoded('clusters: []') }), 'foreign'],
])('tells whose %s is', (_what, observed, expected) => {
  expect(secretOwner(observed, [HOST])).toBe(expected);
});

it('keeps a Secret that cannot be judged as it was written', () => {
  const annotations = { [EXPIRES_AT]: '2026-01-01T22:00:00Z', [RENEW_AT]: '2026-01-01T18:00:00Z' };
  const live = withToken(TOKEN, { ...OURS, annotations, resourceVersion: '1' }) as Extract<Observation, { state: 'present' }>;

  expect(keptSecret(live.object)).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'iam', namespace: 'mesh', annotations },
    type: 'Opaque',
    data: live.object['data'],
  });
});
