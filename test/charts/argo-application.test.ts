import { describe, expect, it } from '@jest/globals';
import { ARGO_PROJECT, SOURCE_PLACEHOLDER } from '../../src/charts/index.js';
import { parseYaml } from '../../src/gotemplate/yaml/index.js';
import { manifestsOfBlueprint, NAMESPACE, objectOf, SERVER, specOf, type GivenComponent } from './blueprint-of.js';

const application = (given: Partial<GivenComponent> = {}, more = {}): ReturnType<typeof objectOf> =>
  objectOf({ components: [{ name: 'portal', technology: 'argocd', ...given }], ...more }, 'Application', 'portal');

describe('an Application', () => {
  it('is what the reference makes of a service with nothing set', () => {
    expect(application({ release: { wave: 1, syncOptions: ['CreateNamespace=true', 'RespectIgnoreDifferences=true'] } })).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        annotations: { 'argocd.argoproj.io/sync-wave': '1' },
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
        labels: { 'core.platform-mesh.io/operator-created': 'true' },
        name: 'portal',
        namespace: NAMESPACE,
      },
      spec: {
        destination: { namespace: NAMESPACE, server: SERVER },
        project: ARGO_PROJECT,
        source: { chart: 'portal', repoURL: SOURCE_PLACEHOLDER, targetRevision: SOURCE_PLACEHOLDER },
        syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['CreateNamespace=true', 'RespectIgnoreDifferences=true'] },
      },
    });
  });

  const remote = { repoURL: 'https://charts.example.com', revision: '1.10' };
  const found = { repoURL: 'https://charts.example.com', targetRevision: '1.10' };
  it.each([
    [{ kind: 'oci', chart: 'portal', ...remote } as const, { chart: 'portal', ...found }],
    [{ kind: 'helm', chart: 'the-chart', ...remote } as const, { chart: 'the-chart', ...found }],
    [{ kind: 'git', path: 'charts/x', ...remote } as const, { path: 'charts/x', ...found }],
    [{ kind: 'kustomization', path: './crd', ...remote } as const, { path: './crd', ...found }],
    [{ kind: 'kustomization' } as const, { path: SOURCE_PLACEHOLDER, repoURL: SOURCE_PLACEHOLDER, targetRevision: SOURCE_PLACEHOLDER }],
  ])('deploys from %j', (source, expected) => {
    expect(specOf(application({ source }), 'source')).toEqual(expected);
  });

  it.each([
    ['no values', {}, undefined],
    ['empty values', { values: {} }, undefined],
    ['skipCrds, off', { skipCrds: false }, undefined],
    ['skipCrds', { skipCrds: true }, { skipCrds: true }],
    ['empty values with skipCrds', { values: {}, skipCrds: true }, { skipCrds: true }],
    ['values', { values: { b: 1, a: null } }, { values: 'a: null\nb: 1\n' }],
  ])('has the helm block of %s', (_, release, expected) => {
    expect(specOf(application({ release }), 'source.helm')).toEqual(expected);
  });

  it('gives a Git source neither values nor options, as the reference does', () => {
    expect(
      specOf(application({ source: { kind: 'git', path: 'x' }, release: { values: { a: 1 }, skipCrds: true } }), 'source.helm'),
    ).toBeUndefined();
  });

  it('keeps nulls and empty collections within values', () => {
    const values = { nothing: null, emptyMap: {}, emptyList: [], list: [null, {}] };

    expect(parseYaml(String(specOf(application({ release: { values } }), 'source.helm.values')))).toEqual(values);
  });

  it.each([0, 1, -5, 30])('says its sync wave %d as text', (wave) => {
    expect(application({ release: { wave } }).metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-wave': String(wave) });
  });

  it('takes over ignoreDifferences, syncOptions and the destination', () => {
    const ignoreDifferences = [
      { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'], jqPathExpressions: ['.a'], managedFieldsManagers: ['m'] },
    ];
    const object = application({
      release: { ignoreDifferences, syncOptions: [], destinationServer: 'https://remote:6443', targetNamespace: 'observability' },
    });

    expect(specOf(object, 'ignoreDifferences')).toEqual(ignoreDifferences);
    expect(specOf(object, 'syncPolicy.syncOptions')).toEqual([]);
    expect(specOf(object, 'destination')).toEqual({ server: 'https://remote:6443', namespace: 'observability' });
  });

  it('is not changed by a remote runtime, which Argo CD reaches by its destination', () => {
    expect(application({}, { settings: { remoteRuntime: { secretName: 's', secretKey: 'k' } } })).toEqual(application());
  });

  // A generated class writes known fields only, and does so after our patch. Patch 3 of the review.
  it('keeps a field of ignoreDifferences that the schema does not know', () => {
    const ignoreDifferences = [{ kind: 'Deployment', fieldOfTomorrow: true }];

    expect(specOf(application({ release: { ignoreDifferences } }), 'ignoreDifferences')).toEqual(ignoreDifferences);
  });
});

describe('the AppProject', () => {
  it('is what the reference makes', () => {
    const { spec, ...rest } = objectOf({ argoProject: { destinationServer: 'https://remote:6443' } }, 'AppProject', ARGO_PROJECT);

    expect(rest).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { labels: { 'core.platform-mesh.io/operator-created': 'true' }, name: 'platform-mesh-runtime', namespace: 'argocd' },
    });
    expect(spec).toEqual({
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      description: expect.any(String),
      destinations: [NAMESPACE, 'kube-system', 'etcd-druid-system'].map((namespace) => ({ namespace, server: 'https://remote:6443' })),
      sourceNamespaces: [NAMESPACE],
      sourceRepos: ['*'],
    });
  });

  it('is there only when Argo CD delivers the infra components', () => {
    expect(manifestsOfBlueprint({ components: [{ name: 'portal', technology: 'argocd' }] }).map(({ object }) => object.kind)).not.toContain(
      'AppProject',
    );
  });
});
