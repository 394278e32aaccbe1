import { VALIDATE, type ErrorTopic } from '../error-case.ts';

export const NAMES: ErrorTopic = {
  title: 'Names and dependencies',
  entries: [
    {
      code: 'invalid-name',
      meaning: 'a release could not be called so: Helm and Kubernetes would refuse the name',
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
      fix: 'Give one of them another `name`; an image without one is called `<service>-image`.',
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
      fix: 'Check the name. An infra component goes by the name of its release, such as `cert-manager`. A release of your own in another namespace is `{name: ..., namespace: ...}`. With `--strict` it is an error.',
    },
    {
      code: 'dependency-not-deployed',
      meaning: 'a service depends on one that is not enabled, and would wait for ever',
      cases: [
        {
          files: {
            'profile.yaml':
              'components:\n  services:\n    openfga:\n      enabled: false\n    portal:\n      enabled: true\n      dependsOn: [openfga]\n',
          },
          command: VALIDATE,
        },
      ],
      fix: 'Enable the one, or take it out of `dependsOn` of the other.',
    },
    {
      code: 'dependency-cycle',
      meaning: 'dependencies lead back to where they started: of services, or of charts and objects of your own',
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
      fix: 'Take one of the dependencies away.',
    },
  ],
};
