import { describe, expect, it } from '@jest/globals';
import { detachedApp, manifestsOf, PlatformMeshChart, type Manifest } from '../../src/charts/index.js';
import { parseYaml } from '../../src/gotemplate/index.js';
import { defineBlueprint } from '../../src/profile/index.js';
import { synthesize, type LayoutOptions } from '../../src/synth/index.js';

interface Step {
  readonly workspace: string;
  readonly files: readonly string[];
  readonly wait?: readonly { readonly kind: string; readonly name: string; readonly for: string }[];
}

const API_VERSIONS: Readonly<Record<string, string>> = {
  Workspace: 'tenancy.kcp.io/v1alpha1',
  APIExport: 'apis.kcp.io/v1alpha2',
  APIBinding: 'apis.kcp.io/v1alpha2',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
};

function manifest(kind: string, name: string, order: number, target: Manifest['target'] = 'kcp/root'): Manifest {
  return { target, chart: `chart-${order}`, order, object: { apiVersion: API_VERSIONS[kind] ?? 'v1', kind, metadata: { name } } };
}

const read = (text = ''): readonly Step[] => (parseYaml(text) as { readonly steps: readonly Step[] }).steps;
const stepsOf = (manifests: readonly Manifest[], options?: LayoutOptions): readonly Step[] =>
  read(synthesize(manifests, options).get('kcp/apply-order.yml'));

function platform(options: LayoutOptions = {}): {
  readonly files: ReadonlyMap<string, string>;
  readonly steps: readonly Step[];
  readonly manifests: readonly Manifest[];
} {
  const { blueprint } = defineBlueprint({
    name: 'mesh',
    namespace: 'mesh-system',
    featureToggles: ['feature-enable-terminal-controller-manager'],
    kcp: {
      extraWorkspaces: [
        { path: 'root:orgs:a:b', type: 'account' },
        { path: 'root:orgs:a', type: 'org' },
      ],
    },
  });
  const app = detachedApp();
  new PlatformMeshChart(app, 'mesh', { blueprint });
  const manifests = manifestsOf(app);
  const files = synthesize(manifests, options);
  return { files, manifests, steps: read(files.get('kcp/apply-order.yml')) };
}

describe('the order in which kcp is set up', () => {
  it('has a step for each chart, in its workspace, with what is waited for', () => {
    expect(
      stepsOf([
        manifest('ConfigMap', 'z', 0, 'runtime'),
        manifest('Workspace', 'a', 1),
        manifest('Workspace', 'b', 1),
        manifest('ConfigMap', 'c', 2, 'kcp/root:a'),
      ]),
    ).toEqual([
      {
        workspace: 'root',
        files: ['root/01-chart-1.yaml'],
        wait: [
          { kind: 'Workspace', name: 'a', for: 'jsonpath={.status.phase}=Ready' },
          { kind: 'Workspace', name: 'b', for: 'jsonpath={.status.phase}=Ready' },
        ],
      },
      { workspace: 'root:a', files: ['root/a/02-chart-2.yaml'] },
    ]);
  });

  it.each([
    ['Workspace', 'jsonpath={.status.phase}=Ready'],
    ['APIExport', 'condition=IdentityValid'],
    ['APIBinding', 'jsonpath={.status.phase}=Bound'],
    ['CustomResourceDefinition', 'condition=Established'],
  ])('waits for %s as kubectl does', (kind, condition) => {
    expect(stepsOf([manifest(kind, 'x', 0)])[0]?.wait).toEqual([{ kind, name: 'x', for: condition }]);
  });

  it('names the files of a step in the order of their objects', () => {
    expect(stepsOf([manifest('B', 'b', 0), manifest('A', 'a', 0)], { layout: 'resource' })[0]?.files).toEqual([
      'root/b-b.yaml',
      'root/a-a.yaml',
    ]);
  });
});

describe.each<LayoutOptions>([{ layout: 'chart' }, { layout: 'resource' }])('kcp/apply-order.yml, %j', (options) => {
  const { files, steps, manifests } = platform(options);

  it('names every file of kcp once, and no other', () => {
    const written = [...files.keys()].filter(
      (file) => file.startsWith('kcp/') && file.endsWith('.yaml') && !file.endsWith('/kustomization.yaml'),
    );

    expect(steps.flatMap((step) => step.files.map((file) => `kcp/${file}`)).sort()).toEqual(written.sort());
  });

  it('finds the files of a step in the folder of its workspace', () => {
    for (const { workspace, files: named } of steps)
      for (const file of named) expect(file.replace(/\/[^/]+$/u, '')).toBe(workspace.replaceAll(':', '/'));
  });

  it('enters no workspace before it has waited for it', () => {
    const ready = new Set(['root']);
    for (const { workspace, wait = [] } of steps) {
      expect(ready).toContain(workspace);
      for (const { kind, name } of wait) if (kind === 'Workspace') ready.add(`${workspace}:${name}`);
    }
    expect(ready).toContain('root:orgs:a:b');
  });

  it('is itself no manifest that a folder is applied with', () => {
    expect([...files].filter(([path, text]) => path.endsWith('kustomization.yaml') && text.includes('apply-order'))).toEqual([]);
    expect(manifests.every(({ object }) => object.metadata.name !== 'apply-order')).toBe(true);
  });
});

it('is not there when nothing goes into kcp', () => {
  expect([...synthesize([manifest('ConfigMap', 'a', 0, 'runtime')]).keys()]).toEqual([
    'runtime/00-chart-0.yaml',
    'runtime/kustomization.yaml',
  ]);
});
