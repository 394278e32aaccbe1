import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { certificate } from '../runtime/cluster/certificate.ts';
import { call, until, type ApiServer, type Kube } from '../servers/index.ts';
import type { Result, Run } from './cli.ts';
import { describeWith } from './describe-with.ts';
import { installKcpOperator, putSecret, sayAvailable, shareCertificate } from './kcp-servers.ts';
import { treeOf } from './kcp-tree.ts';
import { SYSTEM, type Mesh } from './mesh.ts';
import { CA_SECRETS, startServers, type PlatformInKcp } from './platform-in-kcp.ts';
import { requestsFromNow, writesAmong } from './requests.ts';
import { admit, type Account } from './service-account.ts';

describeWith(['kube', 'kcp', 'kubectl'], 'an apply that brings a platform into kcp, with the rights of `install --rbac-only`', () => {
  const clients = certificate({ name: 'root-client-ca' });
  let kube: Kube;
  let platform: PlatformInKcp;
  let kcp: ApiServer;
  let mesh: Mesh;
  let account: Account;
  const start = (timeout: string, ...options: readonly string[]): Run =>
    mesh.start('apply', '--kubeconfig', account.kubeconfig, '--timeout', timeout, ...options);
  const apply = (timeout: string, ...options: readonly string[]): Promise<Result> => start(timeout, ...options).result;

  beforeAll(async () => {
    ({ kube, platform, mesh } = await startServers('kcp-setup', { clientCa: clients.cert }));
    kcp = platform.kcp;
    account = await admit(kube, 'mesh', SYSTEM, kube.logs, '--technology', 'fluxcd');
    await putSecret(kube, SYSTEM, 'rebac-authz-webhook-cert', { 'ca.crt': platform.ca });
  }, 180_000);
  afterAll(async () => {
    await platform.stop();
    await kube.stop();
  });

  it("says what it waits for: kcp-operator's kinds, a server, the condition of a server, the Secret of its administrator", async () => {
    expect(await apply('3s')).toMatchObject({
      code: 4,
      err: expect.stringContaining('KcpSetup: RootShard platform-mesh-system/root does not exist yet: no server knows its kind'),
    });
    await installKcpOperator(kube);
    expect(await apply('3s')).toMatchObject({
      code: 4,
      err: expect.stringContaining('RootShard platform-mesh-system/root does not exist yet\n'),
    });
    await sayAvailable(kube, SYSTEM, 'False');
    expect(await apply('3s')).toMatchObject({
      code: 4,
      err: expect.stringContaining('RootShard platform-mesh-system/root is not available: as the test says'),
    });
    await sayAvailable(kube, SYSTEM);
    expect(await apply('3s')).toMatchObject({
      code: 4,
      err: expect.stringContaining('Secret platform-mesh-system/kcp-cluster-admin-client-cert does not exist yet'),
    });
    const admin = certificate({ name: 'cluster-admin', organization: 'system:kcp:admin', issuer: clients });
    await shareCertificate(kube, kcp, SYSTEM, admin);
  }, 60_000);

  it('waits for the CA bundles of the webhooks, and goes on when they are there', async () => {
    const run = start('60s', '--kcp-url', kcp.url);
    await until('it waits for a CA bundle', () => Promise.resolve(run.printed().includes('account-operator-webhook-server-cert')), {
      timeout: 60_000,
    });
    for (const name of CA_SECRETS) await putSecret(kube, SYSTEM, name, { 'ca.crt': platform.ca });

    expect(await run.result).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
  }, 90_000);

  it('leaves a tree of workspaces that are Ready, and bindings that are Bound', async () => {
    const { workspaces, bindings } = await treeOf(kcp);

    expect(workspaces).toEqual({
      'root:orgs': 'Ready',
      'root:platform-mesh-system': 'Ready',
      'root:providers': 'Ready',
      'root:providers:system': 'Ready',
    });
    expect(Object.values(bindings).filter((phase) => phase !== 'Bound')).toEqual([]);
  });

  it('writes the client ids of the identity provider into the login configuration', async () => {
    const login = await call(kcp, '/clusters/root/apis/tenancy.kcp.io/v1alpha1/workspaceauthenticationconfigurations/orgs-authentication');

    expect(login.body).toMatchObject({ spec: { jwt: [{ issuer: { audiences: ['welcome-id', 'welcome-kubectl-id'] } }] } });
  });

  it('writes nothing a second time', async () => {
    const requests = [requestsFromNow(kube), requestsFromNow(kcp)];
    const { code, err } = await apply('60s', '--kcp-url', kcp.url);

    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^(?:ready Workspace .+\n)*\d+ unchanged; everything is ready\n$/u),
    });
    expect(requests.flatMap((each) => writesAmong(each()))).toEqual([]);
  }, 60_000);
});
