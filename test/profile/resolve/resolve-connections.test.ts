import { describe, expect, it } from '@jest/globals';
import { BUILT_IN_CONNECTIONS } from '../../../src/profile/index.js';
import { load, messages, refused } from '../blueprint-of.js';

const path = 'root:orgs';
const connectionsOf = (kcp: object, spec: object = {}): readonly string[] =>
  load({ spec: { kcp, ...spec } }).blueprint.kcp.connections.map(({ secret }) => secret);
const BUILT_IN = BUILT_IN_CONNECTIONS.map(({ secret }) => secret);
const own = (secret: string): object => ({ secret, path, adminAuth: true });
const TERMINAL = { featureToggles: [{ name: 'feature-enable-terminal-controller-manager' }] };

describe('the list of connections', () => {
  it.each([
    ['the built-in ones by default', {}, {}, BUILT_IN],
    ['the built-in ones for an empty list', { providerConnections: [] }, {}, BUILT_IN],
    ['those of the user in their place', { providerConnections: [own('a')] }, {}, ['a']],
    ['extra ones after them', { extraProviderConnections: [own('a')] }, {}, [...BUILT_IN, 'a']],
    ['both', { providerConnections: [own('a')], extraProviderConnections: [own('b')] }, {}, ['a', 'b']],
    [
      'that of the terminal with its toggle, at the end',
      { providerConnections: [own('a')] },
      TERMINAL,
      ['a', 'terminal-controller-manager-kubeconfig'],
    ],
    ['the last one for each Secret', { providerConnections: [own('a')], extraProviderConnections: [own('a')] }, {}, ['a']],
  ])('is %s', (_what, kcp, spec, expected) => {
    expect(connectionsOf(kcp, spec)).toEqual(expected);
  });

  it('takes a built-in one that the user replaces for one of the user', () => {
    const { connections } = load({ spec: { kcp: { extraProviderConnections: [own('portal-kubeconfig')] } } }).blueprint.kcp;

    expect(connections.filter(({ isBuiltIn }) => !isBuiltIn)).toMatchObject([{ secret: 'portal-kubeconfig', access: { kind: 'admin' } }]);
  });
});

it.each([
  ['an administrator', { path, adminAuth: true }, { kind: 'admin' }],
  ['an administrator at a path', { adminAuth: true, rawPath: '/services/x' }, { kind: 'admin', rawPath: '/services/x' }],
  ['an administrator at a slice', { path, adminAuth: true, endpointSliceName: 'a' }, { kind: 'admin', endpointSlice: 'a' }],
  ['a slice', { path, endpointSliceName: ' a ' }, { kind: 'endpoint-slice', name: 'a' }],
  ['an export by the older spelling', { path, apiExportName: 'a' }, { kind: 'exports', names: ['a'] }],
  ['exports, each once', { path, apiExportNames: ['a', 'b', 'a'] }, { kind: 'exports', names: ['a', 'b'] }],
  [
    'a type of workspaces',
    { path, workspaceType: { name: 'org', virtualWorkspace: 'terminating' } },
    { kind: 'workspace-type', name: 'org', virtualWorkspace: 'terminating' },
  ],
])('reads a connection of %s', (_what, given, access) => {
  const { connections } = load({ spec: { kcp: { extraProviderConnections: [{ secret: 'a', ...given }] } } }).blueprint.kcp;

  expect(connections.at(-1)).toMatchObject({ secret: 'a', access, isBuiltIn: false });
});

it.each([
  ['no source', { path }, 'set exactly one of endpointSliceName, apiExportNames and workspaceType, or adminAuth: true'],
  ['two sources', { path, endpointSliceName: 'a', apiExportNames: ['b'] }, 'set exactly one of'],
  ['no workspace', { apiExportNames: ['b'] }, 'a scoped connection needs the path of a workspace'],
])('refuses a scoped connection with %s', (_what, given, message) => {
  const found = refused({ spec: { kcp: { extraProviderConnections: [{ secret: 'a', ...given }] } } });

  expect(found).toMatchObject([{ code: 'unusable-entry', severity: 'error', message: expect.stringContaining(message) }]);
});

it('bears such a connection where it is reported at run time, and says why it cannot work', () => {
  const { blueprint, problems } = load({
    spec: { kcp: { extraProviderConnections: [{ secret: 'a', path }] } },
    unusableEntries: 'warning',
  });

  expect(problems).toMatchObject([{ code: 'unusable-entry', severity: 'warning' }]);
  expect(blueprint.kcp.connections.at(-1)).toMatchObject({
    secret: 'a',
    access: { kind: 'unusable', reason: expect.stringContaining('none of them is set') },
  });
});

it('warns which built-in Secrets are not written, and of a Secret that two entries name', () => {
  const { problems } = load({ spec: { kcp: { providerConnections: [own('portal-kubeconfig'), own('portal-kubeconfig')] } } });

  expect(messages(problems)).toEqual([
    expect.stringContaining('these Secrets are not written: account-operator-kubeconfig, rebac-authz-webhook-kubeconfig'),
    expect.stringContaining('provider connection "portal-kubeconfig": it stands here a second time'),
  ]);
});
