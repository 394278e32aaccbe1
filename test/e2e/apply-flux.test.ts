import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { call, startFlux, startKube, startNodes, startRegistry, until, type ApiServer, type Registry } from '../servers/index.ts';
import type { KubernetesObject } from '../../src/kubernetes/index.js';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { createMesh, namespace, service, SYSTEM, type Mesh } from './mesh.ts';
import { playOcm } from './players/ocm.ts';
import type { Player } from './players/player.ts';
import { requestsFromNow, writesAmong } from './requests.ts';

const chart = (name: string): ReadonlyMap<string, string> =>
  new Map([
    ['Chart.yaml', `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`],
    [
      'templates/deployment.yaml',
      [
        'apiVersion: apps/v1',
        'kind: Deployment',
        `metadata: {name: ${name}}`,
        'spec:',
        '  replicas: {{ .Values.replicas }}',
        `  selector: {matchLabels: {app: ${name}}}`,
        `  template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: web, image: web}]}}`,
        '',
      ].join('\n'),
    ],
  ]);

/** openfga, then two that wait for it, then one that waits for both. */
const SERVICES = {
  openfga: service({ replicas: 1 }),
  search: service({ replicas: 1 }, { dependsOn: [{ name: 'openfga' }] }),
  iam: service({ replicas: 1 }, { dependsOn: [{ name: 'openfga' }] }),
  portal: service({ replicas: 2 }, { dependsOn: [{ name: 'search' }, { name: 'iam' }] }),
};

describeWith(['kube with controllers', 'nodes', 'registry', 'flux'], 'a platform that Flux deploys', () => {
  const servers: { stop(): Promise<void> }[] = [];
  let kube: ApiServer;
  let registry: Registry;
  let mesh: Mesh;
  let ocm: Player;

  beforeAll(async () => {
    kube = await startKube({ suite: 'apply-flux', controllers: true });
    servers.push(kube);
    servers.push(...(await Promise.all([startNodes({ suite: 'apply-flux', kube }), startFlux({ suite: 'apply-flux', kube })])));
    registry = await startRegistry({ suite: 'apply-flux' });
    servers.push(registry);
    for (const name of Object.keys(SERVICES)) registry.pushChart(chart(name));
    for (const crd of foreignCrds('argocd', 'ocm', 'cert-manager')) await install(kube, crd);
    await namespace(kube, 'argocd');
    mesh = await createMesh(kube, SYSTEM);
    mesh.write({ resolved: false, services: SERVICES });
    ocm = playOcm(kube, mesh.namespace, { imageReference: (component) => `${registry.host}/charts/${component}:0.1.0`, found: makeSource });
  }, 180_000);
  afterAll(async () => {
    await ocm.stop();
    for (const server of servers.reverse()) await server.stop();
  });

  /** The registry of the test speaks plain HTTP: a user says so on the source, beside what apply writes. */
  const makeSource = async (component: string): Promise<void> => {
    const spec = { url: `oci://${registry.host}/charts/${component}`, interval: '1m0s', insecure: true };
    const path = `/apis/source.toolkit.fluxcd.io/v1/namespaces/${mesh.namespace}/ocirepositories/${component}?fieldManager=somebody`;
    const { status, body } = await call(kube, path, {
      method: 'PATCH',
      type: 'application/apply-patch+yaml',
      body: { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'OCIRepository', metadata: { name: component }, spec },
    });
    if (status >= 300) throw new Error(JSON.stringify(body));
  };
  /** cert-manager's objects are played: what they say they are. */
  const beReady = async (plural: string, name: string): Promise<void> => {
    const path = `/apis/cert-manager.io/v1/namespaces/${SYSTEM}/${plural}/${name}`;
    const { metadata } = (await call(kube, path)).body as { readonly metadata: { readonly generation: number } };
    await call(kube, `${path}/status`, {
      method: 'PATCH',
      body: {
        status: {
          conditions: [
            {
              type: 'Ready',
              status: 'True',
              reason: 'Ready',
              message: 'ready',
              observedGeneration: metadata.generation,
              lastTransitionTime: '2025-01-01T00:00:00Z',
            },
          ],
        },
      },
    });
  };
  const replicas = async (name: string): Promise<unknown> =>
    (
      (await call(kube, `/apis/apps/v1/namespaces/${mesh.namespace}/deployments/${name}`)).body as {
        readonly status?: { readonly readyReplicas?: number };
      }
    ).status?.readyReplicas;

  it('is there and ready when apply ends', async () => {
    const start = performance.now();
    const { code, err } = await mesh.run('apply', '--timeout', '90s');
    process.stderr.write(`ready after ${Math.round((performance.now() - start) / 100) / 10} s\n`);

    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
    expect([await replicas('openfga'), await replicas('portal')]).toEqual([1, 2]);
    expect((await call(kube, `/api/v1/namespaces/${mesh.namespace}/secrets/kcp-webhook-secret`)).status).toBe(200);
  });

  it('is ready in every part, says status, with the versions of the charts', async () => {
    await beReady('issuers', 'rebac-authz-webhook-issuer');
    await beReady('certificates', 'rebac-authz-webhook-cert');
    const { code, out } = await mesh.run('status');

    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('mesh in platform-mesh-system: 14/14 ready, no drift') });
    expect(out).toMatch(/✓ portal 0\.1\.0/u);
  });

  it('is applied again without a write, and without a new revision of a release', async () => {
    const requests = requestsFromNow(kube);
    expect(await mesh.run('apply', '--timeout', '60s')).toMatchObject({
      code: 0,
      err: expect.stringContaining('14 unchanged; everything is ready'),
    });
    expect(writesAmong(requests())).toEqual([]);
    expect((await mesh.objects()).get('HelmRelease/portal')).toMatchObject({
      status: { history: [expect.objectContaining({ version: 1 })] },
    });
  });

  it('is changed and ready again when apply ends, not before', async () => {
    mesh.write({ resolved: false, services: SERVICES, values: { portal: { values: { replicas: 3 } } } });
    expect(await mesh.run('apply', '--timeout', '60s')).toMatchObject({ code: 0, err: expect.stringContaining('1 updated') });
    expect(await replicas('portal')).toBe(3);
  });

  it('hands over what it installed when Argo CD takes its place, and takes it back', async () => {
    const uidOf = async (name: string): Promise<string> =>
      ((await call(kube, `/apis/apps/v1/namespaces/${mesh.namespace}/deployments/${name}`)).body as KubernetesObject).metadata.uid!;
    const before = await uidOf('portal');
    mesh.write({ resolved: false, services: SERVICES, technology: 'argocd' });
    expect(await mesh.run('plan')).toMatchObject({
      out: expect.stringMatching(/^delete HelmRelease\/portal .*: what it installed stays, for Application portal$/mu),
    });
    const { code, err } = await mesh.run('apply', '--timeout', '15s');

    // Nobody plays Argo CD: nothing is healthy, and nothing is cleaned up.
    expect({ code, err }).toMatchObject({
      code: 4,
      err: expect.stringMatching(/^deleted HelmRelease .*portal on infra: what it installed stays, for Application portal$/mu),
    });
    expect((await mesh.names()).filter((name) => !name.startsWith('Resource/'))).toEqual([
      'Application/iam',
      'Application/openfga',
      'Application/portal',
      'Application/search',
    ]);
    expect(await uidOf('portal')).toBe(before);
    for (const name of Object.keys(SERVICES))
      await call(kube, `/apis/argoproj.io/v1alpha1/namespaces/${mesh.namespace}/applications/${name}`, {
        method: 'PATCH',
        body: { metadata: { finalizers: null } },
      });

    mesh.write({ resolved: false, services: SERVICES });
    expect(await mesh.run('apply', '--timeout', '90s')).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
    expect([await uidOf('portal'), await replicas('portal')]).toEqual([before, 2]);
  });

  it('loses what is switched off with all its objects', async () => {
    const { portal, ...others } = SERVICES;
    mesh.write({ resolved: false, services: { ...others, portal: { ...portal, enabled: false } } });
    expect(await mesh.run('apply', '--timeout', '60s')).toMatchObject({ code: 0, err: expect.stringContaining('3 deleted') });
    expect((await call(kube, `/apis/apps/v1/namespaces/${mesh.namespace}/deployments/portal`)).status).toBe(404);
  });

  it('is deleted with all that its releases installed', async () => {
    expect(await mesh.run('delete', '--timeout', '90s')).toMatchObject({ code: 0 });
    expect([...(await mesh.names()), ...(await mesh.inventory())]).toEqual([]);
    await until(
      'the Deployments are gone',
      async () =>
        ((await call(kube, `/apis/apps/v1/namespaces/${mesh.namespace}/deployments`)).body as { readonly items: readonly object[] }).items
          .length === 0,
      { timeout: 10_000 },
    );
  });
});
