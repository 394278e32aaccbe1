import type { KubernetesObject } from '../../../kubernetes/index.js';
import type { PolicyRule } from './rules.js';

/** Who we are in `managedFields` of what provider connections consist of. */
export const CONNECTION_MANAGER = 'platform-mesh-provider-secret';

/** Namespace of the ServiceAccounts, in their workspaces. */
export const ACCOUNT_NAMESPACE = 'default';

/** Without a field of ours nobody could tell that the ServiceAccount is ours, and it would stay for ever. */
const CREATED = { 'core.platform-mesh.io/operator-created': 'true' };

const RBAC = 'rbac.authorization.k8s.io';

/** The ServiceAccount of a connection, and what it may do. */
export interface Rights {
  /** Path of the workspace that they lie in. */
  readonly workspace: string;
  /** At the end of all names. */
  readonly suffix: string;
  /** One role, or one for each APIExport; the first has no name of its own. */
  readonly roles: readonly { readonly name?: string; readonly rules: readonly PolicyRule[] }[];
}

/** Name of the ServiceAccount of a connection. */
export function accountName(suffix: string): string {
  return `platform-mesh-provider-${suffix}`;
}

/** Whether an object of this name is one of a connection's own. */
export function isOfConnection(name: string, suffix: string): boolean {
  return name === accountName(suffix) || name.startsWith(`${accountName(suffix)}:`) || name === accessName(suffix);
}

/**
 * The suffixes of connections that have a ServiceAccount: the name of the Secret; where another connection before it has a Secret of
 * that name, followed by the namespace.
 */
export function suffixesOf(secrets: readonly { readonly name: string; readonly namespace: string }[]): readonly string[] {
  return secrets.map(({ name, namespace }, index) =>
    secrets.findIndex((other) => other.name === name) === index ? name : `${name}.${namespace}`,
  );
}

/** The ServiceAccount, its roles, their bindings, and the leave to enter the workspace; as the reference names them. */
export function rightsObjects({ suffix, roles }: Rights): readonly KubernetesObject[] {
  const name = accountName(suffix);
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: ACCOUNT_NAMESPACE, labels: CREATED } },
    ...roles.flatMap((role) => {
      const roleName = role.name === undefined ? name : `${name}:${role.name}`;
      return [
        { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name: roleName }, rules: role.rules },
        binding(roleName, roleName, name),
      ];
    }),
    binding(accessName(suffix), 'system:kcp:workspace:access', name),
  ];
}

function accessName(suffix: string): string {
  return `platform-mesh-workspace-access-${suffix}`;
}

function binding(name: string, role: string, account: string): KubernetesObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: ACCOUNT_NAMESPACE }],
  };
}
