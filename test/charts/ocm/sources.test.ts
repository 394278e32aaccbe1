import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import type { ResolvedResource } from '../../../src/profile/index.js';
import { chartOf, manifestsOfBlueprint, NAMESPACE, objectOf, ocmResource, specOf, type GivenComponent } from '../blueprint-of.js';

const REGISTRY: ResolvedResource = {
  version: '0.5.1',
  access: { imageReference: `ghcr.io/platform-mesh/helm-charts/portal:0.5.1@sha256:${'a'.repeat(64)}` },
};
const GIT: ResolvedResource = { version: 'v1', access: { repoUrl: 'https://git.example.com/a/b', commit: 'abc123' } };
const HELM: ResolvedResource = { version: '1.2.3', access: { helmRepository: 'https://charts.example.com' } };

/** The Flux sources of a portal whose chart was found so. */
function sources(
  resolved: ResolvedResource | undefined,
  annotations: Readonly<Record<string, string>> = {},
  component: Partial<GivenComponent> = {},
): readonly KubernetesObject[] {
  const given = {
    components: [{ name: 'portal', ocm: { chart: chartOf('portal', annotations), images: [] }, ...component }],
    runtimeValues: { ocmResources: resolved ? { 'portal-chart': resolved } : {} },
  };
  return manifestsOfBlueprint(given)
    .filter(({ chart }) => chart === 'sources')
    .map(({ object }) => object);
}

describe('a Flux source', () => {
  it('is an OCIRepository with the version of the Resource, whatever the tag of the reference', () => {
    expect(sources({ ...REGISTRY, version: '0.5.2' })).toEqual([
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'OCIRepository',
        metadata: { name: 'portal', namespace: NAMESPACE },
        spec: {
          url: 'oci://ghcr.io/platform-mesh/helm-charts/portal',
          ref: { tag: '0.5.2' },
          provider: 'generic',
          interval: '1m0s',
          layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
        },
      },
    ]);
  });

  it('is a GitRepository at a commit', () => {
    expect(sources(GIT, { repo: 'git' })).toEqual([
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        metadata: { name: 'portal', namespace: NAMESPACE },
        spec: { url: 'https://git.example.com/a/b', ref: { commit: 'abc123' }, interval: '1m0s', timeout: '5m' },
      },
    ]);
  });

  it('is a HelmRepository', () => {
    expect(sources(HELM, { repo: 'helm' })).toEqual([
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'HelmRepository',
        metadata: { name: 'portal', namespace: NAMESPACE },
        spec: { url: 'https://charts.example.com', provider: 'generic', interval: '5m' },
      },
    ]);
  });

  const helm: Partial<GivenComponent> = { source: { kind: 'helm', chart: 'portal' } };
  it.each<[string, ResolvedResource | undefined, Readonly<Record<string, string>>, Partial<GivenComponent>, readonly string[]]>([
    ['nothing that is resolved', undefined, {}, {}, []],
    ['no version', { access: REGISTRY.access! }, {}, {}, []],
    ['no access', { version: '1' }, {}, {}, []],
    ['a reference that is none', { version: '1', access: { imageReference: 'ghcr.io/Upper:1' } }, {}, {}, []],
    ['a repository of Git without a commit', { access: { repoUrl: 'https://git.example.com/a' } }, { repo: 'git' }, {}, []],
    ['a Git repository for the label oci', GIT, {}, {}, []],
    ['another repo', REGISTRY, { repo: 's3' }, {}, []],
    ['another artifact', REGISTRY, { artifact: 'blob' }, {}, []],
    ['an image', REGISTRY, { artifact: 'image' }, {}, []],
    ['a Helm repository without a version, and a release that would take the newest', { access: HELM.access! }, { repo: 'helm' }, helm, []],
    ['the same without a release', { access: HELM.access! }, { repo: 'helm' }, { release: 'none' }, ['HelmRepository']],
    ['a Helm repository whose annotation was forgotten', HELM, {}, helm, ['HelmRepository']],
    ['a registry for a release from a Helm repository', REGISTRY, {}, helm, ['OCIRepository']],
    ['no release', REGISTRY, {}, { release: 'none' }, ['OCIRepository']],
    ['Argo CD', REGISTRY, {}, { technology: 'argocd' }, []],
  ])('is made from %s', (_, resolved, annotations, component, kinds) => {
    expect(sources(resolved, annotations, component).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is called as the Resource without its ending, also where the chart is for another release', () => {
    expect(sources(REGISTRY, { for: 'other/thing' }).map(({ metadata }) => metadata.name)).toEqual(['portal']);
  });

  it('comes after the OCM Resources and before the releases', () => {
    const manifests = manifestsOfBlueprint({
      components: [{ name: 'portal', ocm: { chart: chartOf('portal'), images: [] } }],
      runtimeValues: { ocmResources: { 'portal-chart': REGISTRY } },
    });

    expect(manifests.slice(0, 3).map(({ target, chart, object }) => `${target} ${chart} ${object.kind}`)).toEqual([
      'runtime services-ocm-resources Resource',
      'infra sources OCIRepository',
      'infra services HelmRelease',
    ]);
  });

  it('feeds a Kustomization too', () => {
    const chart = ocmResource('gateway-api', { labels: { artifact: 'chart', repo: 'git' } });
    const given = {
      components: [{ name: 'gateway-api', source: { kind: 'kustomization', path: './crd' } as const, ocm: { chart, images: [] } }],
      runtimeValues: { ocmResources: { 'gateway-api': GIT } },
    };

    expect(specOf(objectOf(given, 'GitRepository', 'gateway-api'), 'ref')).toEqual({ commit: 'abc123' });
    expect(specOf(objectOf(given, 'Kustomization', 'gateway-api'), 'sourceRef')).toEqual({ kind: 'GitRepository', name: 'gateway-api' });
  });
});

describe('the version of a chart in a Helm repository', () => {
  const version = (
    resolved: ResolvedResource,
    annotations: Readonly<Record<string, string>>,
    component: Partial<GivenComponent> = helmChart,
  ): unknown =>
    specOf(
      objectOf(
        {
          components: [{ name: 'portal', ocm: { chart: chartOf('portal', annotations), images: [] }, ...component }],
          runtimeValues: { ocmResources: { 'portal-chart': resolved } },
        },
        'HelmRelease',
        'portal',
      ),
      'chart.spec.version',
    );
  const helmChart: Partial<GivenComponent> = { source: { kind: 'helm', chart: 'portal' } };

  it('stands in the release', () => {
    expect(version(HELM, { repo: 'helm' })).toBe('1.2.3');
    expect(version(HELM, {})).toBe('1.2.3');
  });

  it('is left out where it is not known, and where the source is one version', () => {
    expect(version({ access: HELM.access! }, { repo: 'helm' })).toBeUndefined();
    expect(version(REGISTRY, {})).toBeUndefined();
    expect(version(GIT, { repo: 'git' }, { source: { kind: 'git', path: 'charts/portal' } })).toBeUndefined();
  });

  it('comes from the Resource that names the release with for', () => {
    const given = {
      components: [
        { name: 'next', release: 'none' as const, ocm: { chart: chartOf('next', { repo: 'helm', for: 'portal' }), images: [] } },
        {
          name: 'portal',
          source: { kind: 'helm', chart: 'portal' } as const,
          ocm: { chart: chartOf('portal', { repo: 'helm' }), images: [] },
        },
      ],
      runtimeValues: { ocmResources: { 'portal-chart': HELM, 'next-chart': { ...HELM, version: '2.0.0' } } },
    };

    expect(specOf(objectOf(given, 'HelmRelease', 'portal'), 'chart.spec.version')).toBe('2.0.0');
  });
});

describe('the source of an Application', () => {
  const source = (
    resolved: ResolvedResource | undefined,
    component: Partial<GivenComponent> = {},
    annotations: Readonly<Record<string, string>> = {},
  ): unknown =>
    specOf(
      objectOf(
        {
          components: [{ name: 'portal', technology: 'argocd', ocm: { chart: chartOf('portal', annotations), images: [] }, ...component }],
          runtimeValues: { ocmResources: resolved ? { 'portal-chart': resolved } : {} },
        },
        'Application',
        'portal',
      ),
      'source',
    );

  it.each<[string, ResolvedResource, object]>([
    ['a Helm repository', HELM, { repoURL: 'https://charts.example.com', targetRevision: '1.2.3', chart: 'portal' }],
    ['a registry', REGISTRY, { repoURL: 'ghcr.io/platform-mesh/helm-charts', targetRevision: '0.5.1', chart: 'portal' }],
    [
      'a registry with a port',
      { version: '1', access: { imageReference: 'oci://localhost:5000/charts/portal:1' } },
      { repoURL: 'localhost:5000/charts', targetRevision: '1', chart: 'portal' },
    ],
    [
      'a registry where the chart has another name',
      { version: '1', access: { imageReference: 'registry/ui:1' } },
      { repoURL: 'registry', targetRevision: '1', chart: 'ui' },
    ],
    ['a Git repository, whose revision may be a commit', GIT, { repoURL: 'https://git.example.com/a/b', targetRevision: 'v1', path: '.' }],
    [
      'several of them',
      {
        version: '1',
        access: { helmRepository: 'https://h.example.com', repoUrl: 'https://git.example.com', imageReference: 'ghcr.io/a/b' },
      },
      { repoURL: 'https://h.example.com', targetRevision: '1', chart: 'portal' },
    ],
  ])('is %s', (_, resolved, expected) => {
    expect(source(resolved)).toEqual(expected);
  });

  it.each<[ResolvedResource, string]>([
    [{ version: 'v1', componentVersion: '0.4.0', access: { repoUrl: 'r', commit: 'c', ref: 'refs/tags/v1' } }, 'refs/tags/v1'],
    [{ version: 'v1', componentVersion: '0.4.0', access: { repoUrl: 'r', commit: 'c' } }, '0.4.0'],
    [{ version: 'v1', access: { repoUrl: 'r', commit: 'c' } }, 'v1'],
    [{ access: { repoUrl: 'r', commit: 'c' } }, 'c'],
  ])('has the first revision that OCM names for %j: %s', (resolved, targetRevision) => {
    expect(source(resolved, { source: { kind: 'git', path: 'charts/portal' } })).toEqual({
      repoURL: 'r',
      targetRevision,
      path: 'charts/portal',
    });
  });

  it('wins over what the profile says, and over its defaults', () => {
    expect(source(REGISTRY, { source: { kind: 'oci', chart: 'portal', repoURL: 'oci.example.com', revision: '3' } })).toMatchObject({
      repoURL: 'ghcr.io/platform-mesh/helm-charts',
      targetRevision: '0.5.1',
    });
    expect(source(HELM, { source: { kind: 'helm', chart: 'the-chart', repoURL: 'https://charts.example.org', revision: '*' } })).toEqual({
      repoURL: 'https://charts.example.com',
      targetRevision: '1.2.3',
      chart: 'the-chart',
    });
  });

  it('stays as the profile says where OCM found nothing', () => {
    const given = { source: { kind: 'oci', chart: 'portal', repoURL: 'oci.example.com', revision: '3' } } as const;

    expect(source(undefined, given)).toEqual({ repoURL: 'oci.example.com', targetRevision: '3', chart: 'portal' });
    expect(source(REGISTRY, given, { artifact: 'image' })).toEqual({ repoURL: 'oci.example.com', targetRevision: '3', chart: 'portal' });
  });

  it('has the path of the profile, and the root of the repository without one', () => {
    expect(source(GIT, { source: { kind: 'kustomization', path: './crd' } })).toEqual({
      repoURL: 'https://git.example.com/a/b',
      targetRevision: 'v1',
      path: './crd',
    });
    expect(source(GIT, { source: { kind: 'kustomization' } })).toEqual({
      repoURL: 'https://git.example.com/a/b',
      targetRevision: 'v1',
      path: '.',
    });
  });

  it('is a chart where OCM found one in place of a folder', () => {
    expect(source(REGISTRY, { source: { kind: 'kustomization' } })).toEqual({
      repoURL: 'ghcr.io/platform-mesh/helm-charts',
      targetRevision: '0.5.1',
      chart: 'portal',
    });
    expect(source(HELM, { source: { kind: 'git', path: 'charts/portal' } })).toEqual({
      repoURL: 'https://charts.example.com',
      targetRevision: '1.2.3',
      chart: 'portal',
    });
  });

  it('does not look at repo', () => {
    expect(source(REGISTRY, {}, { repo: 'git' })).toMatchObject({ repoURL: 'ghcr.io/platform-mesh/helm-charts' });
  });
});
