import type { ObjectRef } from '../../src/kubernetes/index.js';
import { explain, type ObjectState } from '../../src/readiness/index.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, loadConnection, type Cluster } from '../../src/runtime/cluster/index.js';
import { call, readAudit, startKube, until, type ApiServer } from '../servers/index.ts';
import { install, readObjects, type Crd } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { entryOf, waitUntilReady, type WaitResult } from './wait-until-ready.ts';

const NAMESPACE = 'mesh';
const RELEASES = `/apis/helm.toolkit.fluxcd.io/v2/namespaces/${NAMESPACE}/helmreleases`;
const DEPLOYMENTS = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`;

const release = (name: string): ObjectRef => ({ apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace: NAMESPACE, name });

/** The CRDs of Flux, or one that takes anything where they are not at hand. */
function helmReleaseCrd(): Crd {
  const folder = process.env['CRD_DIR'];
  if (folder !== undefined && folder !== '') return readObjects(`${folder}/flux/helmreleases.*.yaml`)[0] as Crd;
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const names = { kind: 'HelmRelease', listKind: 'HelmReleaseList', plural: 'helmreleases', singular: 'helmrelease' };
  const spec = {
    group: 'helm.toolkit.fluxcd.io',
    names,
    scope: 'Namespaced',
    versions: [{ name: 'v2', served: true, storage: true, schema, subresources: { status: {} } }],
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'helmreleases.helm.toolkit.fluxcd.io' },
    spec,
  } as Crd;
}

describeWith(['kube'], 'readiness on a real API server', () => {
  let kube: ApiServer;
  let cluster: Cluster;
  let changes: string[];

  const post = async (path: string, body: object): Promise<void> => {
    const answer = await call(kube, path, { method: 'POST', body });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  };

  const create = (name: string): Promise<void> =>
    post(RELEASES, {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name, labels: { app: name } },
      spec: { interval: '5m', chartRef: { kind: 'OCIRepository', name } },
    });

  /** As helm-controller writes it; the generation counts as observed only when all went well. */
  const status = async (name: string, ready: 'True' | 'False' | 'Unknown', reason: string, message: string): Promise<void> => {
    const { generation } = ((await call(kube, `${RELEASES}/${name}`)).body as { readonly metadata: { readonly generation: number } })
      .metadata;
    const conditions = [
      {
        type: 'Ready',
        status: ready,
        reason,
        message,
        observedGeneration: generation,
        lastTransitionTime: new Date().toISOString().replace(/\.\d+/u, ''),
      },
    ];
    const answer = await call(kube, `${RELEASES}/${name}/status`, {
      method: 'PATCH',
      body: { status: { conditions, ...(ready === 'True' ? { observedGeneration: generation } : {}) } },
    });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  };

  const note = ({ ref, readiness }: ObjectState): void => void changes.push(`${ref.name} ${readiness.reason ?? readiness.state}`);
  const wait = (names: readonly string[], milliseconds = 30_000): Promise<WaitResult> =>
    waitUntilReady({
      cluster,
      entries: names.map((name) => entryOf(release(name))),
      deadline: new Date(Date.now() + milliseconds),
      onChange: note,
    });
  const seen = (change: string): Promise<unknown> => until(`${change} is told`, () => Promise.resolve(changes.includes(change)));

  beforeAll(async () => {
    kube = await startKube({ suite: 'readiness' });
    cluster = connect(await loadConnection({ kubeconfig: kube.kubeconfig }));
    await post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  });

  afterAll(async () => {
    await cluster.close();
    await kube.stop();
  });

  beforeEach(() => {
    changes = [];
  });

  describe('a HelmRelease', () => {
    it('is waited for from before its kind is there until its controller is done', async () => {
      const waiting = wait(['keycloak', 'portal']);
      await seen('portal UnknownKind');
      await install(kube, helmReleaseCrd());
      await seen('portal NotFound');
      await create('keycloak');
      await create('portal');
      await seen('portal NotObserved');
      await status('portal', 'False', 'DependencyNotReady', `dependency '${NAMESPACE}/keycloak' is not ready`);
      await status('keycloak', 'True', 'InstallSucceeded', 'Helm install succeeded');
      await seen('keycloak ready');
      await status('portal', 'True', 'InstallSucceeded', 'Helm install succeeded');

      expect(await waiting).toMatchObject({ outcome: 'ready', notReady: [] });
      expect(changes.filter((change) => change.startsWith('portal'))).toEqual([
        'portal UnknownKind',
        'portal NotFound',
        'portal NotObserved',
        'portal DependencyNotReady',
        'portal ready',
      ]);
    });

    it('is not ready any more as soon as it is changed, and says so at the deadline', async () => {
      await call(kube, `${RELEASES}/portal`, { method: 'PATCH', body: { spec: { interval: '6m' } } });

      const { outcome, notReady, states } = await wait(['portal', 'keycloak'], 1000);

      expect({ outcome, notReady }).toMatchObject({
        outcome: 'deadline',
        notReady: [{ ref: release('portal'), readiness: { state: 'progressing', reason: 'NotObserved' } }],
      });
      expect(explain(notReady[0]!, states)).toBe(
        'HelmRelease mesh/portal: NotObserved: its controller has not observed generation 2 yet, only 1',
      );
    });

    it('is read by one list and one watch, however many there are', async () => {
      const names = Array.from({ length: 20 }, (_, index) => `service-${index}`);
      for (const name of names) await create(name);
      const before = readAudit(kube.auditLog).length;
      const waiting = wait(names);
      await seen('service-19 NotObserved');
      for (const name of names) await status(name, 'True', 'InstallSucceeded', 'Helm install succeeded');

      expect(await waiting).toMatchObject({ outcome: 'ready' });
      const reads = readAudit(kube.auditLog)
        .slice(before)
        .filter(({ userAgent, requestURI }) => userAgent.startsWith('platform-mesh') && requestURI.startsWith(RELEASES));
      expect(
        [...new Set(reads.map(({ requestURI }) => requestURI))].map((uri) => new URL(uri, kube.url).searchParams.has('watch')),
      ).toEqual([false, true]);
    });

    it('is found by labels and by the first version that is served', async () => {
      const entry = {
        group: 'helm.toolkit.fluxcd.io',
        versions: ['v9', 'v2'],
        kind: 'HelmRelease',
        namespace: NAMESPACE,
        labelSelector: 'app in (keycloak)',
        criterion: { by: 'condition', type: 'Ready', status: 'True' },
        minimum: 1,
      } as const;

      expect(await waitUntilReady({ cluster, entries: [entry], deadline: new Date(Date.now() + 30_000) })).toMatchObject({
        outcome: 'ready',
        states: [{ ref: release('keycloak') }],
      });
    });

    it('is refused with the words of the server where a selector is none', async () => {
      const entry = {
        group: 'helm.toolkit.fluxcd.io',
        versions: ['v2'],
        kind: 'HelmRelease',
        labelSelector: 'app Like (a)',
        criterion: { by: 'kind' },
        minimum: 0,
      } as const;
      const { outcome, notReady } = await waitUntilReady({ cluster, entries: [entry], deadline: new Date(Date.now() + 1000) });

      expect({ outcome, notReady }).toMatchObject({
        outcome: 'deadline',
        notReady: [{ readiness: { state: 'failed', reason: 'BadRequest' } }],
      });
      expect(notReady[0]?.readiness.message).toContain('Like');
    });
  });

  it('follows a Deployment by what its controller counts', async () => {
    const labels = { app: 'kcp' };
    await post(DEPLOYMENTS, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'kcp' },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'kcp', image: 'kcp' }] } },
      },
    });
    const waiting = waitUntilReady({
      cluster,
      entries: [entryOf({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: NAMESPACE, name: 'kcp' })],
      deadline: new Date(Date.now() + 30_000),
      onChange: note,
    });
    await seen('kcp NotObserved');
    for (const ready of [1, 2]) {
      await call(kube, `${DEPLOYMENTS}/kcp/status`, {
        method: 'PATCH',
        body: { status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: ready, availableReplicas: ready } },
      });
      await seen(ready === 1 ? 'kcp TooFew' : 'kcp ready');
    }

    expect(await waiting).toMatchObject({ outcome: 'ready' });
  });
});
