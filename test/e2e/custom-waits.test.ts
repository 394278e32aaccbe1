import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { call, startKube, until, type Kube } from '../servers/index.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { createMesh, namespace, post, SYSTEM, type Mesh } from './mesh.ts';

const HELM = 'helm.toolkit.fluxcd.io';
const OPERATIONS = 'operations';
const RELEASES = `/apis/${HELM}/v2/namespaces/${OPERATIONS}/helmreleases`;
const PODS = `/api/v1/namespaces/${OPERATIONS}/pods`;

describeWith(['kube'], 'what a platform waits for besides what it deploys', () => {
  let kube: Kube;
  let mesh: Mesh;
  let folder: string;

  const waitFor = async (
    resourceTypes: readonly object[],
    ...options: readonly string[]
  ): Promise<{ readonly code: number; readonly err: string }> => {
    mesh.write({ services: {}, wait: { resourceTypes } });
    const { code, err } = await mesh.run('apply', '--only', 'wait', '--timeout', '3s', ...options);
    return { code, err };
  };
  const release = async (name: string, status: object, labels: object = {}): Promise<void> => {
    const found = await call(kube, `${RELEASES}/${name}`);
    if (found.status === 404) {
      const spec = { interval: '5m', chartRef: { kind: 'OCIRepository', name } };
      await post(kube, RELEASES, { apiVersion: `${HELM}/v2`, kind: 'HelmRelease', metadata: { name, labels }, spec });
    }
    await call(kube, `${RELEASES}/${name}/status`, { method: 'PATCH', body: { status } });
  };
  const ready = (status: string): object => ({
    observedGeneration: 1,
    conditions: [{ type: 'Ready', status, reason: 'Test', message: 'as the test says', lastTransitionTime: new Date().toISOString() }],
  });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'custom-waits-'));
    kube = await startKube({ suite: 'custom-waits' });
    for (const crd of foreignCrds('flux', 'ocm')) await install(kube, crd);
    mesh = await createMesh(kube, SYSTEM);
    await namespace(kube, OPERATIONS);
    await release('portal', ready('True'), { tier: 'front' });
    await release('store', ready('False'), { tier: 'back' });
  }, 120_000);
  afterAll(async () => {
    await kube.stop();
    rmSync(folder, { recursive: true });
  });

  const FLAT = { group: HELM, version: 'v2', kind: 'HelmRelease', namespace: OPERATIONS };
  const NESTED = { groupKind: { group: HELM, kind: 'HelmRelease' }, apiVersions: { versions: ['v9', 'v2'] }, namespace: OPERATIONS };
  const CONDITION = { conditionType: 'Ready', conditionStatus: 'True' };

  it.each<[string, object, string | undefined]>([
    ['a name', { ...FLAT, name: 'portal', ...CONDITION }, undefined],
    [
      'a name of an object that is not ready',
      { ...FLAT, name: 'store', ...CONDITION },
      'HelmRelease operations/store: Test: as the test says',
    ],
    ['a name of no object', { ...FLAT, name: 'nothing', ...CONDITION }, 'HelmRelease operations/nothing: NotFound: it does not exist'],
    ['labels', { ...FLAT, matchLabels: { tier: 'front' } }, undefined],
    ['an expression', { ...FLAT, matchExpressions: [{ key: 'tier', operator: 'In', values: ['back'] }] }, 'HelmRelease operations/store'],
    ['a condition with another status', { ...FLAT, name: 'store', conditionType: 'Ready', conditionStatus: 'False' }, undefined],
    ['a field', { ...FLAT, name: 'portal', statusFieldPath: ['observedGeneration'], statusFieldValue: '1' }, undefined],
    [
      'another field',
      { ...FLAT, name: 'portal', statusFieldPath: ['helmChart'], statusFieldValue: 'x' },
      'status.helmChart is not set, not x',
    ],
    ['the nested form', { ...NESTED, labelSelector: { matchLabels: { tier: 'front' } }, ...CONDITION }, undefined],
    ['the nested form, not ready', { ...NESTED, labelSelector: { matchLabels: { tier: 'back' } }, ...CONDITION }, 'operations/store'],
  ])(
    'is an entry with %s',
    async (_what, entry, problem) => {
      expect(await waitFor([entry])).toMatchObject(
        problem === undefined
          ? { code: 0, err: expect.stringContaining('everything is ready') }
          : { code: 4, err: expect.stringContaining(problem) },
      );
    },
    20_000,
  );

  it('tells a kind that nobody serves, which may still come, from one that may not be read, which ends the wait', async () => {
    const kubeconfig = await withoutPods();
    const unknown = await waitFor([{ group: 'example.com', version: 'v1', kind: 'Example', name: 'one' }], '--kubeconfig', kubeconfig);
    const started = performance.now();
    const forbidden = await waitFor(
      [{ group: '', version: 'v1', kind: 'Pod', namespace: OPERATIONS, name: 'one' }],
      '--kubeconfig',
      kubeconfig,
      '--timeout',
      '30s',
    );

    expect(unknown).toMatchObject({ code: 4, err: expect.stringMatching(/Example one: UnknownKind: .*\n.*not ready in time/u) });
    expect(forbidden).toMatchObject({
      code: 4,
      err: expect.stringMatching(/Pod operations\/one: Forbidden: .*cannot .*pods.*\n.*waiting does not help/u),
    });
    expect(performance.now() - started).toBeLessThan(15_000);
  }, 60_000);

  it('notices that what was ready is not any more, while it waits for the rest', async () => {
    mesh.write({ services: {}, wait: { resourceTypes: [{ ...FLAT, ...CONDITION }] } });
    const run = mesh.start('apply', '--only', 'wait', '--timeout', '60s');
    await until('portal is ready', () => Promise.resolve(run.printed().includes('ready HelmRelease operations/portal')), {
      timeout: 30_000,
    });
    // At each interval helm-controller says so for a moment.
    await release('portal', busy());
    await release('store', { ...ready('False'), failures: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(run.printed()).not.toContain('progressing HelmRelease operations/portal');
    await release('portal', ready('False'));
    await until('it says so', () => Promise.resolve(run.printed().includes('no longer ready: HelmRelease operations/portal')));
    await release('portal', ready('True'));
    await release('store', ready('True'));

    expect(await run.result).toMatchObject({ code: 0 });
  }, 90_000);

  it('is Istio where it is asked for: the release, and the sidecars of pods with a label', async () => {
    const istio = ['--subroutines-deployment-enable-istio'];
    expect(await waitFor([])).toMatchObject({ code: 0 });
    expect(await waitFor([], ...istio)).toMatchObject({
      code: 4,
      err: expect.stringContaining(`HelmRelease ${SYSTEM}/istio-istiod: NotFound: it does not exist`),
    });
    const releases = `/apis/${HELM}/v2/namespaces/${SYSTEM}/helmreleases`;
    const spec = { interval: '5m', chartRef: { kind: 'OCIRepository', name: 'istiod' } };
    await post(kube, releases, { apiVersion: `${HELM}/v2`, kind: 'HelmRelease', metadata: { name: 'istio-istiod' }, spec });
    await call(kube, `${releases}/istio-istiod/status`, { method: 'PATCH', body: { status: ready('True') } });
    expect(await waitFor([], ...istio)).toMatchObject({ code: 0 });

    const pods = [...istio, '--istio-pod-namespace', OPERATIONS, '--istio-pod-label', 'app=operator'];
    expect(await waitFor([], ...pods)).toMatchObject({
      code: 4,
      err: expect.stringContaining('0 of at least 1 Pod with app=operator exist'),
    });
    await pod('plain', [{ name: 'main', image: 'x' }]);
    expect(await waitFor([], ...pods)).toMatchObject({
      code: 4,
      err: expect.stringContaining('Pod operations/plain: NoContainer: it has no container istio-proxy'),
    });
    await call(kube, `${PODS}/plain?gracePeriodSeconds=0`, { method: 'DELETE' });
    await pod('meshed', [
      { name: 'main', image: 'x' },
      { name: 'istio-proxy', image: 'x' },
    ]);
    expect(await waitFor([], ...pods)).toMatchObject({ code: 0 });
    expect(await waitFor([], ...pods.slice(1))).toMatchObject({ code: 2, err: expect.stringContaining('Istio is off') });
  }, 60_000);

  function busy(): object {
    const condition = { reason: 'Progressing', message: 'Fulfilling prerequisites', lastTransitionTime: new Date().toISOString() };
    return {
      observedGeneration: 1,
      conditions: [
        { type: 'Reconciling', status: 'True', ...condition },
        { type: 'Ready', status: 'Unknown', ...condition },
      ],
    };
  }

  async function pod(name: string, containers: readonly object[]): Promise<void> {
    await post(kube, PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: 'operator' } }, spec: { containers } });
    const condition = { type: 'Ready', status: 'True' };
    await call(kube, `${PODS}/${name}/status`, { method: 'PATCH', body: { status: { phase: 'Running', conditions: [condition] } } });
  }

  /** A kubeconfig of somebody who may do everything that the wait needs, but read pods. */
  async function withoutPods(): Promise<string> {
    const rbac = '/apis/rbac.authorization.k8s.io/v1';
    const rules = [
      { apiGroups: [HELM, 'coordination.k8s.io', 'delivery.ocm.software', 'source.toolkit.fluxcd.io'], resources: ['*'], verbs: ['*'] },
      { apiGroups: [''], resources: ['configmaps', 'namespaces', 'secrets'], verbs: ['*'] },
    ];
    const name = 'waiter';
    await post(kube, `/api/v1/namespaces/${SYSTEM}/serviceaccounts`, { metadata: { name } });
    await post(kube, `${rbac}/clusterroles`, { metadata: { name }, rules });
    await post(kube, `${rbac}/clusterrolebindings`, {
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: SYSTEM }],
    });
    const request = { method: 'POST', body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} } } as const;
    const { body } = await call(kube, `/api/v1/namespaces/${SYSTEM}/serviceaccounts/${name}/token`, request);
    const { token } = (body as { readonly status: { readonly token: string } }).status;
    const file = join(folder, name);
    const cluster = { server: kube.url, 'certificate-authority-data': Buffer.from(kube.ca).toString('base64') };
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name, cluster }],
      users: [{ name, user: { token } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': name,
    };
    writeFileSync(file, JSON.stringify(config));
    return file;
  }
});
