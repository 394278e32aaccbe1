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
      code: 'unknown-toggle',
      meaning: 'the feature toggle does not exist, so it has no effect',
      cases: [
        { files: { 'platform-mesh.yaml': `${MESH}spec:\n  featureToggles:\n  - name: feature-enable-getting-start\n` }, command: VALIDATE },
      ],
      fix: 'Use one of the names in the hint.',
    },
  ],
};
