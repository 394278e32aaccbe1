import { STANDARD_FILES, VALIDATE, type ErrorTopic } from '../error-case.ts';

const MESH = STANDARD_FILES['platform-mesh.yaml'] ?? '';

export const KCP: ErrorTopic = {
  title: 'kcp and feature toggles',
  entries: [
    {
      code: 'workspace-type',
      meaning: 'a workspace of `spec.kcp.extraWorkspaces` cannot have this parent, by the types of both',
      cases: [
        {
          files: {
            'platform-mesh.yaml': `${MESH}spec:\n  kcp:\n    extraWorkspaces:\n    - path: root:orgs:mine\n      type:\n        name: account\n        path: root\n`,
          },
          command: VALIDATE,
        },
      ],
      fix: 'Choose one of the types that the hint names, or another parent.',
    },
    {
      code: 'unknown-workspace-type',
      meaning: '`spec.kcp.extraDefaultAPIBindings` names a type of workspace that the platform does not have',
      cases: [
        {
          files: {
            'platform-mesh.yaml': `${MESH}spec:\n  kcp:\n    extraDefaultAPIBindings:\n    - workspaceTypePath: root:organization\n      export: example.com\n      path: root:providers:mine\n`,
          },
          command: VALIDATE,
        },
      ],
      fix: 'Name one of the types in the hint.',
    },
    {
      code: 'unusable-entry',
      meaning:
        'a provider connection cannot work as it stands. `validate` and `synth` refuse it; `apply` writes all others, and reports this one',
      cases: [
        {
          files: {
            'platform-mesh.yaml': `${MESH}spec:\n  kcp:\n    extraProviderConnections:\n    - path: root:providers:mine\n      secret: mine-kubeconfig\n`,
          },
          command: VALIDATE,
        },
      ],
      fix: 'Say what the connection is for: `endpointSliceName` or `apiExportNames` for a provider, `workspaceType` for an initializer, or `adminAuth: true`.',
    },
    {
      code: 'foreign-secret',
      meaning: 'the Secret of a provider connection exists, and neither we nor the Go operator wrote it',
      cases: [
        {
          why: 'It needs a platform in kcp, so this is not run.',
          shown: `error: Secret platform-mesh-system/portal-kubeconfig: it exists, and holds something else than a kubeconfig of the platform [foreign-secret]
   hint: give the connection another Secret, delete this one, or overwrite it with --force-conflicts
`,
        },
      ],
      fix: 'Give the connection another Secret, delete this one, or overwrite it with `--force-conflicts`.',
    },
    {
      code: 'replaced-connections',
      meaning: '`spec.kcp.providerConnections` replaces the built-in connections, so services of the platform get no kubeconfig',
      cases: [
        {
          files: {
            'platform-mesh.yaml': `${MESH}spec:\n  kcp:\n    providerConnections:\n    - path: root:providers:mine\n      secret: mine-kubeconfig\n      adminAuth: true\n`,
          },
          command: VALIDATE,
        },
      ],
      fix: 'Use `extraProviderConnections`, unless the services get their kubeconfigs from elsewhere.',
    },
    {
      code: 'unknown-toggle',
      meaning: 'the feature toggle does not exist, so it has no effect',
      cases: [
        { files: { 'platform-mesh.yaml': `${MESH}spec:\n  featureToggles:\n  - name: feature-enable-getting-start\n` }, command: VALIDATE },
      ],
      fix: 'Use one of the names in the hint.',
    },
  ],
};
