import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { call, until, type ApiServer, type Kube } from '../servers/index.ts';
import { describeWith } from './describe-with.ts';
import { startFaultProxy, type Fault, type FaultProxy } from './fault-proxy.ts';
import { putSecret } from './kcp-servers.ts';
import { treeOf } from './kcp-tree.ts';
import { SYSTEM, type Mesh } from './mesh.ts';
import { startForPlatform, type PlatformInKcp } from './platform-in-kcp.ts';
import { certificateFor } from './players/network.ts';
import { askWith, secretOf } from './published.ts';
import { openReconciler } from './reconciler.ts';
import { requestsFromNow, writesAmong } from './requests.ts';

const PLATFORM = '/clusters/root:platform-mesh-system';
const EXPORTS = `${PLATFORM}/apis/apis.kcp.io/v1alpha2/apiexports`;
const ACCOUNTS = '/apis/core.platform-mesh.io/v1alpha1/accounts';
const ADMIN = 'kcp-cluster-admin-client-cert';

interface Export {
  readonly status: { readonly identityHash?: string };
}

describeWith(['kube', 'kcp'], 'a platform in kcp, when something breaks', () => {
  let kube: Kube;
  let platform: PlatformInKcp;
  let kcp: ApiServer;
  let mesh: Mesh;
  let proxy: FaultProxy;
  const apply = (timeout = '120s'): ReturnType<Mesh['run']> => mesh.run('apply', '--kcp-url', kcp.url, '--timeout', timeout);
  const caBundleOf = async (kind: string, name: string): Promise<unknown> => {
    const { body } = await call(kcp, `${PLATFORM}/apis/admissionregistration.k8s.io/v1/${kind}/${name}`);
    return (body as { readonly webhooks: readonly { readonly clientConfig: { readonly caBundle?: string } }[] }).webhooks[0]?.clientConfig
      .caBundle;
  };

  beforeAll(async () => {
    ({ kube, platform, mesh } = await startForPlatform('kcp-faults'));
    kcp = platform.kcp;
    proxy = await startFaultProxy(kcp);
    expect(await apply('240s')).toMatchObject({ code: 0 });
  }, 420_000);
  afterAll(async () => {
    await proxy.stop();
    await platform.stop();
    await kube.stop();
  });

  it('gets a rotated CA bundle into its webhooks', async () => {
    const { cert } = await certificateFor(['rotated.example.com']);
    // kcp asks the webhook only for accounts, so a CA that nobody uses breaks nothing here.
    await putSecret(kube, SYSTEM, 'account-operator-webhook-server-cert', { 'ca.crt': cert });

    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('updated') });
    const name = 'account-operator.webhooks.core.platform-mesh.io';
    expect(await caBundleOf('mutatingwebhookconfigurations', name)).toBe(Buffer.from(cert).toString('base64'));
    await putSecret(kube, SYSTEM, 'account-operator-webhook-server-cert', { 'ca.crt': platform.ca });
    expect(await apply()).toMatchObject({ code: 0 });
  }, 120_000);

  it('gets a workspace back that somebody deleted', async () => {
    await call(kcp, '/clusters/root:providers/apis/tenancy.kcp.io/v1alpha1/workspaces/system', { method: 'DELETE' });

    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('created Workspace system on kcp/root:providers') });
    expect((await treeOf(kcp)).workspaces).toMatchObject({ 'root:providers:system': 'Ready' });
  }, 180_000);

  it('follows the new identity of an export that was deleted and made again', async () => {
    const identity = async (): Promise<string | undefined> => {
      const { status, body } = await call(kcp, `${EXPORTS}/system.platform-mesh.io`);
      return status === 200 ? (body as Export).status.identityHash : undefined;
    };
    const before = await identity();
    await call(kcp, `${EXPORTS}/system.platform-mesh.io`, { method: 'DELETE' });
    await call(kcp, `${PLATFORM}/api/v1/namespaces/kcp-system/secrets/system.platform-mesh.io`, { method: 'DELETE' });
    await until('the export is gone', async () => (await identity()) === undefined, { timeout: 30_000 });

    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('created APIExport system.platform-mesh.io') });
    expect(await identity()).not.toBe(before);
    const { bindings } = await treeOf(kcp);
    expect(Object.entries(bindings).filter(([, phase]) => phase !== 'Bound')).toEqual([]);
    expect(await apply()).toMatchObject({ code: 0, err: expect.stringMatching(/\d+ unchanged; everything is ready\n$/u) });
  }, 300_000);

  it('goes on with the new credentials of the administrator while it waits', async () => {
    const kubeconfig = readFileSync(kcp.kubeconfig, 'utf8');
    const broken = kubeconfig.replaceAll(/token: \S+/gu, 'token: revoked');
    await putSecret(kube, SYSTEM, ADMIN, { kubeconfig: broken });
    const run = mesh.start('apply', '--kcp-url', kcp.url, '--timeout', '90s');
    await until('it says that kcp refuses it', () => Promise.resolve(/401|unauthorized/iu.test(run.printed())), { timeout: 30_000 });
    await putSecret(kube, SYSTEM, ADMIN, { kubeconfig });

    expect(await run.result).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
  }, 120_000);

  it.each<[string, number, Fault]>([
    [
      '403',
      10,
      { kind: 'answer', status: 403, body: { kind: 'Status', status: 'Failure', reason: 'Forbidden', code: 403, message: 'no' } },
    ],
    ['429', 30, { kind: 'answer', status: 429, headers: { 'retry-after': '1' } }],
    ['no answer at all, as during a restart,', 10, { kind: 'cut' }],
  ])(
    'outlasts a front proxy that gives %s for %i s',
    async (_, seconds, fault) => {
      await putSecret(kube, SYSTEM, ADMIN, { kubeconfig: readFileSync(proxy.kubeconfig, 'utf8') });
      const end = Date.now() + seconds * 1_000;
      let faults = 0;
      proxy.rule(() => {
        if (Date.now() > end) return undefined;
        faults += 1;
        return fault;
      });
      try {
        const { code, err } = await mesh.run('apply', '--kcp-url', proxy.url, '--timeout', '90s');

        expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
        expect(faults).toBeGreaterThan(0);
        // It waits, and does not hammer.
        expect(faults).toBeLessThan(200);
      } finally {
        proxy.rule(() => undefined);
        await putSecret(kube, SYSTEM, ADMIN, { kubeconfig: readFileSync(kcp.kubeconfig, 'utf8') });
      }
    },
    120_000,
  );

  it.each([-10, 10])(
    'writes nothing when its clock is %i minutes off',
    async (minutes) => {
      // The kubeconfigs trust the certificate of the administrator's server, which was a proxy.
      expect(await apply()).toMatchObject({ code: 0 });
      const reconciler = await openReconciler(mesh, kube, kcp, 604_800);
      const requests = [requestsFromNow(kube), requestsFromNow(kcp)];
      try {
        reconciler.now = new Date(Date.now() + minutes * 60_000);
        expect((await reconciler.reconcile([])).get('ProvidersecretSubroutine')).toMatchObject({ kind: 'done' });
      } finally {
        await reconciler.close();
      }
      expect(requests.flatMap((each) => writesAmong(each()))).toEqual([]);
      expect(await askWith(kcp, await secretOf(kube, SYSTEM, 'iam-service-kubeconfig'), ACCOUNTS)).toMatchObject({ status: 200 });
    },
    60_000,
  );
});
