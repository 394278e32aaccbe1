import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { type Delivery, deliveryReadiness } from '../../../src/readiness/index.js';
import { among, change, desired, foreign, object, ours, words } from './objects.ts';

const judge = (delivery: Delivery, ...objects: readonly KubernetesObject[]): string =>
  words(deliveryReadiness(delivery, { find: among(objects) }));

const READY = (generation: number): string => `observedGeneration: ${generation}
  conditions: [{type: Ready, status: "True", reason: Succeeded, observedGeneration: ${generation}}]`;

const CHART = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmChart', namespace: 'mesh', name: 'mesh-keycloak' };

describe('a HelmRelease with a chart of a Helm repository', () => {
  const repository = object(`
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: keycloak, namespace: mesh, generation: 1}
spec: {url: "https://charts.example.com", provider: generic, interval: 5m}
status:
  ${READY(1)}
  artifact: {revision: "sha256:1111"}
`);
  const chart = (version: string): KubernetesObject =>
    object(`
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmChart
metadata: {name: mesh-keycloak, namespace: mesh, generation: 2}
spec: {chart: keycloak, version: 25.2.3, sourceRef: {kind: HelmRepository, name: keycloak}}
status:
  ${READY(2)}
  observedSourceArtifactRevision: "sha256:0000"
  artifact: {revision: ${version}}
`);
  const release = (version: string, tried = version): KubernetesObject =>
    object(`
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: keycloak, namespace: mesh, generation: 2}
spec:
  chart: {spec: {chart: keycloak, version: 25.2.3, sourceRef: {kind: HelmRepository, name: keycloak}}}
status:
  ${READY(2)}
  lastAttemptedRevision: ${tried}
  history: [{chartName: keycloak, chartVersion: ${version}, status: deployed}]
`);
  const delivery: Delivery = {
    resources: [],
    source: ours('infra', desired(repository)),
    chart: foreign('infra', CHART),
    release: ours('infra', desired(release('25.2.3'))),
  };

  it('is ready when the version that the spec names runs, whatever else the index of the repository holds by now', () => {
    expect(judge(delivery, repository, chart('25.2.3'), release('25.2.3'))).toBe('ready');
  });

  it.each<readonly [string, readonly KubernetesObject[], string]>([
    [
      'the chart is of the version before',
      [repository, change(chart('25.2.2'), 'metadata: {generation: 3}'), release('25.2.2')],
      'progressing HelmChart mesh-keycloak NotObserved',
    ],
    [
      'helm-controller has not written the HelmChart for the new version',
      [repository, change(chart('25.2.2'), 'spec: {version: 25.2.2}'), release('25.2.2')],
      'progressing HelmRelease keycloak NotObserved',
    ],
    [
      'the release runs the chart of the version before',
      [repository, chart('25.2.3'), release('25.2.2')],
      'progressing HelmRelease keycloak NotObserved',
    ],
    [
      'the release has tried the new chart, and runs the old one',
      [repository, chart('25.2.3'), release('25.2.2', '25.2.3')],
      'progressing HelmRelease keycloak NotObserved',
    ],
    [
      'nobody may read HelmCharts, and another version runs than the spec names',
      [repository, release('25.2.2')],
      'progressing HelmRelease keycloak NotObserved',
    ],
    [
      'the index of the repository cannot be read',
      [
        change(repository, 'status: {conditions: [{type: Ready, status: "False", reason: FetchFailed}]}'),
        chart('25.2.3'),
        release('25.2.3'),
      ],
      'progressing HelmRepository keycloak FetchFailed',
    ],
  ])('is not ready when %s', (_, objects, expected) => {
    expect(judge(delivery, ...objects)).toBe(expected);
  });

  it.each([
    ['v25.2.3', '25.2.3', 'ready'],
    ['25.2.3', 'v25.2.3', 'ready'],
    ['25.2.3+build', '25.2.3', 'ready'],
    ['25.2.2', '25.2.x', 'ready'],
    ['25.2.2', '>=25.0.0', 'ready'],
    ['25.2.3', '25.2.3-rc.1', 'progressing HelmRelease keycloak NotObserved'],
  ])('of which nobody may read the HelmChart runs %s where the spec names %s: %s', (runs, version, expected) => {
    const running = change(release(runs), `spec: {chart: {spec: {version: "${version}"}}}`);

    expect(judge({ ...delivery, release: ours('infra', desired(running)) }, repository, running)).toBe(expected);
  });

  it('needs no artifact of a repository that is only an address', () => {
    const address = object(
      '{apiVersion: source.toolkit.fluxcd.io/v1, kind: HelmRepository, metadata: {name: keycloak, namespace: mesh, generation: 1}, ' +
        'spec: {type: oci, url: "oci://ghcr.io/charts"}}',
    );

    expect(judge({ ...delivery, source: ours('infra', address) }, address, chart('25.2.3'), release('25.2.3'))).toBe('ready');
  });
});

/** A GitRepository at a commit, or that names one and still holds another. */
const gitRepository = (ref: string, revision: string): KubernetesObject =>
  object(`
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: gateway-api, namespace: mesh, generation: 1}
spec: {url: "https://github.com/kubernetes-sigs/gateway-api", ref: ${ref}, interval: 1m0s}
status:
  ${READY(1)}
  artifact: {revision: "${revision}"}
`);

describe('a HelmRelease with a chart of a Git repository', () => {
  const source = gitRepository('{commit: c0ffee}', 'sha1:c0ffee');
  const chart = (packedFrom: string): KubernetesObject =>
    object(`
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmChart
metadata: {name: mesh-portal, namespace: mesh, generation: 1}
spec: {chart: charts/portal, version: "*", reconcileStrategy: ChartVersion, sourceRef: {kind: GitRepository, name: gateway-api}}
status:
  ${READY(1)}
  observedSourceArtifactRevision: "${packedFrom}"
  artifact: {revision: 0.5.1}
`);
  const release = object(`
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: portal, namespace: mesh, generation: 1}
spec: {chart: {spec: {chart: charts/portal, reconcileStrategy: ChartVersion, sourceRef: {kind: GitRepository, name: gateway-api}}}}
status:
  ${READY(1)}
  lastAttemptedRevision: 0.5.1
  history: [{chartVersion: 0.5.1, status: deployed}]
`);
  const delivery: Delivery = {
    resources: [],
    source: ours('infra', desired(source)),
    chart: foreign('infra', { ...CHART, name: 'mesh-portal' }),
    release: ours('infra', desired(release)),
  };

  it('is ready when the chart is packed from the commit, though its version is the one before', () => {
    expect(judge(delivery, source, chart('sha1:c0ffee'), release)).toBe('ready');
  });

  it.each([
    ['before the artifact is written', '2026-01-01T00:00:00Z', 2000, 'progressing HelmChart mesh-portal NotObserved'],
    ['for long, with a version that has not changed', '2026-01-01T00:00:00Z', 60_000, 'ready'],
    ['and its artifact is written', '2026-01-02T00:00:01Z', 2000, 'ready'],
  ])('whose chart is Ready again after a new commit %s (packed at %s, %d ms ago) is %s', (_, packedAt, sinceReady, expected) => {
    const [fetched, ready] = ['2026-01-02T00:00:00Z', '2026-01-02T00:00:01Z'];
    const times = (at: string): string => `status: {artifact: {lastUpdateTime: "${at}"}}`;
    const condition = `{type: Ready, status: "True", reason: ChartPackageSucceeded, observedGeneration: 1, lastTransitionTime: "${ready}"}`;
    const packed = change(change(chart('sha1:c0ffee'), times(packedAt)), `status: {conditions: [${condition}]}`);
    const find = among([change(source, times(fetched)), packed, release]);

    const judged = deliveryReadiness(delivery, { find, now: new Date(Date.parse(ready) + sinceReady) });
    expect(words(judged)).toBe(expected);
    expect(judged.readiness.changesIn).toBe(judged.readiness.state === 'ready' ? undefined : 3000);
  });

  it('is not ready while the chart is packed from the commit before', () => {
    expect(judge(delivery, source, chart('sha1:bad'), release)).toBe('progressing HelmChart mesh-portal NotObserved');
  });
});

describe('a Kustomization', () => {
  const kustomization = (applied: string): KubernetesObject =>
    object(`
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: gateway-api, namespace: mesh, generation: 1}
spec: {interval: 5m, prune: true, path: ./config/crd/standard, sourceRef: {kind: GitRepository, name: gateway-api}}
status:
  ${READY(1)}
  lastAppliedRevision: "${applied}"
  lastAttemptedRevision: "${applied}"
`);

  it.each([
    ['{commit: c0ffee}', 'sha1:c0ffee', 'sha1:c0ffee', 'ready'],
    ['{branch: main, commit: c0ffee}', 'main@sha1:c0ffee', 'main@sha1:c0ffee', 'ready'],
    ['{tag: v1.3.0}', 'v1.3.0@sha1:c0ffee', 'v1.3.0@sha1:c0ffee', 'ready'],
    ['{branch: main}', 'main@sha1:c0ffee', 'main@sha1:c0ffee', 'ready'],
    ['{semver: ">=1.0.0"}', 'v1.3.0@sha1:c0ffee', 'v1.3.0@sha1:c0ffee', 'ready'],
    ['{name: refs/heads/main}', 'refs/heads/main@sha1:c0ffee', 'refs/heads/main@sha1:c0ffee', 'ready'],
    ['{commit: c0ffee}', 'sha1:bad', 'sha1:bad', 'progressing GitRepository gateway-api NotObserved'],
    ['{tag: v1.3.0}', 'v1.2.0@sha1:bad', 'v1.2.0@sha1:bad', 'progressing GitRepository gateway-api NotObserved'],
    ['{branch: next}', 'main@sha1:bad', 'main@sha1:bad', 'progressing GitRepository gateway-api NotObserved'],
    ['{commit: c0ffee}', 'sha1:c0ffee', 'sha1:bad', 'progressing Kustomization gateway-api NotObserved'],
  ])('of a source with ref %s that holds %s, with %s applied, is %s', (ref, held, applied, expected) => {
    const source = gitRepository(ref, held);
    const delivery: Delivery = {
      resources: [],
      source: ours('infra', desired(source)),
      release: ours('infra', desired(kustomization(applied))),
    };

    expect(judge(delivery, source, kustomization(applied))).toBe(expected);
  });
});

describe('an Application', () => {
  const source = (version: string): string => `{repoURL: ghcr.io/platform-mesh/helm-charts, chart: portal, targetRevision: ${version}}`;
  const application = (named: string, compared = named, status = 'Synced'): KubernetesObject =>
    object(`
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: portal, namespace: mesh, generation: 7}
spec:
  project: platform-mesh-runtime
  source: ${source(named)}
  destination: {server: "https://kubernetes.default.svc", namespace: mesh}
  syncPolicy: {automated: {prune: true, selfHeal: true}, syncOptions: [CreateNamespace=true]}
status:
  sync:
    status: ${status}
    revision: ${compared}
    comparedTo:
      source: ${source(compared)}
      destination: {server: "https://kubernetes.default.svc", namespace: mesh}
  health: {status: Healthy}
  operationState: {phase: Succeeded, syncResult: {revision: ${compared}, source: ${source(compared)}}}
`);
  const chart = object(`
apiVersion: delivery.ocm.software/v1alpha1
kind: Resource
metadata: {name: portal-chart, namespace: mesh, generation: 1}
spec: {componentRef: {name: platform-mesh}}
status:
  ${READY(1)}
  resource: {version: 0.5.2}
`);
  const delivery: Delivery = { resources: [ours('runtime', desired(chart))], release: ours('infra', desired(application('0.5.2'))) };

  it.each<readonly [string, readonly KubernetesObject[], string]>([
    ['it is synced to the version that OCM found', [chart, application('0.5.2')], 'ready'],
    [
      'OCM has not looked at the new version',
      [change(chart, 'metadata: {generation: 2}'), application('0.5.2')],
      'progressing Resource portal-chart NotObserved',
    ],
    ['the store does not show our change yet', [chart, application('0.5.1')], 'progressing Application portal NotApplied'],
    [
      'Argo CD has compared it with the version before',
      [chart, application('0.5.2', '0.5.1')],
      'progressing Application portal NotObserved',
    ],
    ['it is not synced yet', [chart, application('0.5.2', '0.5.2', 'OutOfSync')], 'progressing Application portal OutOfSync'],
    [
      'the sync runs',
      [chart, change(application('0.5.2'), 'status: {operationState: {phase: Running}}')],
      'progressing Application portal Syncing',
    ],
    ['it does not exist', [chart], 'progressing Application portal NotFound'],
  ])('when %s', (_, objects, expected) => {
    expect(judge(delivery, ...objects)).toBe(expected);
  });
});
