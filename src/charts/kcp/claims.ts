import type { PermissionClaim } from '../../constructs/index.js';
import type { KnownValues } from '../known-values.js';
import { ROOT, TENANCY_EXPORT } from './paths.js';

/** What the platform's own controllers may do in every workspace that binds its exports. */
export function controllerClaims(values: KnownValues): readonly PermissionClaim[] {
  const identityHash = values.identityHash(ROOT, TENANCY_EXPORT.name);
  return [
    { resource: 'workspaces', group: 'tenancy.kcp.io', identityHash },
    { resource: 'workspacetypes', group: 'tenancy.kcp.io', identityHash },
    { resource: 'apibindings', group: 'apis.kcp.io' },
    { resource: 'apiexports', group: 'apis.kcp.io' },
    { resource: 'apiresourceschemas', group: 'apis.kcp.io' },
    { resource: 'logicalclusters', group: 'core.kcp.io' },
    { resource: 'secrets', group: '' },
  ];
}

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/** What is needed to give a provider its access. */
export const PROVIDER_CLAIMS: readonly PermissionClaim[] = [
  { resource: 'namespaces', group: '', verbs: VERBS },
  { resource: 'serviceaccounts', group: '', verbs: VERBS },
  { resource: 'secrets', group: '', verbs: VERBS },
  { resource: 'roles', group: 'rbac.authorization.k8s.io', verbs: VERBS },
  { resource: 'rolebindings', group: 'rbac.authorization.k8s.io', verbs: VERBS },
];
