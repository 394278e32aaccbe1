import type { ErrorTopic } from '../error-case.ts';

export const CHARTS: ErrorTopic = {
  title: 'Programs of your own',
  entries: [
    {
      code: 'invalid-input',
      meaning: 'the code of the error that `loadBlueprint` throws; `problems` has every problem with its own code',
      cases: [
        {
          typescript: `import { loadBlueprint } from 'platform-mesh-cdk8s';

loadBlueprint({ files: ['platform-mesh.yaml'] });
`,
        },
      ],
      fix: 'Look at `problems`: the command line prints the same.',
    },
    {
      code: 'duplicate-object',
      meaning: 'two constructs of one target write an object of the same kind, namespace and name',
      cases: [
        {
          typescript: `import { ApiObject } from 'cdk8s';
import { TargetChart } from 'platform-mesh-cdk8s';
import { Testing } from 'platform-mesh-cdk8s/testing';

const chart = new TargetChart(Testing.app(), 'mine', { target: 'infra' });
for (const id of ['first', 'second']) {
  new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'mesh' } });
}
Testing.manifests(chart);
`,
        },
      ],
      fix: 'Give one of them another name, or remove it.',
    },
    {
      code: 'invalid-construct',
      meaning: 'a construct reports an error with `node.addValidation`',
      cases: [
        {
          typescript: `import { TargetChart } from 'platform-mesh-cdk8s';
import { Testing } from 'platform-mesh-cdk8s/testing';

const chart = new TargetChart(Testing.app(), 'mine', { target: 'infra' });
chart.node.addValidation({ validate: () => ['the cluster has no such region'] });
Testing.manifests(chart);
`,
        },
      ],
      fix: 'Follow the message.',
    },
    {
      code: 'no-target',
      meaning: 'the chart of an object has no target, so its cluster is unknown',
      cases: [
        {
          typescript: `import { ApiObject, Chart } from 'cdk8s';
import { Testing } from 'platform-mesh-cdk8s/testing';

const chart = new Chart(Testing.app(), 'mine');
new ApiObject(chart, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
Testing.manifests(chart);
`,
        },
      ],
      fix: "Use a `TargetChart` with `target: 'infra'` or `'runtime'` in place of the `Chart`.",
    },
  ],
};
