import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Manifest } from '../../src/charts/index.js';
import { type KubernetesObject, keyOf, refOf, textAt } from '../../src/kubernetes/index.js';
import { defaultGoals, evaluateEntries, type Observe, type ObjectState, readinessOf } from '../../src/readiness/index.js';
import { type Cluster, connect, loadConnection } from '../../src/runtime/cluster/index.js';
import { type GitServer, type Registry, startFlux, startGitServer, startKube, startRegistry, until } from '../servers/index.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { playSlowHttp, type SlowHttp } from './players/slow-http.ts';

const HELM = 'helm.toolkit.fluxcd.io/v2';
const SOURCE = 'source.toolkit.fluxcd.io/v1';
const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io/v1';
const OCM = 'delivery.ocm.software/v1alpha1';
const CHART_LAYER = { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' };

/** What each component installs: a ConfigMap with the version of the component. */
const configMap = (name: string, version: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {version: ${version}}\n`;
const chart = (name: string, version: string): ReadonlyMap<string, string> =>
  new Map([
    ['Chart.yaml', `apiVersion: v2\nname: ${name}\nversion: ${version}\n`],
    ['templates/all.yaml', configMap(name, version)],
  ]);

/** How long each request of source-controller takes while it is slow, in ms. */
const SLOW = 700;

/** One look at a component: what is said of the whole delivery, and of its release alone. */
interface Look {
  readonly name: string;
  readonly state: ObjectState;
  readonly releaseIsReady: boolean;
}

describeWith(['kube with controllers', 'registry', 'flux'], 'a new version on its way, with a slow source', () => {
  const servers: { stop(): Promise<void> }[] = [];
  const watches = new AbortController();
  const store = new Map<string, KubernetesObject>();
  const looks: Look[] = [];
  let cluster: Cluster;
  let registry: Registry;
  let git: GitServer;
  let slowRegistry: SlowHttp;
  let slowGit: SlowHttp;
  let manifests: readonly Manifest[] = [];
  /** The version that the manifests were rendered for. */
  let rendered = '';
  let first = '';

  const object = (
    apiVersion: string,
    kind: string,
    name: string,
    spec: object,
    labels: Readonly<Record<string, string>> = {},
  ): KubernetesObject => ({ apiVersion, kind, metadata: { name, namespace: 'default', labels }, spec });
  const place = (target: Manifest['target'], objects: readonly KubernetesObject[]): readonly Manifest[] =>
    objects.map((each) => ({ target, chart: 'services', order: 0, object: each }));

  /** The OCM Resource of a version; the referenced resource changes with it, as when a component version is pinned. */
  const resourceOf = (version: string): KubernetesObject =>
    object(
      OCM,
      'Resource',
      'web-chart',
      { componentRef: { name: 'platform-mesh' }, resource: { byReference: { resource: { name: 'chart', version } } } },
      { repo: 'oci', artifact: 'chart' },
    );

  /** What a version is rendered to: three components, one for each kind of source. */
  const objectsOf = (version: string, commit: string): readonly KubernetesObject[] => [
    object(SOURCE, 'OCIRepository', 'web', {
      url: `oci://${slowRegistry.host}/charts/web`,
      ref: { tag: version },
      insecure: true,
      interval: '1h',
      layerSelector: CHART_LAYER,
    }),
    object(HELM, 'HelmRelease', 'web', { interval: '1h', chartRef: { kind: 'OCIRepository', name: 'web', namespace: 'default' } }),
    object(SOURCE, 'GitRepository', 'platform', { url: `http://${slowGit.host}/platform.git`, ref: { commit }, interval: '1h' }),
    object(HELM, 'HelmRelease', 'page', {
      interval: '1h',
      chart: { spec: { chart: 'charts/page', sourceRef: { kind: 'GitRepository', name: 'platform' } } },
    }),
    object(KUSTOMIZE, 'Kustomization', 'config', {
      interval: '1h',
      prune: true,
      path: './config',
      targetNamespace: 'default',
      sourceRef: { kind: 'GitRepository', name: 'platform' },
    }),
  ];

  const commit = (version: string): string =>
    git.commit(
      'platform',
      new Map([
        ...[...chart('page', version)].map(([path, text]) => [`charts/page/${path}`, text] as const),
        ['config/config.yaml', configMap('config', version)],
      ]),
    );

  /** Applies a Resource of one version, and what is rendered for another or the same; from then on it is what is desired. */
  const deliver = async (version: string, forResources: string, at: string): Promise<void> => {
    manifests = [...place('runtime', [resourceOf(version)]), ...place('infra', objectsOf(forResources, at))];
    rendered = forResources;
    for (const { object: each } of manifests) await cluster.apply(each, { fieldManager: 'test' });
  };

  /** As OCM's controller does once it has found a version. */
  const resolve = async (version: string): Promise<void> => {
    const {
      metadata: { generation },
    } = (await cluster.get(refOf(resourceOf(version)))) as KubernetesObject;
    const condition = {
      type: 'Ready',
      status: 'True',
      reason: 'Succeeded',
      message: `Applied version ${version}`,
      observedGeneration: generation,
      lastTransitionTime: '2025-01-01T00:00:00Z',
    };
    const status = {
      observedGeneration: generation,
      conditions: [condition],
      resource: {
        name: 'chart',
        type: 'helmChart',
        version,
        access: { type: 'ociArtifact', imageReference: `registry.example.com/charts/web:${version}` },
      },
    };
    await cluster.mergePatch(refOf(resourceOf(version)), { status }, { subresource: 'status' });
  };

  const observe: Observe = ({ apiVersion, kind, namespace, name }) => {
    const found = store.get(keyOf({ apiVersion, kind, namespace, name: name ?? '' }));
    return { kind: 'objects', objects: found ? [found] : [] };
  };
  const isRendered = (resource: KubernetesObject): boolean => textAt(resource, 'status', 'resource', 'version') === rendered;

  const look = (): readonly Look[] =>
    evaluateEntries(defaultGoals(manifests), observe, {
      now: new Date(),
      isRendered: (resource) => isRendered(resource as KubernetesObject),
    }).states.map((state) => {
      const release = store.get(keyOf(state.ref));
      return { name: state.ref.name, state, releaseIsReady: release !== undefined && readinessOf(release).state === 'ready' };
    });

  const versionOf = async (name: string): Promise<string | undefined> =>
    textAt(await cluster.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name }), 'data', 'version');
  const allReady = (): Promise<boolean> =>
    Promise.resolve(look().length === 3 && look().every(({ state }) => state.readiness.state === 'ready'));

  /** Follows a kind as the store of an engine does, and looks at everything after each event. */
  const follow = async (apiVersion: string, kind: string): Promise<void> => {
    for await (const event of cluster.watch({ apiVersion, kind, namespace: 'default' }, { signal: watches.signal })) {
      if (event.type === 'BOOKMARK') continue;
      const key = keyOf(refOf(event.object));
      if (event.type === 'DELETED') store.delete(key);
      else store.set(key, event.object);
      looks.push(...look());
    }
  };

  beforeAll(async () => {
    const kube = await startKube({ suite: 'readiness-chain', controllers: true });
    servers.push(kube);
    for (const crd of foreignCrds('ocm')) await install(kube, crd);
    servers.push(await startFlux({ suite: 'readiness-chain', kube }));
    registry = await startRegistry({ suite: 'readiness-chain' });
    git = await startGitServer({ suite: 'readiness-chain' });
    slowRegistry = await playSlowHttp(registry.host);
    slowGit = await playSlowHttp(new URL(git.url).host);
    servers.push(registry, git, slowRegistry, slowGit);
    cluster = connect(await loadConnection({ kubeconfig: kube.kubeconfig }));
    servers.push({ stop: () => cluster.close() });
    for (const [apiVersion, kind] of [
      [OCM, 'Resource'],
      [SOURCE, 'OCIRepository'],
      [SOURCE, 'GitRepository'],
      [SOURCE, 'HelmChart'],
      [HELM, 'HelmRelease'],
      [KUSTOMIZE, 'Kustomization'],
    ] as const) {
      void follow(apiVersion, kind);
    }
    registry.pushChart(chart('web', '0.1.0'));
    registry.pushChart(chart('web', '0.2.0'));
  });

  afterAll(async () => {
    watches.abort();
    for (const server of servers.reverse()) await server.stop();
  });

  it('is ready once the first version runs', async () => {
    first = commit('0.1.0');
    await deliver('0.1.0', '0.1.0', first);
    await resolve('0.1.0');

    await until('everything is ready', allReady);
    expect(await Promise.all(['web', 'page', 'config'].map(versionOf))).toEqual(['0.1.0', '0.1.0', '0.1.0']);
  });

  it('waits for OCM, and then until what it found is rendered', async () => {
    const message = (): string | undefined => look().find(({ name }) => name === 'web')?.state.readiness.message;
    await deliver('0.2.0', '0.1.0', first);
    await until('OCM is waited for', () =>
      Promise.resolve(message() === 'Resource default/web-chart: NotObserved: its controller has not observed generation 2 yet, only 1'),
    );

    await resolve('0.2.0');
    await until('the new version is to be rendered', () =>
      Promise.resolve(message() === 'Resource default/web-chart: NotApplied: its result is not applied yet'),
    );
    expect(await versionOf('web')).toBe('0.1.0');
  });

  it('is never ready before the next version runs, although each release says that it is', async () => {
    slowRegistry.delay(SLOW);
    slowGit.delay(SLOW);
    looks.length = 0;
    const next = commit('0.2.0');
    await deliver('0.2.0', '0.2.0', next);
    /** Components that were said to be ready while the old version ran. */
    const early = new Set<string>();
    await until(
      'everything is ready',
      async () => {
        const ready = look().filter(({ state }) => state.readiness.state === 'ready');
        looks.push(...look());
        for (const { name } of ready) if ((await versionOf(name)) !== '0.2.0') early.add(name);
        return allReady();
      },
      { every: 20 },
    );

    expect([...early]).toEqual([]);
    // These two say nothing else until their source has fetched the commit; helm-controller looks at the OCIRepository itself.
    const old = looks.filter(({ state, releaseIsReady }) => releaseIsReady && state.readiness.reason === 'GitRepositoryNotReady');
    expect([...new Set(old.map(({ name }) => name))].sort()).toEqual(['config', 'page']);
    expect(await Promise.all(['web', 'page', 'config'].map(versionOf))).toEqual(['0.2.0', '0.2.0', '0.2.0']);
  });

  it('stays ready', async () => {
    looks.length = 0;
    const keep = Date.now() + 2000;
    await until('two seconds are over', () => Promise.resolve(Date.now() > keep));

    // At each interval helm-controller says for a moment that it looks after a release; a run that saw it ready bears that.
    const isRoutine = ({ state }: Look): boolean => state.readiness.message === 'Fulfilling prerequisites';
    expect([...looks, ...look()].filter((each) => each.state.readiness.state !== 'ready' && !isRoutine(each))).toEqual([]);
  });
});
