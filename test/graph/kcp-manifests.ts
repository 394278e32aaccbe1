import type { Manifest, Target } from '../../src/charts/index.js';

/** One object in a workspace. */
export function inWorkspace(path: string, kind: string, name: string, spec: Readonly<Record<string, unknown>> = {}): Manifest {
  const group = /^(Workspace|WorkspaceType|WorkspaceAuthenticationConfiguration)$/u.test(kind) ? 'tenancy.kcp.io' : 'apis.kcp.io';
  const version = /^(APIExport|APIBinding)$/u.test(kind) ? 'v1alpha2' : 'v1alpha1';
  const target: Target = `kcp/${path}`;
  return { target, object: { apiVersion: `${group}/${version}`, kind, metadata: { name }, spec }, chart: 'kcp', order: 0 };
}

/** A small tree: an organization that is bound to a shop, whose export lies in a workspace of its own. */
export const SHOP: readonly Manifest[] = [
  inWorkspace('root', 'WorkspaceType', 'base', { initializer: true, terminator: true }),
  inWorkspace('root', 'WorkspaceType', 'org', {
    extend: { with: [{ name: 'universal', path: 'root' }, { name: 'base' }] },
    defaultAPIBindings: [
      { export: 'shop.example.com', path: 'root:shop' },
      { export: 'tenancy.kcp.io', path: 'root' },
    ],
    defaultChildWorkspaceType: { name: 'team', path: 'root:acme' },
    limitAllowedParents: { none: true },
    limitAllowedChildren: { types: [{ name: 'team', path: 'root:acme' }] },
    authenticationConfigurations: [{ name: 'login' }],
  }),
  inWorkspace('root', 'WorkspaceAuthenticationConfiguration', 'login'),
  inWorkspace('root', 'Workspace', 'shop', { type: { name: 'universal', path: 'root' } }),
  inWorkspace('root', 'Workspace', 'acme', { type: { name: 'org', path: 'root' } }),
  inWorkspace('root:shop', 'APIResourceSchema', 'v1.orders.shop.example.com'),
  inWorkspace('root:shop', 'APIExport', 'shop.example.com', {
    resources: [{ name: 'orders', group: 'shop.example.com', schema: 'v1.orders.shop.example.com', storage: { crd: {} } }],
    permissionClaims: [{ resource: 'secrets', group: '' }],
  }),
  inWorkspace('root:shop', 'APIExportEndpointSlice', 'shop', { export: { name: 'shop.example.com', path: 'root:shop' } }),
  inWorkspace('root:shop', 'APIBinding', 'own-shop', { reference: { export: { name: 'shop.example.com' } } }),
];
