import { expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { PlatformMeshError } from '../../../src/errors.js';
import { keyOf, refOf, type KubernetesObject } from '../../../src/kubernetes/index.js';
import type { ConnectionAccess, KcpConnection } from '../../../src/profile/index.js';

import { materialOf, sourcesOf, type MaterialContext } from '../../../src/runtime/kcp/connections/material.js';
import { certificate } from '../cluster/certificate.js';

const root = certificate({ name: 'root' });
const middle = certificate({ name: 'middle', issuer: root });
const encoded = (text: string): string => Buffer.from(text).toString('base64');
const secret = (name: string, data: Readonly<Record<string, string>>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'kcp' },
  data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, encoded(text)])),
});
const KUBECONFIG = stringify({
  clusters: [{ name: 'a', cluster: { server: 'https://a', 'certificate-authority-data': encoded(middle.cert) } }],
  contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
  'current-context': 'a',
  users: [{ name: 'a', user: {} }],
});
const ADMIN = secret('kubeconfig-kcp-admin', { kubeconfig: KUBECONFIG });
const ROOT_CA = secret('root-ca', { 'tls.crt': root.cert });
const inKcp = (apiVersion: string, kind: string, name: string, rest: object): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name },
  ...rest,
});
const slice = (rest: object, path?: string): KubernetesObject =>
  inKcp('apis.kcp.io/v1alpha1', 'APIExportEndpointSlice', 's', { spec: { export: { name: 'e', ...(path ? { path } : {}) } }, ...rest });
const URL_OF_SLICE = { status: { endpoints: [{ url: 'https://shard/services/apiexport/1/e/' }] } };
const EXPORT = inKcp('apis.kcp.io/v1alpha2', 'APIExport', 'e', { spec: {} });
const TYPE = inKcp('tenancy.kcp.io/v1alpha1', 'WorkspaceType', 't', {
  status: {
    virtualWorkspaces: [
      { type: 'initializing', url: 'https://shard/services/initializingworkspaces/root:t' },
      { type: 'terminating', url: 'https://shard/services/terminatingworkspaces/root:t' },
    ],
  },
});

type World = Readonly<Record<string, readonly KubernetesObject[]>>;

/** A world in which only these objects are there; all workspaces are Ready but those that are missing. */
function contextOf(world: World, missing: readonly string[] = []): MaterialContext {
  const objects = new Map(
    Object.entries(world).flatMap(([target, members]) => members.map((object) => [`${target} ${keyOf(refOf(object))}`, object] as const)),
  );
  return {
    admin: { namespace: 'kcp', secretName: 'mine', frontProxyName: 'front', frontProxyPort: '1', rootShardName: 'root' },
    exposure: { baseDomain: 'example.com', port: 443 },
    adminSecret: secret('mine', { kubeconfig: KUBECONFIG }),
    observe: ({ target, ref }) => {
      const object = objects.get(`${target} ${keyOf(ref)}`);
      return object ? { state: 'present', object } : { state: 'absent' };
    },
    isWorkspaceReady: (path) => !missing.includes(path),
  };
}

const connection = (access: ConnectionAccess, rest: Partial<KcpConnection> = {}): KcpConnection => ({
  secret: 'iam',
  path: 'root:a',
  access,
  isBuiltIn: true,
  isExternal: false,
  ...rest,
});
const RUNTIME = [ADMIN, ROOT_CA];
const SLICE = { kind: 'endpoint-slice', name: 's' } as const;
const FRONT = 'https://front-front-proxy.kcp:1';
const squeezed = (text: string): string => text.replaceAll(/\s/gu, '');

it('makes an administrator of the kubeconfig for services, with the whole chain of its CA', () => {
  const made = materialOf(connection({ kind: 'admin' }), 'iam', contextOf({ runtime: RUNTIME }));

  expect(made).toMatchObject({
    kind: 'admin',
    path: '/clusters/root:a',
    kubeconfig: { clusters: [{ cluster: { server: `${FRONT}/clusters/root:a` } }] },
  });
  expect(squeezed('bundle' in made ? made.bundle : '')).toBe(squeezed(middle.cert + root.cert));
});

it.each<[string, KcpConnection, World, object]>([
  [
    'exports, each with a role of its own, in their workspace',
    connection({ kind: 'exports', names: ['e', 'f'] }),
    { 'kcp/root:a': [EXPORT, { ...EXPORT, metadata: { name: 'f' } }] },
    { server: `${FRONT}/clusters/root:a`, rights: { workspace: 'root:a', roles: [{ rules: expect.any(Array) }, { name: 'f' }] } },
  ],
  [
    'an endpoint slice, with the rights of its export',
    connection(SLICE),
    { 'kcp/root:a': [slice(URL_OF_SLICE), EXPORT] },
    { server: `${FRONT}/services/apiexport/1/e`, rights: { workspace: 'root:a' } },
  ],
  [
    'an endpoint slice whose export is elsewhere: its rights are there',
    connection(SLICE),
    { 'kcp/root:a': [slice(URL_OF_SLICE, 'root:b')], 'kcp/root:b': [EXPORT] },
    { rights: { workspace: 'root:b' } },
  ],
  [
    'the workspaces of a type that are being deleted',
    connection({ kind: 'workspace-type', name: 't', virtualWorkspace: 'terminating' }),
    { 'kcp/root:a': [TYPE] },
    { server: `${FRONT}/services/terminatingworkspaces/root:t`, rights: { workspace: 'root:a' } },
  ],
  [
    'somebody outside of the cluster',
    connection({ kind: 'exports', names: ['e'] }, { isExternal: true }),
    { 'kcp/root:a': [EXPORT] },
    { server: 'https://kcp.api.example.com:443/clusters/root:a' },
  ],
])('makes a token for %s', (_what, given, world, expected) => {
  expect(materialOf(given, 'iam', contextOf({ runtime: RUNTIME, ...world }))).toMatchObject({ kind: 'scoped', ...expected });
});

it.each<[string, KcpConnection, World, readonly string[], string]>([
  ['its workspace', connection({ kind: 'admin' }), { runtime: RUNTIME }, ['root:a'], 'workspace root:a is not Ready yet'],
  [
    'the workspace of its export',
    connection(SLICE),
    { runtime: RUNTIME, 'kcp/root:a': [slice(URL_OF_SLICE, 'root:b')] },
    ['root:b'],
    'workspace root:b is not Ready yet',
  ],
  ['its endpoint slice', connection(SLICE), { runtime: RUNTIME }, [], 'APIExportEndpointSlice s in root:a does not exist yet'],
  [
    'the URL of its endpoint slice',
    connection({ kind: 'admin', endpointSlice: 's' }),
    { runtime: RUNTIME, 'kcp/root:a': [slice({})] },
    [],
    'APIExportEndpointSlice s in root:a: it has no URL yet',
  ],
  [
    'one of its exports',
    connection({ kind: 'exports', names: ['e', 'f'] }),
    { runtime: RUNTIME, 'kcp/root:a': [EXPORT] },
    [],
    'APIExport f in root:a does not exist yet',
  ],
  ['the kubeconfig for services', connection({ kind: 'admin' }), {}, [], 'Secret kcp/kubeconfig-kcp-admin does not exist yet'],
])('waits for %s', (_what, given, world, missing, message) => {
  expect(materialOf(given, 'iam', contextOf(world, missing))).toMatchObject({ kind: 'waiting', message });
});

it('needs no workspace for a literal path', () => {
  const given = connection({ kind: 'admin', rawPath: '/services/x' });

  expect(materialOf(given, 'iam', contextOf({ runtime: RUNTIME }, ['root:a']))).toMatchObject({ kind: 'admin', path: '/services/x' });
});

it.each([
  ['an entry that does not say what it is for', connection({ kind: 'unusable', reason: 'why' }), RUNTIME, 'unusable-entry'],
  [
    'a Secret without a kubeconfig',
    connection({ kind: 'admin' }),
    [secret('kubeconfig-kcp-admin', { kubeconfig: 'text' })],
    'broken-admin-secret',
  ],
  [
    'a kubeconfig without a CA, where there is no root CA either',
    connection({ kind: 'admin' }),
    [secret('kubeconfig-kcp-admin', { kubeconfig: 'clusters: []' })],
    'broken-admin-secret',
  ],
])('fails for %s', (_what, given, runtime, code) => {
  expect(materialOf(given, 'iam', contextOf({ runtime }))).toMatchObject({ kind: 'failed', error: { code } });
});

it('fails for a root CA that may not be read, and does without one that is not there', () => {
  const context = contextOf({ runtime: [ADMIN] });
  const error = new PlatformMeshError('forbidden', 'no');
  const observe: MaterialContext['observe'] = (place) =>
    place.ref.name === 'root-ca' ? { state: 'forbidden', error } : context.observe(place);

  expect(materialOf(connection({ kind: 'admin' }), 'iam', context).kind).toBe('admin');
  expect(materialOf(connection({ kind: 'admin' }), 'iam', { ...context, observe })).toMatchObject({ kind: 'failed', error });
});

it('reads the export of a slice when the slice has said where it is', () => {
  const names = (world: World): readonly string[] =>
    sourcesOf(connection(SLICE), contextOf(world)).map(({ target, ref }) => `${target} ${ref.name}`);

  expect(names({})).toEqual(['runtime iam', 'runtime root-ca', 'kcp/root:a s']);
  expect(names({ 'kcp/root:a': [slice(URL_OF_SLICE, 'root:b')] })).toEqual([
    'runtime iam',
    'runtime root-ca',
    'kcp/root:a s',
    'kcp/root:b e',
  ]);
});
