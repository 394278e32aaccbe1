import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, startKube, type ApiServer } from '../servers/index.ts';
import { platformMesh, type Result } from './cli.ts';
import { install, readObjects, type Crd } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { kubectl } from './kubectl.ts';
import { playOcm } from './players/ocm.ts';
import { admit, type Account } from './service-account.ts';

const NAMESPACE = 'platform-mesh-system';
const BESIDE = `/api/v1/namespaces/${NAMESPACE}`;

/** Platforms, with what delivers them and how many objects they have on the clusters. */
const PLATFORMS = [
  { name: 'quickstart', technology: 'fluxcd', objects: 26 },
  { name: 'argocd', technology: 'argocd', objects: 16 },
];

describeWith(['kube', 'kubectl'], 'the access rights that `install --rbac-only` prints', () => {
  let kube: ApiServer;
  let folder: string;
  const accounts = new Map<string, Account>();

  /** Runs a command as the ServiceAccount of a platform. */
  const as = (name: string, command: string, ...args: readonly string[]): Promise<Result> =>
    platformMesh(command, ...args, '--kubeconfig', accounts.get(name)?.kubeconfig ?? '');
  const apply = (object: object): Promise<string> => {
    const file = join(folder, 'object.json');
    writeFileSync(file, JSON.stringify(object));
    return kubectl(kube, 'apply', '--filename', file);
  };
  const inNamespace = (apiVersion: string, kind: string, name: string, rest: object): object => ({
    apiVersion,
    kind,
    metadata: { name, namespace: NAMESPACE },
    ...rest,
  });

  /** The authority that cert-manager would make, and a kcp that has to read it. */
  async function play(): Promise<void> {
    await apply(inNamespace('v1', 'Secret', 'rebac-authz-webhook-cert', { stringData: { 'ca.crt': 'an authority' } }));
    await apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'kcp-0', namespace: NAMESPACE, labels: { 'app.kubernetes.io/name': 'kcp' } },
      spec: { containers: [{ name: 'kcp', image: 'kcp' }] },
    });
  }

  /** Nobody is there who would delete what Applications deployed. */
  async function dropFinalizers(): Promise<void> {
    for (const application of (await kubectl(kube, 'get', 'applications', '--namespace', NAMESPACE, '--output', 'name'))
      .split('\n')
      .filter(Boolean)) {
      await kubectl(kube, 'patch', application, '--namespace', NAMESPACE, '--type', 'merge', '--patch', '{"metadata":{"finalizers":null}}');
    }
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rbac-'));
    kube = await startKube({ suite: 'rbac' });
    for (const crd of [
      ...foreignCrds('argocd', 'cert-manager', 'flux', 'ocm'),
      ...(readObjects('manifests/crds/*.yaml') as readonly Crd[]),
    ])
      await install(kube, crd);
    for (const namespace of [NAMESPACE, 'argocd', 'elsewhere']) await kubectl(kube, 'create', 'namespace', namespace);
    await kubectl(kube, 'apply', '--filename', 'examples/quickstart');
    await kubectl(kube, 'apply', '--filename', 'examples/argocd/platform-mesh.yaml');
    await kubectl(kube, 'create', 'configmap', 'argocd-profile', '--namespace', NAMESPACE, '--from-file', 'examples/argocd/profile.yaml');
    for (const { name, technology } of PLATFORMS)
      accounts.set(name, await admit(kube, name, NAMESPACE, folder, '--technology', technology));
  });

  afterAll(async () => {
    await kube.stop();
    rmSync(folder, { recursive: true });
  });

  it.each(PLATFORMS)('suffice for $name: plan, apply, status and delete, from files and by its name', async ({ name, objects }) => {
    const files = ['-f', `examples/${name}/platform-mesh.yaml`, '--profile', `examples/${name}/profile.yaml`];
    await play();

    const planned = await as(name, 'plan', ...files, '--output', 'json');
    expect({ code: planned.code, err: planned.err }).toEqual({ code: 0, err: '' });
    expect((JSON.parse(planned.out) as { readonly objects: readonly unknown[] }).objects).toHaveLength(objects);

    // Only OCM is played, so that everything is waited for and explained.
    const ocm = playOcm(kube, NAMESPACE);
    const applied = await as(name, 'apply', ...files, '--timeout', '8s');
    await ocm.stop();
    expect(applied).toMatchObject({ code: 4, err: expect.stringContaining('not ready in time') });
    expect(await kubectl(kube, 'get', 'pods', '--namespace', NAMESPACE, '--output', 'name')).toBe('');

    expect(await as(name, 'plan', name)).toMatchObject({ code: 0, err: expect.stringMatching(/\d+ unchanged\n$/u) });
    const status = await as(name, 'status', name);
    expect(status).toMatchObject({ code: 4, out: expect.stringContaining(`${name} in ${NAMESPACE}: `), err: '' });

    await dropFinalizers();
    const deleted = await as(name, 'delete', name);
    expect(deleted).toMatchObject({ code: 0, err: expect.stringMatching(/\d+ deleted\n$/u) });
    expect(
      await kubectl(
        kube,
        'get',
        'helmreleases,applications,resources.delivery.ocm.software,issuers,appprojects',
        '--all-namespaces',
        '--output',
        'name',
      ),
    ).toBe('');
    for (const { out, err } of [applied, status, deleted]) expect(`${out}${err}`).not.toContain('forbidden');
  });

  it.each([
    { what: 'another Secret', path: `${BESIDE}/secrets/kcp-admin` },
    { what: 'all Secrets', path: `${BESIDE}/secrets` },
    { what: 'ConfigMaps of other namespaces', path: '/api/v1/namespaces/elsewhere/configmaps' },
    { what: 'another PlatformMesh', path: `/apis/core.platform-mesh.io/v1alpha1/namespaces/${NAMESPACE}/platformmeshes/argocd` },
    { what: 'what Argo CD has', path: '/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects' },
    { what: 'releases of other namespaces', path: '/apis/helm.toolkit.fluxcd.io/v2/namespaces/elsewhere/helmreleases' },
    { what: 'CustomResourceDefinitions', path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions' },
    { what: 'namespaces', path: '/api/v1/namespaces' },
    { what: 'roles', path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${NAMESPACE}/roles` },
    { what: 'what a container prints', path: `${BESIDE}/pods/kcp-0/log` },
  ])('do not let anybody read $what', async ({ path }) => {
    expect((await call({ ...kube, token: accounts.get('quickstart')?.token ?? '' }, path)).status).toBe(403);
  });

  it.each([
    {
      what: 'a pod',
      path: `${BESIDE}/pods`,
      body: { metadata: { name: 'mine' }, spec: { containers: [{ name: 'mine', image: 'mine' }] } },
    },
    { what: 'a Secret', path: `${BESIDE}/secrets`, body: { metadata: { name: 'mine' } } },
    { what: 'a ConfigMap elsewhere', path: '/api/v1/namespaces/elsewhere/configmaps', body: { metadata: { name: 'mine' } } },
    {
      what: 'a release elsewhere',
      path: '/apis/helm.toolkit.fluxcd.io/v2/namespaces/elsewhere/helmreleases',
      body: { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata: { name: 'mine' } },
    },
    {
      what: 'a role',
      path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${NAMESPACE}/roles`,
      body: { metadata: { name: 'mine' }, rules: [] },
    },
    {
      what: 'a token',
      path: `${BESIDE}/serviceaccounts/platform-mesh-argocd/token`,
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
    },
  ])('do not let anybody make $what', async ({ path, body }) => {
    expect((await call({ ...kube, token: accounts.get('quickstart')?.token ?? '' }, path, { method: 'POST', body })).status).toBe(403);
  });
});
