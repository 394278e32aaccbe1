import { STANDARD_FILES, VALIDATE, type ErrorTopic } from '../error-case.ts';

const HEAD = 'apiVersion: core.platform-mesh.io/v1alpha1\nkind: PlatformMesh\n';
const MESH = STANDARD_FILES['platform-mesh.yaml'] ?? '';

export const PLATFORM_MESH: ErrorTopic = {
  title: 'The PlatformMesh',
  entries: [
    {
      code: 'no-platform-mesh',
      meaning: 'no file of the input holds a `PlatformMesh`',
      cases: [{ command: 'platform-mesh validate -f profile.yaml' }],
      fix: 'Name the file of the `PlatformMesh` with `-f`.',
    },
    {
      code: 'several-platform-meshes',
      meaning: 'the input holds more than one `PlatformMesh`',
      cases: [
        {
          files: { 'second.yaml': `${HEAD}metadata:\n  name: second\n  namespace: platform-mesh-system\n` },
          command: 'platform-mesh validate -f platform-mesh.yaml -f second.yaml --profile profile.yaml',
        },
      ],
      fix: 'Run the command once for each of them.',
    },
    {
      code: 'no-namespace',
      meaning: 'the `PlatformMesh` has no namespace, so every object goes into `default`',
      cases: [{ files: { 'platform-mesh.yaml': `${HEAD}metadata:\n  name: mesh\n` }, command: VALIDATE }],
      fix: 'Set `metadata.namespace`.',
    },
    {
      code: 'missing-field',
      meaning: 'a required field is missing',
      cases: [
        { files: { 'platform-mesh.yaml': `${MESH}spec:\n  profileConfigMap:\n    namespace: platform-mesh-system\n` }, command: VALIDATE },
      ],
      fix: 'Add it; [platform-mesh.md](platform-mesh.md) lists the fields.',
    },
    {
      code: 'no-profile',
      meaning: 'the ConfigMap with the profile of the `PlatformMesh` is not in the input, or has no profile',
      cases: [
        { command: 'platform-mesh validate -f platform-mesh.yaml' },
        {
          files: {
            'configmap.yaml':
              'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: production\n  namespace: platform-mesh-system\ndata:\n  profile.yaml: |\n    components: {}\n',
          },
          command: 'platform-mesh validate -f platform-mesh.yaml -f configmap.yaml',
        },
      ],
      fix: 'Give its file with `-f` or `--profile`, or name the ConfigMap in `spec.profileConfigMap`.',
    },
  ],
};
