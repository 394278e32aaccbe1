import { describe, expect, it } from '@jest/globals';
import { rightsObjects, isOfConnection, suffixesOf } from '../../../src/runtime/kcp/connections/rights.js';
import { exportRules, workspaceTypeRules } from '../../../src/runtime/kcp/connections/rules.js';

const apiExport = (spec: object): Parameters<typeof exportRules>[0] => ({
  apiVersion: 'apis.kcp.io/v1alpha2',
  kind: 'APIExport',
  metadata: { name: 'core.platform-mesh.io' },
  spec,
});
const STATUS = ['get', 'update', 'patch'];
const ALWAYS = 4;

describe('the rules of an export', () => {
  it.each([
    [
      'what it offers, with its status',
      { resources: [{ group: 'core.platform-mesh.io', name: 'accounts' }] },
      [
        { verbs: ['*'], apiGroups: ['core.platform-mesh.io'], resources: ['accounts'] },
        { verbs: STATUS, apiGroups: ['core.platform-mesh.io'], resources: ['accounts/status'] },
      ],
    ],
    ['nothing of a resource without a name', { resources: [{ group: 'a' }] }, []],
    [
      'what it claims without verbs, by all of them',
      { permissionClaims: [{ group: '', resource: 'configmaps' }] },
      [
        { verbs: ['*'], apiGroups: [''], resources: ['configmaps'] },
        { verbs: STATUS, apiGroups: [''], resources: ['configmaps/status'] },
      ],
    ],
    [
      'what it claims to read, without its status',
      { permissionClaims: [{ group: 'apis.kcp.io', resource: 'apibindings', verbs: ['get', 'list'] }] },
      [{ verbs: ['get', 'list'], apiGroups: ['apis.kcp.io'], resources: ['apibindings'] }],
    ],
    [
      'what it claims to update, with its status',
      { permissionClaims: [{ resource: 'secrets', verbs: ['get', 'update'] }] },
      [
        { verbs: ['get', 'update'], apiGroups: [''], resources: ['secrets'] },
        { verbs: STATUS, apiGroups: [''], resources: ['secrets/status'] },
      ],
    ],
  ])('allow %s', (_what, spec, expected) => {
    expect(exportRules(apiExport(spec)).slice(0, -ALWAYS)).toEqual(expected);
  });

  it('allow its content, its endpoint slices, bindings, and discovery, whatever it offers', () => {
    expect(exportRules(apiExport({}))).toEqual([
      { verbs: ['*'], apiGroups: ['apis.kcp.io'], resources: ['apiexports/content'], resourceNames: ['core.platform-mesh.io'] },
      { verbs: ['get', 'list', 'watch'], apiGroups: ['apis.kcp.io'], resources: ['apiexportendpointslices'] },
      { verbs: ['get', 'list', 'watch'], apiGroups: ['apis.kcp.io'], resources: ['apibindings'] },
      { verbs: ['get'], nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/clusters/*', '/services', '/services/*'] },
    ]);
  });
});

it.each([
  ['initializing', 'initialize'],
  ['terminating', 'terminate'],
] as const)('allows the one verb of the %s workspaces of a type: %s', (virtualWorkspace, verb) => {
  expect(workspaceTypeRules('org', virtualWorkspace)[0]).toEqual({
    verbs: ['get', verb],
    apiGroups: ['tenancy.kcp.io'],
    resources: ['workspacetypes'],
    resourceNames: ['org'],
  });
});

it('names everything of a connection after its Secret, and the roles of further exports after these', () => {
  const objects = rightsObjects({ workspace: 'root', suffix: 'iam', roles: [{ rules: [] }, { name: 'b.io', rules: [] }] });

  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'ServiceAccount platform-mesh-provider-iam',
    'ClusterRole platform-mesh-provider-iam',
    'ClusterRoleBinding platform-mesh-provider-iam',
    'ClusterRole platform-mesh-provider-iam:b.io',
    'ClusterRoleBinding platform-mesh-provider-iam:b.io',
    'ClusterRoleBinding platform-mesh-workspace-access-iam',
  ]);
  expect(objects.every(({ metadata }) => isOfConnection(metadata.name, 'iam'))).toBe(true);
  expect(objects.some(({ metadata }) => isOfConnection(metadata.name, 'ia'))).toBe(false);
});

it('tells connections with Secrets of one name apart by their namespaces', () => {
  expect(
    suffixesOf([
      { name: 'a', namespace: 'one' },
      { name: 'b', namespace: 'one' },
      { name: 'a', namespace: 'two' },
    ]),
  ).toEqual(['a', 'b', 'a.two']);
});
