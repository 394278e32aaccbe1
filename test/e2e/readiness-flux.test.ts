import { explain } from '../../src/readiness/index.js';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect, loadConnection, type Cluster } from '../../src/runtime/cluster/index.js';
import { startFlux, startGitServer, startKube, until } from '../servers/index.ts';
import { entryOf, waitUntilReady, type WaitResult } from './wait-until-ready.ts';
import { describeWith } from './describe-with.ts';

const HELM = 'helm.toolkit.fluxcd.io/v2';
const SOURCE = 'source.toolkit.fluxcd.io/v1';
const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io/v1';

const chart = (name: string, template: string): readonly (readonly [string, string])[] => [
  [`charts/${name}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`],
  [`charts/${name}/templates/all.yaml`, template],
];

const CHARTS = new Map([
  ...chart('good', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\n'),
  ...chart('bad', '{{ fail "there is no database" }}\n'),
  ...chart('refused', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NOT-A-NAME}\n'),
  ['kustomize/kustomization.yaml', 'resources: [missing.yaml]\n'],
]);

/** What real controllers say, as it is understood here. */
const EXPECTED = {
  good: 'ready',
  'gone-wrong': 'failed RetriesExceeded',
  stubborn: 'progressing InstallFailed',
  dependent: 'progressing DependencyNotReady',
  'without-source': 'progressing ArtifactFailed',
  suspended: 'progressing Suspended',
  charts: 'ready',
  unreachable: 'progressing GitOperationFailed',
  'no-kustomization': 'failed BuildFailed',
};

describeWith(['kube with controllers', 'flux'], 'readiness of what Flux deploys', () => {
  const servers: { stop(): Promise<void> }[] = [];
  let cluster: Cluster;
  let result: WaitResult;

  const make = async (apiVersion: string, kind: string, name: string, spec: object): Promise<void> => {
    await cluster.create({ apiVersion, kind, metadata: { name, namespace: 'default' }, spec });
  };
  const release = (name: string, from: string, spec: object = {}): Promise<void> =>
    make(HELM, 'HelmRelease', name, {
      interval: '5m',
      chart: { spec: { chart: `charts/${from}`, sourceRef: { kind: 'GitRepository', name: 'charts' } } },
      ...spec,
    });

  beforeAll(async () => {
    const kube = await startKube({ suite: 'readiness-flux', controllers: true });
    servers.push(kube);
    servers.push(await startFlux({ suite: 'readiness-flux', kube }));
    const git = await startGitServer({ suite: 'readiness-flux' });
    servers.push(git);
    cluster = connect(await loadConnection({ kubeconfig: kube.kubeconfig }));
    git.commit('charts', CHARTS);
    await make(SOURCE, 'GitRepository', 'charts', { url: `${git.url}/charts.git`, interval: '1m', ref: { branch: 'main' } });
    await make(SOURCE, 'GitRepository', 'unreachable', { url: `${git.url}/nothing.git`, interval: '1m' });
    await release('good', 'good');
    await release('gone-wrong', 'refused');
    await release('stubborn', 'bad', { install: { remediation: { retries: -1 } } });
    await release('dependent', 'good', { dependsOn: [{ name: 'gone-wrong' }] });
    await release('suspended', 'good', { suspend: true });
    await make(HELM, 'HelmRelease', 'without-source', { interval: '5m', chartRef: { kind: 'OCIRepository', name: 'portal' } });
    await make(KUSTOMIZE, 'Kustomization', 'no-kustomization', {
      interval: '5m',
      prune: true,
      path: './kustomize',
      sourceRef: { kind: 'GitRepository', name: 'charts' },
    });

    const abort = new AbortController();
    const seen = new Map<string, string>();
    const names = (
      kind: string,
      apiVersion: string,
      ...all: readonly string[]
    ): { readonly apiVersion: string; readonly kind: string; readonly namespace: string; readonly name: string }[] =>
      all.map((name) => ({ apiVersion, kind, namespace: 'default', name }));
    const objects = [
      ...names('HelmRelease', HELM, 'good', 'gone-wrong', 'stubborn', 'dependent', 'without-source', 'suspended'),
      ...names('GitRepository', SOURCE, 'charts', 'unreachable'),
      ...names('Kustomization', KUSTOMIZE, 'no-kustomization'),
    ];
    const waiting = waitUntilReady({
      cluster,
      entries: objects.map(entryOf),
      deadline: new Date(Date.now() + 60_000),
      signal: abort.signal,
      onChange: ({ ref, readiness }) => void seen.set(ref.name, `${readiness.state} ${readiness.reason ?? ''}`.trim()),
    });
    await until(
      'everything is as expected',
      () => Promise.resolve(Object.entries(EXPECTED).every(([name, words]) => seen.get(name) === words)),
      { timeout: 50_000 },
    ).catch(() => undefined);
    abort.abort();
    result = await waiting;
  });

  afterAll(async () => {
    await cluster.close();
    for (const server of servers.reverse()) await server.stop();
  });

  it('is what the controllers say, told in our words', () => {
    expect(
      Object.fromEntries(result.states.map(({ ref, readiness }) => [ref.name, `${readiness.state} ${readiness.reason ?? ''}`.trim()])),
    ).toEqual(EXPECTED);
  });

  it.each([
    ['gone-wrong', 'HelmRelease default/gone-wrong: RetriesExceeded: Failed to install after 1 attempt(s)'],
    ['stubborn', 'there is no database'],
    ['dependent', 'HelmRelease default/dependent waits for HelmRelease default/gone-wrong: RetriesExceeded'],
    ['without-source', '"portal" not found'],
    ['suspended', 'spec.suspend is true'],
    ['no-kustomization', 'missing.yaml'],
  ])('says why %s is not ready', (name, words) => {
    const state = result.notReady.find(({ ref }) => ref.name === name);

    expect(state && explain(state, [...result.states, ...result.related])).toContain(words);
  });
});
