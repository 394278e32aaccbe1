import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { call, startKube, until, type ApiServer } from '../servers/index.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { createMesh, post, service, SYSTEM, type Mesh } from './mesh.ts';
import { makePods, playKcpPods, podsOf, type KcpPods } from './players/kcp-pods.ts';

const PODS = ['kcp-0', 'kcp-1', 'kcp-2'];

interface Secret {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  readonly data: { readonly kubeconfig: string };
}

interface Kubeconfig {
  readonly clusters: readonly {
    readonly name: string;
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string };
  }[];
}

describeWith(['kube'], "kcp's authorization webhook", () => {
  let kube: ApiServer;
  let mesh: Mesh;
  let count = 0;
  const played: KcpPods[] = [];

  beforeAll(async () => {
    kube = await startKube({ suite: 'authorization-webhook' });
    for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
  });
  afterAll(() => kube.stop());
  beforeEach(async () => {
    mesh = await createMesh(kube, `webhook-${(count += 1)}`);
    await call(kube, AUTHORITY, { method: 'PATCH', body: { stringData: { 'ca.crt': 'an authority' } } });
    mesh.write({ services: { portal: service() } });
    // Pods need it, and the controller that makes it does not run.
    await post(kube, `/api/v1/namespaces/${mesh.namespace}/serviceaccounts`, { metadata: { name: 'default' } });
  });
  afterEach(async () => {
    for (const player of played.splice(0)) await player.stop();
  });

  const playPods = async (): Promise<KcpPods> => {
    const player = await playKcpPods(kube, mesh.namespace, PODS);
    played.push(player);
    return player;
  };
  const apply = (...options: readonly string[]): ReturnType<Mesh['run']> =>
    mesh.run('apply', '--no-wait', '--kcp-namespace', mesh.namespace, ...options);
  const secretPath = (name: string): string => `/api/v1/namespaces/${mesh.namespace}/secrets/${name}`;
  /** Where the certificate is, which is not where the platform is. */
  const AUTHORITY = `/api/v1/namespaces/${SYSTEM}/secrets/rebac-authz-webhook-cert`;
  const secret = async (): Promise<Secret> => (await call(kube, secretPath('kcp-webhook-secret'))).body as Secret;
  const kubeconfig = async (): Promise<Kubeconfig> =>
    parse(Buffer.from((await secret()).data.kubeconfig, 'base64').toString()) as Kubeconfig;
  const authorities = async (): Promise<readonly string[]> =>
    (await kubeconfig()).clusters.map(({ cluster }) => Buffer.from(cluster['certificate-authority-data'], 'base64').toString());

  it('is told to kcp, whose pods restart one after the other, once', async () => {
    const kcp = await playPods();
    expect(await apply()).toMatchObject({
      code: 0,
      err: expect.stringContaining('written the kubeconfig of the authorization webhook; kcp restarts'),
    });
    expect(await authorities()).toEqual(['an authority']);
    await until('the last one is back', () => Promise.resolve(kcp.restarts() === PODS.length), { timeout: 5000 });
    expect(kcp.fewest()).toBe(PODS.length - 1);

    expect(await apply()).toMatchObject({ code: 0, err: expect.not.stringContaining('kcp restarts') });
    expect(kcp.restarts()).toBe(PODS.length);
  });

  it('is planned, which writes nothing', async () => {
    const kcp = await playPods();
    const options = ['--kcp-namespace', mesh.namespace] as const;
    expect(await mesh.run('plan', ...options)).toMatchObject({ code: 0, out: expect.stringContaining('write Secret/kcp-webhook-secret') });
    expect((await call(kube, secretPath('kcp-webhook-secret'))).status).toBe(404);
    expect(kcp.restarts()).toBe(0);
    expect(await apply()).toMatchObject({ code: 0 });
    expect(await mesh.run('plan', '--exit-code', ...options)).toMatchObject({ code: 0, out: '' });
  });

  it('is told to kcp again when it has another authority', async () => {
    const kcp = await playPods();
    expect(await apply()).toMatchObject({ code: 0 });
    await call(kube, AUTHORITY, { method: 'PATCH', body: { stringData: { 'ca.crt': 'another authority' } } });

    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('kcp restarts') });
    expect(await authorities()).toEqual(['another authority']);
    await until('the last one is back', () => Promise.resolve(kcp.restarts() === 2 * PODS.length), { timeout: 5000 });
  });

  it("keeps a kubeconfig of the user's own but for the authority", async () => {
    const own = { apiVersion: 'v1', kind: 'Config', clusters: [{ name: 'own', cluster: { server: 'https://own' } }] };
    await post(kube, secretPath('').slice(0, -1), {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'kcp-webhook-secret' },
      stringData: { kubeconfig: JSON.stringify(own) },
    });

    expect(await apply()).toMatchObject({ code: 0 });
    expect((await kubeconfig()).clusters).toEqual([
      { name: 'own', cluster: { server: 'https://own', 'certificate-authority-data': Buffer.from('an authority').toString('base64') } },
    ]);
    expect((await secret()).metadata.labels).toBeUndefined();
  });

  it('is taken over as it is where it is right, and kcp goes on', async () => {
    const kcp = await playPods();
    const own = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        { name: 'own', cluster: { server: 'https://own', 'certificate-authority-data': Buffer.from('an authority').toString('base64') } },
      ],
    };
    await post(kube, secretPath('').slice(0, -1), {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'example.com/own',
      metadata: { name: 'kcp-webhook-secret' },
      stringData: { kubeconfig: JSON.stringify(own) },
    });

    expect(await apply()).toMatchObject({ code: 0, err: expect.not.stringContaining('kcp restarts') });
    expect(await apply()).toMatchObject({ code: 0, err: expect.not.stringContaining('kcp restarts') });
    expect(kcp.restarts()).toBe(0);
    expect((await kubeconfig()).clusters[0]).toHaveProperty('cluster.server', 'https://own');
  });

  it('that is broken is told at once, restarts nothing, and ends the command, which waits no longer', async () => {
    const kcp = await playPods();
    await post(kube, secretPath('').slice(0, -1), {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'kcp-webhook-secret' },
      stringData: { kubeconfig: '{"clusters":[null]}' },
    });
    const start = performance.now();
    expect(await mesh.run('apply', '--timeout', '4s', '--kcp-namespace', mesh.namespace)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/broken-kubeconfig.*the authorization webhook failed\n$/su),
    });
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(kcp.restarts()).toBe(0);
  });

  it('that must not be written restarts nothing', async () => {
    const kcp = await playPods();
    await post(kube, secretPath('').slice(0, -1), {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'kcp-webhook-secret' },
      immutable: true,
      stringData: { kubeconfig: '{"clusters":[{"name":"own"}]}' },
    });
    expect(await apply()).toMatchObject({ code: 1, err: expect.stringContaining('kcp-webhook-secret') });
    expect(kcp.restarts()).toBe(0);
  });

  it('is waited for as long as nobody has made its authority, which is exit code 4', async () => {
    await call(kube, AUTHORITY, { method: 'DELETE' });
    expect(await apply()).toMatchObject({
      code: 4,
      err: expect.stringMatching(/waiting authorization webhook: Secret .*rebac-authz-webhook-cert has no CA bundle yet/u),
    });
    expect((await call(kube, secretPath('kcp-webhook-secret'))).status).toBe(404);
  });

  it('leaves kcp alone from Ctrl-C on, and the next run goes on with the pods that are left', async () => {
    await makePods(kube, mesh.namespace, PODS);
    const run = mesh.start('apply', '--kcp-namespace', mesh.namespace, '--timeout', '60s');
    await until('the first one is gone', async () => (await podsOf(kube, mesh.namespace)).length === PODS.length - 1);
    const start = performance.now();
    run.child.kill('SIGINT');
    expect(await run.result).toMatchObject({ code: 1, err: expect.stringContaining('stopped, run it again to go on') });
    expect(performance.now() - start).toBeLessThan(6000);
    expect((await podsOf(kube, mesh.namespace)).length).toBe(PODS.length - 1);
    expect((await secret()).metadata.annotations).toEqual({
      'core.platform-mesh.io/kcp-restarted-for': '',
      'core.platform-mesh.io/kcp-restarting': expect.stringMatching(/^\S+ \S+ \S+$/u),
    });

    const kcp = await playPods();
    const before = kcp.restarts();
    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('kcp restarts') });
    await until('the others restarted', () => Promise.resolve(kcp.restarts() - before === PODS.length - 1), { timeout: 5000 });
  });
});
