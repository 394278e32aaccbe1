import { VALIDATE, type ErrorTopic } from '../error-case.ts';

export const PROFILE: ErrorTopic = {
  title: 'The profile',
  entries: [
    {
      code: 'invalid-profile',
      meaning: 'a profile is not a map',
      cases: [{ files: { 'profile.yaml': '- portal\n- openfga\n' }, command: VALIDATE }],
      fix: 'A profile is a map with the keys `infra` and `components`; [profile.md](profile.md#an-example) has an example.',
    },
    {
      code: 'invalid-value',
      meaning: 'a value has the wrong type, or is out of range',
      cases: [
        {
          files: { 'profile.yaml': 'components:\n  timeout: 5 minutes\n  services:\n    portal:\n      enabled: maybe\n' },
          command: VALIDATE,
        },
        {
          files: {
            'platform-mesh.yaml':
              'apiVersion: core.platform-mesh.io/v1alpha1\nkind: PlatformMesh\nmetadata:\n  name: mesh\n  namespace: platform-mesh-system\nspec:\n  exposure:\n    baseDomain: https://mesh.example.com\n    port: "443"\n',
          },
          command: VALIDATE,
        },
      ],
      fix: 'Write what the message asks for; [profile.md](profile.md) and [platform-mesh.md](platform-mesh.md) have the type of every key.',
    },
    {
      code: 'unknown-field',
      meaning: 'a key is unknown, so it has no effect',
      cases: [{ files: { 'profile.yaml': 'components:\n  services:\n    portal:\n      enable: true\n' }, command: VALIDATE }],
      fix: 'Usually a typing mistake: the hint names the nearest key. With `--strict` it is an error.',
    },
    {
      code: 'unread-field',
      meaning: 'a key of existing profiles has no effect',
      cases: [{ files: { 'profile.yaml': 'infra:\n  ocm:\n    repo:\n      create: true\n' }, command: VALIDATE }],
      fix: 'Delete it.',
    },
    {
      code: 'ignored-field',
      meaning: 'a key has no effect with the chosen technology',
      cases: [
        {
          files: {
            'profile.yaml':
              'infra:\n  deploymentTechnology: argocd\ncomponents:\n  deploymentTechnology: argocd\n  services:\n    portal:\n      enabled: true\n      suspend: true\n',
          },
          command: VALIDATE,
        },
      ],
      fix: 'Delete it, or change the technology. [profile.md](profile.md#services) says which technology reads which key.',
    },
    {
      code: 'unknown-image-ref',
      meaning: 'the `image-ref` of an image is unknown',
      cases: [
        {
          files: {
            'profile.yaml':
              'components:\n  services:\n    portal:\n      enabled: true\n      imageResources:\n      - annotations: {repo: oci, artifact: image, image-ref: joined}\n',
          },
          command: VALIDATE,
        },
      ],
      fix: 'Write `combined` if the chart has registry and repository in one value, else `split`.',
    },
    {
      code: 'blocked-path',
      meaning: 'the version of an image cannot be written into the Helm values, because a value on its path is not a map',
      cases: [
        {
          files: {
            'profile.yaml':
              'components:\n  services:\n    portal:\n      enabled: true\n      values:\n        image: registry.example.com/portal:1.0\n      imageResources:\n      - annotations: {repo: oci, artifact: image}\n',
          },
          command: VALIDATE,
        },
      ],
      fix: 'Name the path of the tag with the annotation `path`, or remove the value from the profile. The release keeps the value of the profile.',
    },
    {
      code: 'null-service',
      meaning: 'a service of the profile is `null`, so it is off',
      cases: [{ files: { 'profile.yaml': 'components:\n  services:\n    portal:\n' }, command: VALIDATE }],
      fix: 'Write `enabled: false`, or delete the key.',
    },
    {
      code: 'no-argo-project',
      meaning: 'Argo CD delivers the services but not the infra components, so nothing writes the AppProject of the services',
      cases: [
        {
          files: {
            'profile.yaml':
              'infra:\n  deploymentTechnology: fluxcd\ncomponents:\n  deploymentTechnology: argocd\n  services:\n    portal:\n      enabled: true\n',
          },
          command: VALIDATE,
        },
      ],
      fix: 'Set `infra.deploymentTechnology: argocd`, or create an AppProject `platform-mesh-runtime` yourself.',
    },
    {
      code: 'not-text',
      meaning: 'a name in a reference path is not a text, so the API server would refuse it',
      cases: [
        {
          files: {
            'profile.yaml': 'components:\n  services:\n    portal:\n      enabled: true\n      referencePath:\n      - name: 1.10\n',
          },
          command: VALIDATE,
        },
      ],
      fix: 'Put it in quotes. Without them YAML reads `1.10` as the number 1.1, and `y`, `yes` and `on` as `true`.',
    },
  ],
};
