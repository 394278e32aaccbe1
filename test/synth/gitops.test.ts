import { matchesGlob } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { render, SOURCE_PLACEHOLDER } from '../../src/charts/index.js';
import { readYamlDocuments, toValue } from '../../src/gotemplate/index.js';
import { defineBlueprint, loadBlueprint, type Blueprint, type RuntimeValues, type Technology } from '../../src/profile/index.js';
import type { Settings } from '../../src/settings.js';
import { stepsLeftOut, synthesize, type Files, type GitOps, type Layout } from '../../src/synth/index.js';

interface Options {
  readonly settings?: Settings;
  readonly folder?: Partial<GitOps['folder']>;
  readonly layout?: Layout;
  readonly runtimeValues?: RuntimeValues;
  /** @default - the quickstart */
  readonly given?: { readonly blueprint: Blueprint };
}

function filesOf(tool: GitOps['tool'], { settings = {}, folder = {}, layout = 'chart', runtimeValues = {}, given }: Options = {}): Files {
  const { blueprint } = given ?? loadBlueprint({ files: ['examples/quickstart'], settings });
  const { manifests, unresolved } = render(blueprint, runtimeValues, { isInGit: tool === 'flux' });
  return synthesize(manifests, {
    layout,
    unresolved,
    gitOps: { tool, blueprint, folder: { repository: 'https://git.example.com/team/mesh.git', path: 'deploy', ...folder } },
  });
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
}

function objects(files: Files, path: string): readonly Manifest[] {
  return readYamlDocuments(files.get(path) ?? '').map(({ root }) => toValue(root) as Manifest);
}

function named(files: Files, path: string, name: string): Manifest['spec'] {
  return objects(files, path).find(({ metadata }) => metadata.name === name)?.spec ?? {};
}

/** The files that a kustomization leads to. */
function resources(files: Files, folder: string): readonly string[] {
  const [kustomization] = readYamlDocuments(files.get(`${folder}/kustomization.yaml`) ?? '').map(
    ({ root }) => toValue(root) as { resources: readonly string[] },
  );
  return (kustomization?.resources ?? []).map((path) => new URL(path, `file:///${folder}/`).pathname.slice(1));
}

describe('delivery by Flux', () => {
  const files = filesOf('flux');
  const steps = objects(files, 'gitops/flux.yaml').filter(
    ({ kind, metadata }) => kind === 'Kustomization' && metadata.name !== 'quickstart-gitops',
  );

  it('applies every file exactly once, and its own objects', () => {
    const applied = steps.flatMap(({ spec }) => resources(files, String(spec['path']).replace('./deploy/', '')));
    const written = [...files.keys()].filter(
      (path) => /^(infra|runtime|kcp)\//u.test(path) && path.endsWith('.yaml') && !path.endsWith('kustomization.yaml'),
    );
    expect([...applied].sort()).toEqual([...written].sort());
    expect(named(files, 'gitops/flux.yaml', 'quickstart-gitops')).toBeDefined();
    expect(resources(files, 'gitops')).toEqual(['gitops/flux.yaml']);
  });

  it('waits in kcp for the last step of which something has to be ready', () => {
    const dependencies = Object.fromEntries(
      steps.map(({ metadata, spec }) => [
        metadata.name.replace('quickstart-', ''),
        (spec['dependsOn'] as readonly { name: string }[] | undefined)?.map(({ name }) => name.replace('quickstart-', '')),
      ]),
    );
    expect(dependencies).toEqual({
      'infra-ocm-resources': undefined,
      'services-ocm-resources': undefined,
      'infra-components': undefined,
      services: undefined,
      'authorization-webhook': undefined,
      'kcp-first-types': undefined,
      'kcp-apis': ['kcp-first-types'],
      'kcp-bindings': ['kcp-apis'],
      'kcp-portal-pages': ['kcp-bindings'],
      'kcp-identity': ['kcp-bindings'],
      'kcp-workspace-types': ['kcp-bindings'],
      'kcp-workspaces': ['kcp-workspace-types'],
      'kcp-organizations-store': ['kcp-workspaces'],
      'kcp-providers': ['kcp-workspaces'],
      'kcp-webhooks': ['kcp-providers'],
    });
  });

  it('reaches each workspace by a kubeconfig of its own, and prunes nothing there', () => {
    const kcp = steps.filter(({ spec }) => String(spec['path']).includes('/kcp-'));
    expect(kcp.length).toBeGreaterThan(5);
    expect(named(files, 'gitops/flux.yaml', 'quickstart-kcp-bindings')).toMatchObject({
      prune: false,
      kubeConfig: { secretRef: { name: 'quickstart-kcp', key: 'root.platform-mesh-system' } },
    });
    expect(named(files, 'gitops/flux.yaml', 'quickstart-services')).toMatchObject({ prune: true });
  });

  it('fills placeholders in, but only where there are some, since Flux takes portal content for placeholders too', () => {
    const filled = steps.filter(({ spec }) => spec['postBuild'] !== undefined).map(({ metadata }) => metadata.name);
    expect(filled).toEqual(['quickstart-kcp-apis', 'quickstart-kcp-bindings', 'quickstart-kcp-workspace-types', 'quickstart-kcp-webhooks']);
    for (const { spec } of steps.filter(({ metadata }) => filled.includes(metadata.name))) {
      const text = resources(files, String(spec['path']).replace('./deploy/', ''))
        .map((path) => files.get(path) ?? '')
        .join('');
      expect(text.match(/\$\{(?![A-Z0-9_]+:=0\})/gu)).toBeNull();
      expect(text).not.toContain('$$');
    }
  });

  it('goes on when what the next step needs is ready', () => {
    expect(named(files, 'gitops/flux.yaml', 'quickstart-kcp-bindings')).toMatchObject({
      healthChecks: [
        { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIBinding', name: 'core.platform-mesh.io' },
        { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIBinding', name: 'system.platform-mesh.io' },
      ],
      healthCheckExprs: [
        { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIBinding', current: "has(status.phase) && status.phase == 'Bound'" },
      ],
    });
  });

  it('reaches a remote runtime, a branch, and a repository that wants credentials', () => {
    const remote = filesOf('flux', {
      settings: { remoteRuntime: { secretName: 'runtime', secretKey: 'config' } },
      folder: { branch: 'prod', path: '', secretName: 'git' },
    });
    expect(named(remote, 'gitops/flux.yaml', 'quickstart-services-ocm-resources')).toMatchObject({
      path: './gitops/steps/services-ocm-resources',
      kubeConfig: { secretRef: { name: 'runtime', key: 'config' } },
    });
    expect(named(remote, 'gitops/flux.yaml', 'quickstart-services')['kubeConfig']).toBeUndefined();
    expect(objects(remote, 'gitops/flux.yaml')[0]?.spec).toMatchObject({ ref: { branch: 'prod' }, secretRef: { name: 'git' } });
  });

  it('takes files of one object each', () => {
    const byObject = filesOf('flux', { layout: 'resource' });
    expect(resources(byObject, 'gitops/steps/kcp-bindings')).toEqual([
      'kcp/root/platform-mesh-system/apibinding-core.platform-mesh.io.yaml',
      'kcp/root/platform-mesh-system/apibinding-system.platform-mesh.io.yaml',
      'kcp/root/platform-mesh-system/apiexportendpointslice-core.platform-mesh.io.yaml',
    ]);
  });
});

const RUNTIME_VALUES: RuntimeValues = {
  identityHashes: { 'root:tenancy.kcp.io': '4f0c', 'root:platform-mesh-system:core.platform-mesh.io': '7748' },
  caBundles: { 'account-operator-webhook-server-cert': '', 'security-operator-ca-secret': '', 'domain-certificate': '' },
  audiences: { welcome: ['welcome'] },
};

describe('what OCM Resources decide about', () => {
  const image = (name: string, more: object = {}): { readonly annotations: Readonly<Record<string, string>> } => ({
    annotations: { repo: 'oci', artifact: 'image', for: name, ...more },
  });
  const platform = (deploymentTechnology: Technology): { readonly blueprint: Blueprint } =>
    defineBlueprint({
      name: 'quickstart',
      namespace: 'mesh',
      infra: { deploymentTechnology },
      components: {
        deploymentTechnology,
        services: {
          openfga: {
            suspend: true,
            imageResources: [image('openfga', { unsuspend: 'true' })],
            values: { image: { tag: 'profile' }, replicas: 1 },
          },
          portal: { imageResources: [image('portal')], values: { image: { tag: 'profile' } } },
          plain: {},
        },
      },
    });
  const found = (name: string): object => ({ version: '1.0.0', access: { imageReference: `ghcr.io/charts/${name}:1.0.0` } });
  const known: RuntimeValues = {
    ...RUNTIME_VALUES,
    ocmResources: {
      'openfga-chart': found('openfga'),
      'portal-chart': found('portal'),
      'plain-chart': found('plain'),
      'portal-image': { version: '2.0.0' },
    },
  };

  it.each([
    ['without', {}],
    ['with', known],
  ])('is not in Git for Flux %s values', (_, runtimeValues) => {
    const files = filesOf('flux', { given: platform('fluxcd'), runtimeValues });
    const text = [...files]
      .filter(([path]) => path.startsWith('infra/'))
      .map(([, each]) => each)
      .join('');

    expect(text).toContain('name: openfga-ocm-values\n    optional: false\n');
    expect(text).toContain('name: portal-ocm-values\n    optional: true\n');
    expect(text).toContain('replicas: 1\n');
    expect(text).not.toMatch(/suspend|tag:|kind: OCIRepository\nmetadata/u);
    expect([...files.keys()].filter((path) => /\d-sources\.yaml|steps\/sources/u.test(path))).toEqual([]);
  });

  it('is not taken back by the Application of a step', () => {
    const files = filesOf('argocd', { given: platform('fluxcd'), runtimeValues: known });
    const step = (name: string): unknown => named(files, 'gitops/applications/steps.yaml', `quickstart-${name}`)['ignoreDifferences'];

    expect(step('sources')).toEqual([
      { group: 'source.toolkit.fluxcd.io', kind: 'OCIRepository', jsonPointers: ['/spec/url', '/spec/ref/tag'] },
    ]);
    expect(step('services')).toEqual([
      {
        group: 'helm.toolkit.fluxcd.io',
        kind: 'HelmRelease',
        name: 'openfga',
        namespace: 'mesh',
        jsonPointers: ['/spec/values/image/tag', '/spec/suspend'],
      },
      { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease', name: 'portal', namespace: 'mesh', jsonPointers: ['/spec/values/image/tag'] },
    ]);
    expect(step('services-ocm-resources')).toEqual([
      { group: 'delivery.ocm.software', kind: 'Resource', jqPathExpressions: ['.spec.ocmConfig[]?.policy'] },
    ]);
    expect(named(files, 'gitops/applications/steps.yaml', 'quickstart-sources')).toMatchObject({
      syncPolicy: { automated: { prune: false } },
    });
  });

  it('is the source of Applications, and their values as a whole', () => {
    const files = filesOf('argocd', { given: platform('argocd'), runtimeValues: known });
    const source = ['/spec/source/repoURL', '/spec/source/targetRevision', '/spec/source/chart'];

    expect(named(files, 'gitops/applications/steps.yaml', 'quickstart-services')['ignoreDifferences']).toEqual([
      {
        group: 'argoproj.io',
        kind: 'Application',
        name: 'openfga',
        namespace: 'mesh',
        jsonPointers: [...source, '/spec/source/helm/values'],
      },
      {
        group: 'argoproj.io',
        kind: 'Application',
        name: 'portal',
        namespace: 'mesh',
        jsonPointers: [...source, '/spec/source/helm/values'],
      },
      { group: 'argoproj.io', kind: 'Application', name: 'plain', namespace: 'mesh', jsonPointers: source },
    ]);
    expect(
      [...files]
        .filter(([path]) => path.startsWith('infra/'))
        .map(([, text]) => text)
        .join(''),
    ).not.toContain(SOURCE_PLACEHOLDER);
  });

  it('leaves a step of Applications out as long as one of its sources is not known, and does not delete what it deployed before', () => {
    const steps = (runtimeValues: RuntimeValues): readonly Manifest[] =>
      objects(filesOf('argocd', { given: platform('argocd'), runtimeValues }), 'gitops/applications/steps.yaml');
    const others = Object.fromEntries(Object.entries(known.ocmResources ?? {}).filter(([name]) => name !== 'plain-chart'));

    expect(steps(known).find(({ metadata }) => metadata.name === 'quickstart-services')?.metadata.annotations).toMatchObject({
      'argocd.argoproj.io/sync-options': 'Prune=false',
    });
    expect(steps({ ...known, ocmResources: others }).map(({ metadata }) => metadata.name)).not.toContain('quickstart-services');
  });

  it('is listed where a step is left out', () => {
    const { blueprint } = platform('argocd');
    const { manifests, unresolved } = render(blueprint, { ocmResources: known.ocmResources! });
    const { steps, of } = stepsLeftOut(manifests, unresolved);

    expect(steps.filter(({ name }) => !name.startsWith('kcp-'))).toEqual([]);
    expect(steps.find(({ name }) => name === 'kcp-bindings')?.variables).toEqual(['IDENTITY_HASH_ROOT_TENANCY_KCP_IO']);
    expect(of).toBe(new Set(manifests.map(({ chart }) => chart)).size);
    expect(stepsLeftOut(render(blueprint).manifests, []).steps.map(({ name, unknownSources }) => [name, unknownSources])).toEqual([
      ['services', ['openfga', 'plain', 'portal']],
    ]);
  });
});

describe('delivery by Argo CD', () => {
  const files = filesOf('argocd', { runtimeValues: RUNTIME_VALUES });
  const path = 'gitops/applications/steps.yaml';

  it('is one Application of Applications, in waves', () => {
    expect(objects(files, 'gitops/argocd.yaml')).toMatchObject([
      { kind: 'Application', metadata: { name: 'quickstart-gitops' }, spec: { source: { path: 'deploy/gitops/applications' } } },
    ]);
    const waves = objects(files, path).map(({ metadata }) => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave']));
    expect(waves).toEqual(waves.map((_, index) => index));
  });

  it('takes every file exactly once', () => {
    const patterns = objects(files, path).map(({ spec }) => {
      const { source } = spec as { source: { path: string; directory: { include: string } } };
      return `${source.path.replace('deploy/', '')}/${source.directory.include}`;
    });
    const written = [...files.keys()].filter(
      (file) => /^(infra|runtime|kcp)\//u.test(file) && file.endsWith('.yaml') && !file.endsWith('kustomization.yaml'),
    );
    const taken = patterns.flatMap((pattern) => written.filter((file) => matchesGlob(file, pattern)));
    expect([...taken].sort()).toEqual([...written].sort());
  });

  it('finds the files of a step in a later commit, where they have other numbers', () => {
    const resolved = filesOf('argocd', {
      runtimeValues: {
        ...RUNTIME_VALUES,
        ocmResources: { 'portal-chart': { version: '0.1.0', access: { helmRepository: 'https://charts' } } },
      },
    });
    const file = (all: Files): string => [...all.keys()].find((name) => name.endsWith('-kcp-first-types.yaml'))!;
    const sourceIn = (all: Files): unknown => (named(all, path, 'quickstart-kcp-first-types') as { readonly source?: unknown }).source;

    expect(file(resolved)).not.toBe(file(files));
    expect(sourceIn(resolved)).toEqual(sourceIn(files));
  });

  it('asks kcp what differs, which publishes no OpenAPI version 2 of its kinds', () => {
    const options = objects(files, path).map(({ metadata: { name, annotations = {} } }) => [
      name.includes('-kcp-'),
      annotations['argocd.argoproj.io/compare-options'],
    ]);
    expect(options).toEqual(
      options.map(([inKcp]) => [inKcp, inKcp === true ? 'ServerSideDiff=true,IncludeMutationWebhook=true' : undefined]),
    );
  });

  it('does not take a default that the API server adds for a difference', () => {
    expect(named(files, path, 'quickstart-services-ocm-resources')).toMatchObject({
      ignoreDifferences: [{ group: 'delivery.ocm.software', kind: 'Resource', jqPathExpressions: ['.spec.ocmConfig[]?.policy'] }],
    });
  });

  it('knows a cluster for each workspace, and prunes nothing there', () => {
    expect(named(files, path, 'quickstart-kcp-bindings')).toMatchObject({
      destination: { name: 'quickstart-kcp-root.platform-mesh-system' },
      syncPolicy: { automated: { prune: false } },
    });
    expect(named(files, path, 'quickstart-services')).toMatchObject({
      destination: { server: 'https://kubernetes.default.svc' },
      syncPolicy: { automated: { prune: true } },
    });
  });

  it('leaves out what holds placeholders, which Argo CD would apply as they are', () => {
    const names = objects(filesOf('argocd'), path).map(({ metadata }) => metadata.name);
    expect(names).toContain('quickstart-kcp-first-types');
    expect(names).not.toContain('quickstart-kcp-bindings');
  });

  it('names several files by one pattern', () => {
    expect(named(filesOf('argocd', { layout: 'resource', runtimeValues: RUNTIME_VALUES }), path, 'quickstart-kcp-bindings')).toMatchObject({
      source: {
        directory: {
          include:
            '{apibinding-core.platform-mesh.io.yaml,apibinding-system.platform-mesh.io.yaml,' +
            'apiexportendpointslice-core.platform-mesh.io.yaml}',
        },
      },
    });
  });
});
