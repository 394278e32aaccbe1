import { describe, expect, it } from '@jest/globals';
import { graphOf, type ComponentNode, type Graph } from '../../../src/graph/index.js';
import { loadBlueprint, type Component } from '../../../src/profile/index.js';
import { blueprintOf, manifestsOfBlueprint, ocmResource, type GivenBlueprint } from '../../charts/blueprint-of.js';
import { fromBlueprint, platformOf } from '../platform-of.js';

function graph(given: GivenBlueprint): Graph {
  return graphOf(blueprintOf(given), manifestsOfBlueprint(given));
}

function component(of: Graph, name: string): ComponentNode {
  const found = of.components.find((node) => node.name === name);
  if (!found) throw new Error(`no component ${name}`);
  return found;
}

function waves(of: Graph): Readonly<Record<string, number | undefined>> {
  return Object.fromEntries(of.components.map(({ name, wave }) => [name, wave]));
}

describe('graphOf', () => {
  it('shows the quickstart', () => {
    const { graph: quickstart } = fromBlueprint(loadBlueprint({ files: ['examples/quickstart'] }).blueprint);

    expect(quickstart.instance).toEqual({ name: 'quickstart', namespace: 'platform-mesh-system', domain: 'portal.localhost:8443' });
    expect(component(quickstart, 'portal')).toEqual({
      id: 'component/portal',
      kind: 'component',
      name: 'portal',
      key: 'portal',
      section: 'services',
      technology: 'fluxcd',
      source: 'OCM platform-mesh/portal/chart',
      sourceKind: 'oci',
      target: 'infra',
      namespace: 'platform-mesh-system',
      wave: 4,
      suspended: false,
      hasRelease: true,
      manifests: [
        {
          target: 'infra',
          apiVersion: 'helm.toolkit.fluxcd.io/v2',
          kind: 'HelmRelease',
          namespace: 'platform-mesh-system',
          name: 'portal',
        },
        {
          target: 'runtime',
          apiVersion: 'delivery.ocm.software/v1alpha1',
          kind: 'Resource',
          namespace: 'platform-mesh-system',
          name: 'portal-chart',
        },
        {
          target: 'runtime',
          apiVersion: 'delivery.ocm.software/v1alpha1',
          kind: 'Resource',
          namespace: 'platform-mesh-system',
          name: 'portal-image',
        },
      ],
    });
    expect(quickstart.targets[0]).toEqual({
      id: 'infra',
      title: 'Infra cluster',
      note: 'where Flux runs',
      kinds: [{ kind: 'HelmRelease', count: 6 }],
    });
    expect(quickstart.targets[1]).toMatchObject({ id: 'runtime', title: 'Runtime cluster', note: 'the same cluster here' });
    expect(quickstart.targets[1]?.kinds[0]).toEqual({ kind: 'Resource', count: 12 });
  });

  it('leaves no manifest out and names none twice', () => {
    const { graph: of, manifests } = fromBlueprint(loadBlueprint({ files: ['examples/argocd'] }).blueprint);
    const shown = [...of.components.flatMap((node) => node.manifests), ...of.others];

    expect(shown.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(
      manifests.map(({ object }) => `${object.kind} ${object.metadata.name}`).sort(),
    );
    expect(of.others.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['AppProject', 'Issuer', 'Certificate']));
    expect(of.others.map(({ kind }) => kind)).not.toContain('Application');
  });

  it('cannot be changed', () => {
    const of = graph({ components: [{ name: 'portal' }] });

    expect(Object.isFrozen(of) && Object.isFrozen(of.components) && Object.isFrozen(of.components[0]?.manifests[0])).toBe(true);
  });

  it('knows targets that are neither infra nor runtime', () => {
    const object = { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIExport', metadata: { name: 'core' } };
    const of = graphOf(blueprintOf({}), [{ target: 'kcp/root:orgs', object, chart: 'orgs', order: 0 }]);

    expect(of.targets).toEqual([
      { id: 'kcp/root:orgs', title: 'root:orgs', note: 'kcp workspace', kinds: [{ kind: 'APIExport', count: 1 }] },
    ]);
    expect(of.others).toEqual([{ target: 'kcp/root:orgs', apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIExport', name: 'core' }]);
  });

  it('says how a remote runtime is reached', () => {
    const of = graph({
      components: [{ name: 'portal', ocm: { images: [], chart: ocmResource('portal-chart') } }],
      settings: { remoteRuntime: { secretName: 'runtime-kubeconfig', secretKey: 'kubeconfig' } },
    });

    expect(of.targets.find(({ id }) => id === 'runtime')?.note).toBe('reached through the Secret runtime-kubeconfig');
  });
});

describe('waves', () => {
  it('are the longest way through dependsOn for Flux, services after infra', () => {
    const infra = { section: 'infra' } as const;
    const of = graph({
      components: [
        { name: 'crds', ...infra },
        { name: 'proxy', ...infra, release: { dependsOn: [{ name: 'crds' }] } },
        { name: 'a' },
        { name: 'b', release: { dependsOn: [{ name: 'a' }] } },
        { name: 'c', release: { dependsOn: [{ name: 'a' }, { name: 'b' }, { name: 'crds' }] } },
      ],
    });

    expect(waves(of)).toEqual({ crds: 0, proxy: 1, a: 2, b: 3, c: 4 });
  });

  it('are the sync waves for Argo CD', () => {
    const argo = { technology: 'argocd' } as const;

    expect(
      waves(
        graph({
          components: [
            { name: 'a', ...argo, release: { wave: -2 } },
            { name: 'b', ...argo, release: { wave: 7 } },
          ],
        }),
      ),
    ).toEqual({ a: -2, b: 7 });
  });

  it('of Flux services come after those of infra components that Argo CD delivers', () => {
    expect(
      waves(graph({ components: [{ name: 'i', section: 'infra', technology: 'argocd', release: { wave: 3 } }, { name: 's' }] })),
    ).toEqual({ i: 3, s: 4 });
  });

  it('do not exist for what has no release', () => {
    const of = graph({ components: [{ name: 'images', release: 'none', ocm: { images: [ocmResource('images-image')] } }] });

    expect(component(of, 'images')).toMatchObject({ hasRelease: false, target: 'runtime' });
    expect(component(of, 'images')).not.toHaveProperty('wave');
  });

  it('are found for a chain of 5,000 and for a cycle', () => {
    const chain = Array.from({ length: 5000 }, (_, index) => ({
      name: `c${index}`,
      release: { dependsOn: index === 0 ? [] : [{ name: `c${index - 1}` }] },
    }));
    const cycle = [
      { name: 'a', release: { dependsOn: [{ name: 'b' }] } },
      { name: 'b', release: { dependsOn: [{ name: 'a' }] } },
    ];

    expect(waves(graphOf(blueprintOf({ components: chain }), []))['c4999']).toBe(4999);
    expect(waves(graphOf(blueprintOf({ components: cycle }), []))).toEqual({ a: 0, b: 0 });
  });
});

describe('edges', () => {
  it('lead from a release to what it waits for, within the platform and outside', () => {
    const of = graph({
      components: [{ name: 'a' }, { name: 'b', release: { dependsOn: [{ name: 'a' }, { name: 'prometheus', namespace: 'monitoring' }] } }],
    });

    expect(of.externals).toEqual([
      { id: 'external/monitoring/prometheus', kind: 'external', name: 'prometheus', namespace: 'monitoring', missing: false },
    ]);
    expect(of.edges).toEqual([
      { kind: 'dependsOn', from: 'component/b', to: 'component/a', effect: 'waits' },
      { kind: 'dependsOn', from: 'component/b', to: 'external/monitoring/prometheus', effect: 'waits' },
    ]);
  });

  it('tell where Flux waits for ever', () => {
    const { graph: of } = platformOf({
      infra: ['gatewayApi'],
      services: `
    unused: {enabled: false}
    images: {enabled: true, skipHelmRelease: true}
    portal: {enabled: true, dependsOn: [unused, images, gateway-api]}`,
    });

    expect(of.externals.map(({ id, missing }) => [id, missing])).toEqual([
      ['external/platform-mesh-system/unused', true],
      ['external/platform-mesh-system/images', true],
    ]);
    expect(of.edges.filter(({ kind }) => kind === 'dependsOn')).toMatchObject([
      { effect: 'stuck' },
      { effect: 'stuck' },
      { to: 'component/gateway-api', effect: 'stuck' },
    ]);
  });

  it('tell where the waves of Argo CD do not order', () => {
    const argo = { technology: 'argocd' } as const;
    const of = graph({
      components: [
        { name: 'a', ...argo, release: { wave: 1 } },
        { name: 'b', ...argo, release: { wave: 1, dependsOn: [{ name: 'a' }] } },
        { name: 'c', ...argo, release: { wave: 2, dependsOn: [{ name: 'a' }] } },
      ],
    });

    expect(of.edges).toMatchObject([
      { from: 'component/b', effect: 'unordered' },
      { from: 'component/c', effect: 'waits' },
    ]);
  });

  it('are not doubled by a dependency that is named twice', () => {
    expect(
      graph({
        components: [{ name: 'a' }, { name: 'b', release: { dependsOn: [{ name: 'a' }, { name: 'a', namespace: 'mesh-system' }] } }],
      }).edges,
    ).toHaveLength(1);
  });

  it('lead from an image to the release that its tag is for', () => {
    const image = ocmResource('sidecar-image', {
      resource: 'image',
      annotations: { for: 'mesh-system/portal', path: 'sidecar.tag' },
      labels: { path: 'ignored' },
    });
    const of = graph({
      components: [{ name: 'portal' }, { name: 'sidecar', release: 'none', ocm: { chart: ocmResource('sidecar-chart'), images: [image] } }],
    });

    expect(of.resources[1]).toEqual({
      id: 'resource/sidecar-image',
      kind: 'resource',
      name: 'sidecar-image',
      artifact: 'image',
      component: 'platform-mesh',
      referencePath: ['portal'],
      resource: 'image',
      tagPath: 'sidecar.tag',
      target: 'runtime',
    });
    expect(of.edges).toEqual([
      { kind: 'feeds', from: 'resource/sidecar-chart', to: 'component/sidecar' },
      { kind: 'feeds', from: 'resource/sidecar-image', to: 'component/portal' },
    ]);
  });
});

describe('the chart source', () => {
  const given = (source: Component['source'], more: Partial<Pick<Component, 'technology' | 'ocm'>> = {}): string =>
    component(graph({ components: [{ name: 'portal', source, ...more }] }), 'portal').source;

  it('is the OCM Resource unless Argo CD is told another one', () => {
    const ocm = { chart: ocmResource('portal-chart', { referencePath: [{ name: 'portal' }, { name: 'chart' }] }), images: [] };

    expect(given({ kind: 'oci', chart: 'portal', repoURL: 'ghcr.io/charts', revision: '1.2.3' }, { ocm })).toBe(
      'OCM platform-mesh/portal/chart',
    );
    expect(given({ kind: 'oci', chart: 'portal', repoURL: 'ghcr.io/charts', revision: '1.2.3' }, { ocm, technology: 'argocd' })).toBe(
      'ghcr.io/charts portal 1.2.3',
    );
    expect(given({ kind: 'kustomization' }, { ocm, technology: 'argocd' })).toBe('OCM platform-mesh/portal/chart');
    expect(given({ kind: 'git', path: 'deploy' })).toBe('deploy');
  });
});
