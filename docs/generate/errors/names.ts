import { VALIDATE, type ErrorTopic } from '../error-case.ts';

export const NAMES: ErrorTopic = {
  title: 'Names and dependencies',
  entries: [
    {
      code: 'invalid-name',
      meaning: 'the name of a release is invalid for Helm or Kubernetes',
      cases: [{ files: { 'profile.yaml': 'components:\n  services:\n    Portal_UI:\n      enabled: true\n' }, command: VALIDATE }],
      fix: 'Use 1 to 53 lower-case letters, digits and `-`, with a letter or digit at both ends.',
    },
    {
      code: 'duplicate-name',
      meaning: 'two releases, or two OCM Resources, have one name',
      cases: [
        {
          files: {
            'profile.yaml':
              'components:\n  services:\n    portal:\n      enabled: true\n      imageResources:\n      - resource: image\n      - resource: ui-image\n',
          },
          command: VALIDATE,
        },
      ],
      fix: 'Give one of them another `name`; without one, an image is called `<service>-image`.',
    },
    {
      code: 'unknown-dependency',
      meaning: 'a service depends on something that is neither a service nor an infra component; it may be a release of your own',
      cases: [
        {
          files: { 'profile.yaml': 'components:\n  services:\n    portal:\n      enabled: true\n      dependsOn: [openfgaa]\n' },
          command: VALIDATE,
        },
      ],
      fix: 'Check the name. Use the release name of an infra component, such as `cert-manager`. A release of your own in another namespace is `{name: ..., namespace: ...}`. With `--strict` it is an error.',
    },
    {
      code: 'dependency-not-deployed',
      meaning: 'a service depends on one that is not enabled, and waits for ever',
      cases: [
        {
          files: {
            'profile.yaml':
              'components:\n  services:\n    openfga:\n      enabled: false\n    portal:\n      enabled: true\n      dependsOn: [openfga]\n',
          },
          command: VALIDATE,
        },
      ],
      fix: 'Enable it, or remove it from `dependsOn`.',
    },
    {
      code: 'dependency-cycle',
      meaning: 'dependencies form a cycle: of services, or of your own charts and objects',
      cases: [
        {
          files: {
            'profile.yaml':
              'components:\n  services:\n    openfga:\n      enabled: true\n      dependsOn: [portal]\n    portal:\n      enabled: true\n      dependsOn: [openfga]\n',
          },
          command: VALIDATE,
        },
        {
          typescript: `import { TargetChart } from 'platform-mesh-cdk8s';
import { Testing } from 'platform-mesh-cdk8s/testing';

const app = Testing.app();
const first = new TargetChart(app, 'first', { target: 'infra' });
const second = new TargetChart(app, 'second', { target: 'infra' });
first.addDependency(second);
second.addDependency(first);
Testing.manifests(app);
`,
        },
      ],
      fix: 'Remove one of the dependencies.',
    },
  ],
};
