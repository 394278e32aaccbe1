import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { certificate } from '../runtime/cluster/certificate.ts';
import { call, until, type ApiServer, type Kube } from '../servers/index.ts';
import { BUILT_IN } from './built-in-connections.ts';
import { describeWith } from './describe-with.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { putSecret, shareAdmin } from './kcp-servers.ts';
import { post, service, SYSTEM, type Mesh } from './mesh.ts';
import { EXPOSURE, startForPlatform, type PlatformInKcp } from './platform-in-kcp.ts';
import { playTerminator, waiting } from './players/security-operator.ts';
import { exportWidgets, WIDGETS } from './provider-exports.ts';
import { askWith, publishedIn, secretOf, type Secret } from './published.ts';
import { openReconciler } from './reconciler.ts';
import { requestsFromNow, writesAmong } from './requests.ts';

const ACCOUNTS = '/apis/core.platform-mesh.io/v1alpha1/accounts';
const ONE = 'root:providers:one';
const TWO = 'root:providers:two';
const PROVIDER = { name: 'provider', path: 'root' };
const EXTRA = 'root:orgs:extra1';
const WORKSPACES = [
  { path: EXTRA, type: { name: 'org', path: 'root' } },
  { path: ONE, type: PROVIDER },
  { path: TWO, type: PROVIDER },
];
const BY_SLICE = { path: ONE, endpointSliceName: WIDGETS, secret: 'one' };
const BY_EXPORT = { path: TWO, apiExportNames: [WIDGETS], secret: 'two', namespace: 'consumers' };
const ADMIN_BY_SLICE = { path: 'root:platform-mesh-system', endpointSliceName: 'core.platform-mesh.io', adminAuth: true, secret: 'admin' };
const EXTERNAL = { path: EXTRA, external: true, adminAuth: true, secret: 'extra1-kubeconfig' };
const INITIALIZER = { path: 'root', workspaceType: { name: 'org', virtualWorkspace: 'initializing' }, secret: 'initializer' };
const TERMINATOR = { path: 'root', workspaceType: { name: 'security', virtualWorkspace: 'terminating' }, secret: 'terminator' };

describeWith(['kube', 'kcp'], 'the kubeconfigs for services', () => {
  let kube: Kube;
  let platform: PlatformInKcp;
  let kcp: ApiServer;
  let mesh: Mesh;
  const options = (timeout: string): readonly string[] => ['--kcp-url', kcp.url, '--timeout', timeout];
  const apply = (...more: readonly string[]): ReturnType<Mesh['run']> => mesh.run('apply', ...options('150s'), ...more);
  const plan = (...more: readonly string[]): ReturnType<Mesh['run']> => mesh.run('plan', '--kcp-url', kcp.url, ...more);
  const secret = (name: string, namespace = SYSTEM): Promise<Secret | undefined> => secretOf(kube, namespace, name);
  const write = (...connections: readonly object[]): void =>
    mesh.write({ exposure: EXPOSURE, services: {}, kcp: { extraWorkspaces: WORKSPACES, extraProviderConnections: connections } });
  const rights = async (workspace: string, name: string): Promise<readonly number[]> => {
    const rbac = `/clusters/${workspace}/apis/rbac.authorization.k8s.io/v1`;
    const paths = [
      `/clusters/${workspace}/api/v1/namespaces/default/serviceaccounts/platform-mesh-provider-${name}`,
      `${rbac}/clusterroles/platform-mesh-provider-${name}`,
      `${rbac}/clusterrolebindings/platform-mesh-provider-${name}`,
      `${rbac}/clusterrolebindings/platform-mesh-workspace-access-${name}`,
    ];
    return Promise.all(paths.map(async (path) => (await call(kcp, path)).status));
  };

  beforeAll(async () => {
    ({ kube, platform, mesh } = await startForPlatform('provider-secret'));
    kcp = platform.kcp;
    await call(kube, '/api/v1/namespaces', { method: 'POST', body: { metadata: { name: 'consumers' } } });
  }, 180_000);
  afterAll(async () => {
    await platform.stop();
    await kube.stop();
  });

  it('are written by the first apply, the built-in ones and those of the user, as soon as what they need is there', async () => {
    write(BY_SLICE, BY_EXPORT, ADMIN_BY_SLICE, EXTERNAL, INITIALIZER, TERMINATOR);
    const planned = await plan();
    expect(planned).toMatchObject({ code: 0, out: expect.stringContaining('create Secret/two (runtime, namespace consumers)\n') });
    expect(planned.out).toContain('create Secret/iam-service-kubeconfig (runtime, namespace platform-mesh-system)\n');
    expect(planned.out).toMatch(/^wait Secret\/terminator .*: WorkspaceType security in root does not exist yet$/mu);
    const run = mesh.start('apply', ...options('240s'));
    for (const path of [ONE, TWO]) {
      await until(
        `${path} is Ready`,
        async () => (await call(kcp, `/clusters/${path}/apis/apis.kcp.io/v1alpha2/apiexports`)).status === 200,
        {
          timeout: 200_000,
        },
      );
      await exportWidgets(kcp, path);
    }

    expect(await run.result).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
  }, 300_000);

  it('lead to the front proxy, and work: each of the built-in ones', async () => {
    for (const [name, path] of Object.entries(BUILT_IN)) {
      const found = await secret(name);
      const { server, token } = publishedIn(found);

      expect({ name, server: server.href }).toEqual({ name, server: `https://frontproxy-front-proxy.platform-mesh-system:8443${path}` });
      expect(Object.keys(found!.data)).toEqual(['kubeconfig']);
      const asked = path.startsWith('/services/') ? '/clusters/root' : path;
      expect(await call({ ...kcp, token }, `${asked}/api`)).toMatchObject({ status: 200 });
    }
  }, 60_000);

  it('let a service do what its export offers, and nothing else', async () => {
    const iam = await secret('iam-service-kubeconfig');
    const { token } = publishedIn(iam);

    // kcp answers 429 until the storage of a new kind is there.
    await until('kcp serves accounts', async () => (await askWith(kcp, iam, ACCOUNTS)).status === 200, { timeout: 30_000 });
    expect(await askWith(kcp, iam, '/apis/rbac.authorization.k8s.io/v1/clusterroles')).toMatchObject({ status: 403 });
    expect(await call({ ...kcp, token }, '/clusters/root/apis/tenancy.kcp.io/v1alpha1/workspaces')).toMatchObject({ status: 403 });
    expect(await call({ ...kcp, token }, `/clusters/${ONE}/apis/example.com/v1/widgets`)).toMatchObject({ status: 403 });
  }, 60_000);

  it('lead a provider through the URL of its endpoint slice to its objects, and to no others', async () => {
    const one = await secret('one');
    const widget = (note: string): object => ({
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'first' },
      spec: { note },
    });
    const { body } = await call(kcp, `/clusters/${ONE}/apis/core.kcp.io/v1alpha1/logicalclusters/cluster`);
    const cluster = (body as { readonly metadata: { readonly annotations: Readonly<Record<string, string>> } }).metadata.annotations[
      'kcp.io/cluster'
    ]!;

    expect(publishedIn(one).server.pathname).toMatch(/^\/services\/apiexport\/[^/]+\/widgets\.example\.com$/u);
    const made = await askWith(kcp, one, `/clusters/${cluster}/apis/example.com/v1/widgets`, { method: 'POST', body: widget('made') });
    expect(made).toMatchObject({ status: 201 });
    expect(await askWith(kcp, one, '/clusters/*/apis/example.com/v1/widgets')).toMatchObject({
      status: 200,
      body: { items: [{ metadata: { name: 'first' }, spec: { note: 'made' } }] },
    });
    const { host, pathname: others } = publishedIn(await secret('admin')).server;
    expect(host).toBe('frontproxy-front-proxy.platform-mesh-system:8443');
    expect(others).toMatch(/^\/services\/apiexport\/[^/]+\/core\.platform-mesh\.io\/?$/u);
    const { token } = publishedIn(one);
    expect(await call({ ...kcp, token }, `${others}/clusters/*/apis/core.platform-mesh.io/v1alpha1/accounts`)).toMatchObject({
      status: 403,
    });
    expect(await askWith(kcp, await secret('admin'), '/clusters/*/apis/core.platform-mesh.io/v1alpha1/accounts')).toMatchObject({
      status: 200,
    });
  }, 60_000);

  it('lead a provider to the workspace of its export', async () => {
    const two = await secret('two', 'consumers');
    const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'second' }, spec: { note: 'made' } };

    expect(await askWith(kcp, two, '/apis/example.com/v1/widgets', { method: 'POST', body: widget })).toMatchObject({ status: 201 });
    expect(await askWith(kcp, two, '/apis/example.com/v1/widgets/second')).toMatchObject({ body: { spec: { note: 'made' } } });
    expect(await askWith(kcp, two, '/api/v1/secrets')).toMatchObject({ status: 403 });
  }, 60_000);

  it('lead to the public host what is outside of the cluster, and into a workspace of the user', async () => {
    const extra = await secret('extra1-kubeconfig');

    expect(publishedIn(extra).server.href).toBe(`https://kcp.api.portal.localhost:8443/clusters/${EXTRA}`);
    expect(await askWith(kcp, extra, ACCOUNTS)).toMatchObject({ status: 200 });
  }, 60_000);

  it('lead an initializer to the workspaces of its type, and to those of no other type', async () => {
    const initializer = await secret('initializer');
    const { server, token } = publishedIn(initializer);

    expect(server.pathname).toMatch(/^\/services\/initializingworkspaces\//u);
    expect(await askWith(kcp, initializer, '/clusters/*/apis/core.kcp.io/v1alpha1/logicalclusters')).toMatchObject({ status: 200 });
    const account = server.pathname.replace(/org$/u, 'account');
    expect(await call({ ...kcp, token }, `${account}/clusters/*/apis/core.kcp.io/v1alpha1/logicalclusters`)).toMatchObject({ status: 403 });
    expect(await call({ ...kcp, token }, '/clusters/root/api/v1/secrets')).toMatchObject({ status: 403 });
  }, 60_000);

  it('lead a terminator to the workspaces of its type that are being deleted, and let it let them go', async () => {
    const { server, token } = publishedIn(await secret('terminator'));
    const terminator = { ...kcp, token };
    const workspaces = '/clusters/root:orgs/apis/tenancy.kcp.io/v1alpha1/workspaces';
    const workspace = { apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'Workspace', metadata: { name: 'leaving' } };
    const phase = async (): Promise<unknown> =>
      ((await call(kcp, `${workspaces}/leaving`)).body as { readonly status?: { readonly phase?: string } }).status?.phase;
    await post(kcp, workspaces, { ...workspace, spec: { type: { name: 'org', path: 'root' } } });
    await until('the workspace is Ready', async () => (await phase()) === 'Ready', { timeout: 30_000 });
    await call(kcp, `${workspaces}/leaving`, { method: 'DELETE' });

    expect(server.pathname).toBe('/services/terminatingworkspaces/root:security');
    await until('kcp waits for the terminator', async () => (await waiting(terminator, 'terminating')).length === 1, { timeout: 30_000 });
    const others = '/services/terminatingworkspaces/root:account/clusters/*/apis/core.kcp.io/v1alpha1/logicalclusters';
    expect(await call(terminator, others)).toMatchObject({ status: 403 });
    const player = playTerminator(terminator);
    await until('the workspace is gone', async () => (await call(kcp, `${workspaces}/leaving`)).status === 404, { timeout: 30_000 });
    await player.stop();
  }, 120_000);

  it('are not written a second time, and no token is made', async () => {
    const requests = [requestsFromNow(kube), requestsFromNow(kcp)];

    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
    expect(await plan('--exit-code')).toMatchObject({ code: 0, out: '' });
    expect(requests.flatMap((each) => writesAmong(each()))).toEqual([]);
  }, 180_000);

  it('follow their export: its rights change, and the token stays', async () => {
    const before = await secret('two', 'consumers');
    const patch = { spec: { permissionClaims: [{ group: '', resource: 'configmaps', verbs: ['get', 'list'] }] } };
    await call(kcp, `/clusters/${TWO}/apis/apis.kcp.io/v1alpha2/apiexports/${WIDGETS}`, { method: 'PATCH', body: patch });

    expect(await apply()).toMatchObject({ code: 0 });
    expect((await secret('two', 'consumers'))!.data).toEqual(before!.data);
    expect(await askWith(kcp, before, '/api/v1/namespaces/default/configmaps')).toMatchObject({ status: 200 });
  }, 180_000);

  it('get a new token when their ServiceAccount was deleted', async () => {
    const before = publishedIn(await secret('two', 'consumers'));
    await call(kcp, `/clusters/${TWO}/api/v1/namespaces/default/serviceaccounts/platform-mesh-provider-two`, { method: 'DELETE' });

    expect(await apply()).toMatchObject({ code: 0 });
    const after = await secret('two', 'consumers');
    expect(publishedIn(after).token).not.toBe(before.token);
    expect(await askWith(kcp, after, '/apis/example.com/v1/widgets')).toMatchObject({ status: 200 });
  }, 180_000);

  it('get a new token when kcp refuses the published one, though it has time', async () => {
    const before = await secret('two', 'consumers');
    const { token } = publishedIn(before);
    // What the token says of itself stays; only kcp knows that nobody has signed it.
    const unsigned = `${token.slice(0, -20)}${'A'.repeat(20)}`;
    const kubeconfig = Buffer.from(before!.data['kubeconfig']!, 'base64').toString().replace(token, unsigned);
    await putSecret(kube, 'consumers', 'two', { kubeconfig });
    expect(await askWith(kcp, await secret('two', 'consumers'), '/apis/example.com/v1/widgets')).toMatchObject({ status: 401 });
    expect(await mesh.run('status', '--kcp-url', kcp.url)).toMatchObject({
      code: 4,
      out: expect.stringMatching(/✗ consumers\/two .*TokenInvalid: its token is no longer accepted; apply renews it\n/u),
    });

    const planned = await plan('--exit-code');
    expect(planned).toMatchObject({ code: 3, out: expect.stringContaining('Secret/two'), err: expect.stringContaining('1 to update') });
    expect(planned.out).not.toContain(Buffer.from(kubeconfig).toString('base64'));
    expect(await apply()).toMatchObject({ code: 0 });
    const after = await secret('two', 'consumers');
    expect([token, unsigned]).not.toContain(publishedIn(after).token);
    expect(await askWith(kcp, after, '/apis/example.com/v1/widgets')).toMatchObject({ status: 200 });
  }, 180_000);

  it('go with everything that belongs to them when they leave the list', async () => {
    expect(await rights(ONE, 'one')).toEqual([200, 200, 200, 200]);
    write(BY_EXPORT, ADMIN_BY_SLICE);
    const { out } = await plan();
    for (const leaving of ['Secret/one (runtime,', 'ServiceAccount/platform-mesh-provider-one (kcp/root:providers:one,', 'Secret/extra1'])
      expect(out).toContain(`delete ${leaving}`);
    expect(out).not.toContain('Secret/two');

    expect(await apply()).toMatchObject({ code: 0 });
    expect(await rights(ONE, 'one')).toEqual([404, 404, 404, 404]);
    expect(await rights('root', 'initializer')).toEqual([404, 404, 404, 404]);
    expect(await rights(TWO, 'two')).toEqual([200, 200, 200, 200]);
    for (const name of ['one', 'initializer', 'terminator', 'extra1-kubeconfig']) expect(await secret(name)).toBeUndefined();
  }, 180_000);

  it('are reported one by one when they cannot work, while everything else is ready', async () => {
    await putSecret(kube, SYSTEM, 'taken', { password: 'mine' });
    write(BY_EXPORT, { path: ONE, secret: 'sourceless' }, { ...BY_SLICE, secret: 'taken' });
    const { code, err } = await apply();

    expect({ code, err }).toMatchObject({ code: 4, err: expect.stringContaining('everything else is ready') });
    expect(err).toContain('Secret platform-mesh-system/sourceless: ');
    expect(err).toContain('Secret platform-mesh-system/taken: it exists');
    expect((await secret('taken'))!.data).toEqual({ password: Buffer.from('mine').toString('base64') });
    expect(await rights(ONE, 'taken')).toEqual([404, 404, 404, 404]);
    expect(await secret('admin')).toBeUndefined();

    write(BY_EXPORT, { ...BY_SLICE, secret: 'taken' });
    expect(await apply('--force-conflicts')).toMatchObject({ code: 0 });
    expect(publishedIn(await secret('taken')).server.pathname).toContain('/services/apiexport/');
  }, 300_000);

  it('are taken over from the reference with their token', async () => {
    write(BY_EXPORT);
    expect(await apply()).toMatchObject({ code: 0 });
    const made = (await secret('two', 'consumers'))!;
    const path = '/api/v1/namespaces/consumers/secrets';
    await call(kube, `${path}/two`, { method: 'DELETE' });
    const body = { metadata: { name: 'two' }, data: made.data };
    await call(kube, `${path}?fieldManager=manager`, { method: 'POST', body });
    const requests = requestsFromNow(kcp);

    expect(await apply()).toMatchObject({ code: 0 });
    const after = (await secret('two', 'consumers'))!;
    expect(after.data).toEqual(made.data);
    expect(after.metadata.annotations).toEqual(made.metadata.annotations);
    expect(writesAmong(requests())).toEqual([]);
  }, 300_000);

  it('are renewed in time, ten times, and a consumer that reads the Secret is never refused', async () => {
    const reconciler = await openReconciler(mesh, kube, kcp, 600);
    const others = ['DeploymentSubroutine', 'KcpsetupSubroutine', 'WaitSubroutine'] as const;
    const tokens = new Set<string>();
    const refused: unknown[] = [];
    const end = new AbortController();
    const consumer = consume(end.signal, async () => {
      const answer = await askWith(kcp, await secret('iam-service-kubeconfig'), ACCOUNTS);
      if (answer.status !== 200) refused.push(answer);
    });
    try {
      // The tokens that are there were asked for a week.
      reconciler.now = new Date(Date.now() + 5 * 86_400_000);
      for (let time = 1; time <= 10; time += 1) {
        const requests = requestsFromNow(kcp, 'platform-mesh');
        const results = await reconciler.reconcile(others);
        tokens.add(publishedIn(await secret('iam-service-kubeconfig')).token);

        expect(results.get('ProvidersecretSubroutine')).toEqual({ kind: 'done', requeueAfter: expect.any(Number) });
        await reconciler.reconcile(others);
        // Three services of the platform, and the connection of the user.
        expect(writesAmong(requests()).filter((write) => write.endsWith('/token'))).toHaveLength(4);
        const after = results.get('ProvidersecretSubroutine') as { readonly requeueAfter: number };
        expect(after.requeueAfter).toBeGreaterThan(359_000 - 1_000);
        expect(after.requeueAfter).toBeLessThanOrEqual(360_000);
        reconciler.now = new Date(reconciler.now.getTime() + after.requeueAfter + 1_000);
      }
    } finally {
      end.abort();
      await consumer;
      await reconciler.close();
    }

    expect(tokens.size).toBe(10);
    expect(refused).toEqual([]);
  }, 180_000);

  it('hold the whole chain of CAs, though kcp-operator gives only one in the middle, so that every client trusts kcp', async () => {
    const root = certificate({ name: 'root' });
    const middle = certificate({ name: 'middle', issuer: root, isAuthority: true });
    const leaf = certificate({ name: 'front-proxy', hosts: ['localhost'], issuer: middle });
    const proxy = await startFaultProxy(kcp, { key: leaf.key, cert: leaf.cert, ca: middle.cert });
    const kubeconfig = readFileSync(proxy.kubeconfig, 'utf8');
    for (const name of ['kcp-cluster-admin-client-cert', 'kubeconfig-kcp-admin']) await putSecret(kube, SYSTEM, name, { kubeconfig });
    await putSecret(kube, SYSTEM, 'root-ca', { 'tls.crt': root.cert });
    write(BY_EXPORT, ADMIN_BY_SLICE);
    try {
      expect(await mesh.run('apply', '--kcp-url', proxy.url, '--timeout', '150s')).toMatchObject({ code: 0 });

      const found = { 'iam-service-kubeconfig': '', admin: '/clusters/*' };
      for (const [name, at] of Object.entries(found)) {
        const { server, token, ca } = publishedIn(await secret(name));
        expect(chainOf(ca)).toEqual([
          { subject: 'CN=middle', issuer: 'CN=root' },
          { subject: 'CN=root', issuer: 'CN=root' },
        ]);
        // OpenSSL insists on the root.
        expect(await call({ url: proxy.url, ca, token }, `${server.pathname}${at}${ACCOUNTS}`)).toMatchObject({ status: 200 });
      }
    } finally {
      await proxy.stop();
      await shareAdmin(kube, kcp, SYSTEM);
    }
  }, 180_000);

  it('are renewed also while another step waits', async () => {
    const waiting = { portal: service() };
    mesh.write({
      exposure: EXPOSURE,
      services: waiting,
      resolved: false,
      kcp: { extraWorkspaces: WORKSPACES, extraProviderConnections: [BY_EXPORT, INITIALIZER] },
    });
    const before = publishedIn(await secret('iam-service-kubeconfig')).token;
    const reconciler = await openReconciler(mesh, kube, kcp, 600);
    try {
      reconciler.now = new Date(Date.now() + 5 * 86_400_000);
      const results = await reconciler.reconcile(['WaitSubroutine']);

      expect(results.get('DeploymentSubroutine')).toMatchObject({ kind: 'waiting' });
      expect(results.get('ProvidersecretSubroutine')).toMatchObject({
        kind: 'waiting',
        reason: 'EarlierStep',
        requeueAfter: expect.any(Number),
      });
    } finally {
      await reconciler.close();
    }

    expect(publishedIn(await secret('iam-service-kubeconfig')).token).not.toBe(before);
    expect(await secret('initializer')).toBeUndefined();
  }, 60_000);
});

/** Who the certificates of a bundle are for, and who signed them. */
function chainOf(bundle: string): readonly { readonly subject: string; readonly issuer: string }[] {
  const blocks = bundle.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/gu) ?? [];
  return blocks.map((block) => new X509Certificate(block)).map(({ subject, issuer }) => ({ subject, issuer }));
}

/** Does something over and over, as a service does, until the signal is aborted. */
async function consume(signal: AbortSignal, ask: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await ask();
    await sleep(20);
  }
}
