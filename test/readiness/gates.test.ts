import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { gateOf, gateReadiness, holdsNextLevel, type Observed, readinessOf } from '../../src/readiness/index.js';

const KINDS: Readonly<Record<string, string>> = {
  WorkspaceType: 'tenancy.kcp.io/v1alpha1',
  Workspace: 'tenancy.kcp.io/v1alpha1',
  APIExport: 'apis.kcp.io/v1alpha2',
  APIBinding: 'apis.kcp.io/v1alpha2',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
};

/** Statuses as kcp and kube-apiserver write them. */
const AGREED: readonly (readonly [string, string, 'open' | 'shut'])[] = [
  ['WorkspaceType', 'null', 'shut'],
  ['WorkspaceType', 'conditions: [{type: Ready, status: "True"}, {type: VirtualWorkspaceURLsReady, status: "True"}]', 'open'],
  [
    'WorkspaceType',
    'conditions: [{type: Ready, status: "False"}, {type: VirtualWorkspaceURLsReady, status: "False", reason: ErrorGeneratingURLs}]',
    'shut',
  ],
  ['Workspace', 'null', 'shut'],
  ['Workspace', 'phase: Scheduling', 'shut'],
  [
    'Workspace',
    '{phase: Initializing, initializers: ["root:security"], conditions: [{type: WorkspaceInitialized, status: "False"}]}',
    'shut',
  ],
  [
    'Workspace',
    '{phase: Ready, conditions: [{type: WorkspaceScheduled, status: "True"}, {type: WorkspaceInitialized, status: "True"}]}',
    'open',
  ],
  ['Workspace', '{phase: Unavailable, conditions: [{type: WorkspaceMountReady, status: "False", reason: MountObjectNotFound}]}', 'shut'],
  ['APIExport', 'null', 'shut'],
  ['APIExport', 'conditions: [{type: IdentityValid, status: "False", reason: IdentityVerificationFailed}]', 'shut'],
  ['APIExport', '{identityHash: 4f0c, conditions: [{type: IdentityValid, status: "True"}]}', 'open'],
  ['APIBinding', 'null', 'shut'],
  ['APIBinding', '{phase: Binding, conditions: [{type: APIExportValid, status: "False", reason: APIExportNotFound}]}', 'shut'],
  ['APIBinding', '{phase: Binding, conditions: [{type: InitialBindingCompleted, status: "False", reason: NamingConflicts}]}', 'shut'],
  [
    'APIBinding',
    '{phase: Bound, conditions: [{type: InitialBindingCompleted, status: "True"}, {type: BindingUpToDate, status: "True"}]}',
    'open',
  ],
  ['CustomResourceDefinition', 'null', 'shut'],
  [
    'CustomResourceDefinition',
    'conditions: [{type: NamesAccepted, status: "True"}, {type: Established, status: "False", reason: Installing}]',
    'shut',
  ],
  ['CustomResourceDefinition', 'conditions: [{type: NamesAccepted, status: "True"}, {type: Established, status: "True"}]', 'open'],
  [
    'CustomResourceDefinition',
    'conditions: [{type: NamesAccepted, status: "False", reason: PluralConflict}, {type: Established, status: "False"}]',
    'shut',
  ],
];

const objectOf = (kind: string, status: string): Observed => ({
  apiVersion: KINDS[kind] ?? '',
  kind,
  metadata: { name: 'example', generation: 1 },
  spec: { permissionClaims: [{ resource: 'secrets', state: 'Accepted' }] },
  status: { appliedPermissionClaims: [{ resource: 'secrets' }], ...(parse(status) as object | null) },
});

describe('gates', () => {
  it.each(AGREED)('and readiness agree: %s with status %s is %s', (kind, status, expected) => {
    const object = objectOf(kind, status);

    expect(gateReadiness(object).state === 'ready').toBe(expected === 'open');
    expect(readinessOf(object).state === 'ready').toBe(expected === 'open');
  });

  it.each([
    ['APIBinding', '{phase: Bound, conditions: [{type: PermissionClaimsValid, status: "False", reason: InvalidPermissionClaims}]}'],
    ['APIBinding', '{phase: Bound, appliedPermissionClaims: []}'],
    ['APIBinding', '{phase: Bound, conditions: [{type: BindingUpToDate, status: "False", reason: WaitingForEstablished}]}'],
    ['APIExport', 'conditions: [{type: IdentityValid, status: "True"}, {type: VirtualWorkspaceURLsReady, status: "False"}]'],
  ])('open before their object is ready: %s with status %s', (kind, status) => {
    const object = objectOf(kind, status);

    expect(gateReadiness(object)).toEqual({ state: 'ready' });
    expect(readinessOf(object).state).toBe('progressing');
  });

  it('say what holds them, in the words of the rule of the kind', () => {
    const binding = objectOf(
      'APIBinding',
      '{phase: Binding, conditions: [{type: InitialBindingCompleted, status: "False", reason: NamingConflicts}]}',
    );

    expect(gateReadiness(binding)).toEqual({ state: 'failed', reason: 'NamingConflicts' });
  });

  it.each([
    ['v1', 'ConfigMap'],
    ['helm.toolkit.fluxcd.io/v2', 'HelmRelease'],
    ['example.com/v1', 'Workspace'],
    ['constructor/v1', '__proto__'],
  ])('are no matter of %s %s', (apiVersion, kind) => {
    expect(gateOf({ apiVersion, kind })).toBeUndefined();
    expect(gateReadiness({ apiVersion, kind })).toEqual({ state: 'ready' });
  });
});

describe('whether later levels wait for an object', () => {
  const EXPORT = { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIExport', name: 'core.platform-mesh.io' };
  const CRD = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name: 'inittargets.initialization.kcp.io' };

  it.each([
    ['an export', EXPORT, ['v1'], true],
    ['a kind without a gate', { apiVersion: 'v1', kind: 'ConfigMap', name: 'one' }, ['v1'], false],
    ['a workspace', { apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'Workspace', name: 'orgs' }, ['v1'], false],
    ['a CRD of whose group something is desired', CRD, ['initialization.kcp.io'], true],
    ['a CRD that nothing desired needs', CRD, ['', 'apis.kcp.io', 'kcp.io'], false],
  ])('%s', (_, object, groups, expected) => {
    expect(holdsNextLevel(object, new Set(groups))).toBe(expected);
  });
});
