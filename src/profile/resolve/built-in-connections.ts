import type { KcpConnection } from '../blueprint.js';

const SYSTEM = 'root:platform-mesh-system';
const ADMIN = { kind: 'admin' } as const;
const CORE = { kind: 'exports', names: ['core.platform-mesh.io'] } as const;

/** The kubeconfigs that the platform's own services need, in the order of the reference. */
export const BUILT_IN_CONNECTIONS: readonly KcpConnection[] = [
  builtIn('account-operator-kubeconfig', SYSTEM, ADMIN),
  builtIn('rebac-authz-webhook-kubeconfig', SYSTEM, CORE),
  builtIn('security-operator-kubeconfig', SYSTEM, ADMIN),
  builtIn('kubernetes-graphql-gateway-kubeconfig', SYSTEM, ADMIN),
  builtIn('virtual-workspace-clusteraccess-kubeconfig', '', { kind: 'admin', rawPath: '/services/marketplace' }),
  builtIn('extension-manager-operator-kubeconfig', SYSTEM, CORE),
  builtIn('iam-service-kubeconfig', SYSTEM, CORE),
  builtIn('portal-kubeconfig', 'root:orgs', { kind: 'admin', rawPath: '/services/contentconfigurations' }),
  builtIn('security-initializer-kubeconfig', 'root', ADMIN),
  builtIn('security-terminator-kubeconfig', 'root', ADMIN),
  builtIn('virtual-workspaces-kubeconfig', SYSTEM, ADMIN),
  builtIn('init-agent-kubeconfig', SYSTEM, ADMIN),
];

/** What the terminal's controller needs; it comes with the toggle `feature-enable-terminal-controller-manager`. */
export const TERMINAL_CONNECTION: KcpConnection = builtIn('terminal-controller-manager-kubeconfig', SYSTEM, ADMIN);

function builtIn(secret: string, path: string, access: KcpConnection['access']): KcpConnection {
  return { secret, path, access, isBuiltIn: true, isExternal: false };
}
