import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  call,
  startFlux,
  startGitServer,
  startKube,
  startNodes,
  startRegistry,
  until,
  type ApiServer,
  type GitServer,
  type Registry,
} from '../servers/index.ts';
import { describeWith } from './describe-with.ts';

const GIT_REPOSITORIES = '/apis/source.toolkit.fluxcd.io/v1/namespaces/default/gitrepositories';
const OCI_REPOSITORIES = '/apis/source.toolkit.fluxcd.io/v1/namespaces/default/ocirepositories';
const HELM_RELEASES = '/apis/helm.toolkit.fluxcd.io/v2/namespaces/default/helmreleases';
const KUSTOMIZATIONS = '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/default/kustomizations';

const CHART = new Map([
  ['Chart.yaml', 'apiVersion: v2\nname: web\nversion: 0.1.0\n'],
  [
    'templates/deployment.yaml',
    [
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata: {name: web}',
      'spec:',
      '  replicas: {{ .Values.replicas }}',
      '  selector: {matchLabels: {app: web}}',
      '  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web}]}}',
      '',
    ].join('\n'),
  ],
]);

describeWith(['kube with controllers', 'nodes', 'registry', 'flux'], 'Flux, Kubernetes, a Git server and a registry', () => {
  const servers: { stop(): Promise<void> }[] = [];
  let kube: ApiServer;
  let git: GitServer;
  let registry: Registry;

  beforeAll(async () => {
    kube = await startKube({ suite: 'flux-servers', controllers: true });
    servers.push(kube);
    servers.push(await startNodes({ suite: 'flux-servers', kube }), await startFlux({ suite: 'flux-servers', kube }));
    git = await startGitServer({ suite: 'flux-servers' });
    registry = await startRegistry({ suite: 'flux-servers' });
    servers.push(git, registry);
  });
  afterAll(async () => {
    for (const server of servers.reverse()) await server.stop();
  });

  const dataOf = async (name: string): Promise<unknown> =>
    ((await call(kube, `/api/v1/namespaces/default/configmaps/${name}`)).body as { readonly data?: unknown }).data;
  const config = (text: string): ReadonlyMap<string, string> =>
    new Map([['config/greeting.yaml', `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: greeting}\ndata: {text: "${text}"}\n`]]);

  it('bring what is committed into the cluster, with values from a Secret', async () => {
    git.commit('platform', config('hello ${NAME:=nobody}'));
    await call(kube, '/api/v1/namespaces/default/secrets', {
      method: 'POST',
      body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'values' }, stringData: { NAME: 'world' } },
    });
    await call(kube, GIT_REPOSITORIES, {
      method: 'POST',
      body: {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        metadata: { name: 'platform' },
        spec: { url: `${git.url}/platform.git`, interval: '1m', ref: { branch: 'main' } },
      },
    });
    await call(kube, KUSTOMIZATIONS, {
      method: 'POST',
      body: {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'platform' },
        spec: {
          sourceRef: { kind: 'GitRepository', name: 'platform' },
          path: './config',
          targetNamespace: 'default',
          interval: '1m',
          prune: true,
          postBuild: { substituteFrom: [{ kind: 'Secret', name: 'values' }] },
        },
      },
    });

    expect(await until('the ConfigMap is there', () => dataOf('greeting'))).toEqual({ text: 'hello world' });
  });

  it('follow the next commit', async () => {
    const commit = git.commit('platform', config('good day, $${NAME}'));
    await call(kube, `${GIT_REPOSITORIES}/platform`, {
      method: 'PATCH',
      body: { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': commit } } },
    });

    await until(
      'the ConfigMap has changed',
      async () => JSON.stringify(await dataOf('greeting')) === JSON.stringify({ text: 'good day, ${NAME}' }),
    );
  });

  it('install a chart, whose pods run', async () => {
    registry.pushChart(CHART);
    await call(kube, OCI_REPOSITORIES, {
      method: 'POST',
      body: {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'OCIRepository',
        metadata: { name: 'web' },
        spec: {
          url: `oci://${registry.host}/charts/web`,
          ref: { tag: '0.1.0' },
          interval: '1m',
          insecure: true,
          layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
        },
      },
    });
    await call(kube, HELM_RELEASES, {
      method: 'POST',
      body: {
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        metadata: { name: 'web' },
        spec: { chartRef: { kind: 'OCIRepository', name: 'web' }, interval: '1m', values: { replicas: 2 } },
      },
    });

    const ready = await until('two pods are ready', async () => {
      const { status } = (await call(kube, '/apis/apps/v1/namespaces/default/deployments/web')).body as {
        readonly status: { readonly readyReplicas?: number };
      };
      return status.readyReplicas === 2 && status.readyReplicas;
    });
    expect(ready).toBe(2);
  });
});
