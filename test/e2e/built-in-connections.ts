const SYSTEM = '/clusters/root:platform-mesh-system';

/** The Secrets that the platform's own services need, and the paths that they lead to. */
export const BUILT_IN: Readonly<Record<string, string>> = {
  'account-operator-kubeconfig': SYSTEM,
  'rebac-authz-webhook-kubeconfig': SYSTEM,
  'security-operator-kubeconfig': SYSTEM,
  'kubernetes-graphql-gateway-kubeconfig': SYSTEM,
  'virtual-workspace-clusteraccess-kubeconfig': '/services/marketplace',
  'extension-manager-operator-kubeconfig': SYSTEM,
  'iam-service-kubeconfig': SYSTEM,
  'portal-kubeconfig': '/services/contentconfigurations',
  'security-initializer-kubeconfig': '/clusters/root',
  'security-terminator-kubeconfig': '/clusters/root',
  'virtual-workspaces-kubeconfig': SYSTEM,
  'init-agent-kubeconfig': SYSTEM,
};
