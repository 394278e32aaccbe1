import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { call, until, type ApiServer, type Kube } from '../servers/index.ts';
import { describeWith } from './describe-with.ts';
import { putSecret } from './kcp-servers.ts';
import { treeOf } from './kcp-tree.ts';
import { post, service, SYSTEM, type Mesh, type MeshInput } from './mesh.ts';
import { EXPOSURE, startForPlatform, type PlatformInKcp } from './platform-in-kcp.ts';
import { playCertManager } from './players/cert-manager.ts';
import { playPlatform } from './players/flux.ts';
import type { Player } from './players/player.ts';
import { playTerminator } from './players/security-operator.ts';
import { secretOf } from './published.ts';
import { requestsFromNow, writesAmong } from './requests.ts';

const ADMIN = 'kcp-cluster-admin-client-cert';
const TENANCY = '/apis/tenancy.kcp.io/v1alpha1';
const INPUT: MeshInput = { services: { portal: service() }, resolved: false, exposure: EXPOSURE };
const OWN = 'root:providers:own';

describeWith(['kube', 'kcp'], 'a platform in kcp that is deleted', () => {
  let kube: Kube;
  let platform: PlatformInKcp;
  let kcp: ApiServer;
  let mesh: Mesh;
  const controllers: Player[] = [];
  const players: Player[] = [];
  const run = (verb: string, ...options: readonly string[]): ReturnType<Mesh['run']> => mesh.run(verb, '--kcp-url', kcp.url, ...options);
  const apply = (): ReturnType<Mesh['run']> => run('apply', '--timeout', '240s');
  const inventories = async (): Promise<readonly string[]> => {
    const { body } = await call(kube, `/api/v1/namespaces/${SYSTEM}/configmaps?labelSelector=core.platform-mesh.io/inventory`);
    return (body as { readonly items: readonly { readonly metadata: { readonly name: string } }[] }).items.map(
      ({ metadata }) => metadata.name,
    );
  };
  const isThere = async (server: ApiServer, path: string): Promise<boolean> => (await call(server, path)).status === 200;
  const workspaces = async (): Promise<readonly string[]> => Object.keys((await treeOf(kcp)).workspaces).sort();
  const makeWorkspace = async (parent: string, name: string, type: string): Promise<void> => {
    const spec = { type: { name: type, path: 'root' } };
    await post(kcp, `/clusters/${parent}${TENANCY}/workspaces`, {
      apiVersion: 'tenancy.kcp.io/v1alpha1',
      kind: 'Workspace',
      metadata: { name },
      spec,
    });
    await until(`${name} is Ready`, async () => (await treeOf(kcp)).workspaces[`${parent}:${name}`] === 'Ready', { timeout: 60_000 });
  };

  beforeAll(async () => {
    ({ kube, platform, mesh } = await startForPlatform('kcp-delete'));
    kcp = platform.kcp;
    controllers.push(playPlatform(kube, SYSTEM), playCertManager(kube, SYSTEM));
  }, 180_000);
  afterEach(async () => {
    for (const player of players.splice(0)) await player.stop();
  });
  afterAll(async () => {
    for (const controller of controllers) await controller.stop();
    await platform.stop();
    await kube.stop();
  });

  it('has a status: its steps, its workspaces in kcp, and its kubeconfigs with the age of their tokens', async () => {
    mesh.write({ ...INPUT, kcp: { extraWorkspaces: [{ path: OWN, type: { name: 'provider', path: 'root' } }] } });
    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
    const requests = [requestsFromNow(kube), requestsFromNow(kcp)];

    const { code, out } = await run('status');

    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('ready, no drift') });
    expect(out).toMatch(/steps\n {2}✓ Deployment\n {2}✓ KcpSetup\n {2}✓ ProviderSecret\n {2}✓ FeatureToggles\n {2}✓ Wait\n/u);
    expect(out).toContain(
      [
        'kcp 5/5',
        '  root',
        '    ✓ orgs Ready',
        '    ✓ platform-mesh-system Ready',
        '    ✓ providers Ready',
        '      ✓ own Ready',
        '      ✓ system Ready',
        '',
      ].join('\n'),
    );
    expect(out).toMatch(/kubeconfigs 12\/12\n {2}✓ platform-mesh-system\/account-operator-kubeconfig\n/u);
    expect(out).toMatch(/✓ platform-mesh-system\/iam-service-kubeconfig renewed \d+ (?:s|min) ago, expires in 6 d\n/u);
    const data = JSON.parse((await run('status', '--output', 'json')).out) as object;
    expect(data).toMatchObject({
      steps: expect.arrayContaining([{ step: 'KcpsetupSubroutine', state: 'done' }]),
      kcp: { workspaces: expect.arrayContaining([{ path: OWN, state: 'ready' }]) },
      connections: expect.arrayContaining([
        expect.objectContaining({
          secret: 'iam-service-kubeconfig',
          ready: true,
          reason: 'Ready',
          issuedAt: expect.any(String),
          expiresAt: expect.any(String),
        }),
      ]),
    });
    expect(requests.flatMap((each) => writesAmong(each()))).toEqual([]);
  }, 480_000);

  it('tells in its status what is missing in kcp, by itself with --watch', async () => {
    const watch = mesh.start('status', '--kcp-url', kcp.url, '--watch');
    await until('it shows the platform', () => Promise.resolve(watch.shown().includes('kubeconfigs 12/12')), { timeout: 30_000 });
    await call(kcp, `/clusters/root:platform-mesh-system/apis/ui.platform-mesh.io/v1alpha1/contentconfigurations/main-home`, {
      method: 'DELETE',
    });
    const MISSING = '… KcpSetup ContentConfiguration main-home is missing\n';
    await until('it shows what is missing in kcp', () => Promise.resolve(watch.shown().includes(MISSING)), { timeout: 30_000 });
    await call(kube, `/api/v1/namespaces/${SYSTEM}/secrets/iam-service-kubeconfig`, { method: 'DELETE' });
    await until('it shows the Secret', () => Promise.resolve(watch.shown().includes('kubeconfigs 11/12')), { timeout: 30_000 });
    watch.child.kill('SIGINT');
    expect(await watch.result).toMatchObject({ code: 0, err: '' });

    const { code, out } = await run('status');

    expect({ code, out }).toMatchObject({
      code: 4,
      out: expect.stringContaining(MISSING),
    });
    expect(out).toContain(
      '✗ platform-mesh-system/iam-service-kubeconfig SecretNotFound: Secret platform-mesh-system/iam-service-kubeconfig does not exist\n',
    );
  }, 60_000);

  it('is gone from kcp and from the clusters, with its kubeconfigs and its inventories, as a plan says before', async () => {
    const requests = [requestsFromNow(kube), requestsFromNow(kcp)];
    const planned = await run('plan', '--delete');
    expect(requests.flatMap((each) => writesAmong(each()))).toEqual([]);

    const { code, err } = await run('delete', '--timeout', '150s');

    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringMatching(/\d+ deleted\n$/u) });
    const [, count] = /(\d+) deleted\n$/u.exec(err) ?? [];
    expect(planned).toMatchObject({ code: 0, err: `${count ?? ''} to delete, 0 unchanged\n` });
    expect(await workspaces()).toEqual([]);
    const types = (await call(kcp, `/clusters/root${TENANCY}/workspacetypes`)).body as {
      readonly items: readonly { readonly metadata: { readonly name: string } }[];
    };
    expect(types.items.map(({ metadata }) => metadata.name)).not.toEqual(expect.arrayContaining(['orgs']));
    expect(await inventories()).toEqual([]);
    expect(await secretOf(kube, SYSTEM, 'portal-kubeconfig')).toBeUndefined();
    expect(await secretOf(kube, SYSTEM, ADMIN)).toBeDefined();
    expect(await mesh.names()).toEqual([]);
  }, 480_000);

  it('goes on where a run was killed', async () => {
    mesh.write(INPUT);
    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
    const killed = mesh.start('delete', '--kcp-url', kcp.url, '--timeout', '150s');
    const orgs = `/clusters/root${TENANCY}/workspaces/orgs`;
    await until(
      'a workspace is being deleted',
      async () =>
        ((await call(kcp, orgs)).body as { readonly metadata?: { readonly deletionTimestamp?: string } }).metadata?.deletionTimestamp,
      { timeout: 60_000 },
    );
    killed.child.kill('SIGKILL');
    await killed.result;
    expect(await inventories()).toContain('mesh-inventory-kcp-setup-kcp.root');
    expect(await mesh.names()).toContain('HelmRelease/portal');

    expect(await run('delete', '--timeout', '150s')).toMatchObject({ code: 0 });
    expect([...(await workspaces()), ...(await inventories()), ...(await mesh.names())]).toEqual([]);
  }, 480_000);

  it('waits for kcp, and says so; what is deployed stays until then', async () => {
    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
    const admin = await secretOf(kube, SYSTEM, ADMIN);
    await call(kube, `/api/v1/namespaces/${SYSTEM}/secrets/${ADMIN}`, { method: 'DELETE' });

    expect(await run('status')).toMatchObject({
      code: 4,
      out: expect.stringContaining(`kcp ✗ Secret ${SYSTEM}/${ADMIN} does not exist yet\nkubeconfigs 12/12\n`),
    });
    const missing = await run('delete', '--timeout', '4s');
    expect(missing).toMatchObject({
      code: 4,
      err: expect.stringContaining(
        `KcpSetup: what is in kcp cannot be deleted: Secret ${SYSTEM}/${ADMIN} does not exist yet; --orphan-kcp leaves it there`,
      ),
    });
    expect(missing.err).toContain(`still waiting HelmRelease ${SYSTEM}/portal on infra`);

    expect(admin).toBeDefined();
    await putSecret(kube, SYSTEM, ADMIN, { kubeconfig: readFileSync(kcp.kubeconfig, 'utf8') });
    expect(await mesh.run('status', '--kcp-url', 'https://127.0.0.1:1')).toMatchObject({
      code: 4,
      out: expect.stringMatching(
        /✓ Deployment\n {2}… KcpSetup .*nothing listens there.*\nkcp ✗ .*nothing listens there\nkubeconfigs 12\/12\n/su,
      ),
    });
    const unreachable = await mesh.run('delete', '--kcp-url', 'https://127.0.0.1:1', '--timeout', '4s');
    expect(unreachable).toMatchObject({ code: 4, err: expect.stringContaining('KcpSetup: what is in kcp cannot be deleted: ') });
    expect(await mesh.names()).toContain('HelmRelease/portal');
    expect(await isThere(kcp, '/clusters/root:orgs/apis/core.platform-mesh.io/v1alpha1/stores/orgs')).toBe(true);
  }, 480_000);

  it('is forgotten in kcp with --orphan-kcp, which the next apply takes over again', async () => {
    const { code, err } = await mesh.run('delete', '--kcp-url', 'https://127.0.0.1:1', '--orphan-kcp', '--timeout', '30s');

    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringContaining('orphaned Workspace orgs on kcp/root: it is left in kcp'),
    });
    expect([...(await inventories()), ...(await mesh.names())]).toEqual([]);
    expect(await workspaces()).toContain('root:orgs');
    expect(await secretOf(kube, SYSTEM, 'portal-kubeconfig')).toBeUndefined();
    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
  }, 480_000);

  it('leaves workspaces with content of users, and names them', async () => {
    await makeWorkspace('root:orgs', 'acme', 'org');
    const CONTENT = 'it holds Workspace acme, which the platform has not made; --delete-workspaces deletes it';
    expect(await run('plan', '--delete')).toMatchObject({ code: 0, out: expect.stringContaining(CONTENT) });
    expect((await run('plan', '--delete', '--delete-workspaces')).out).not.toContain('it holds Workspace acme');

    const { code, err } = await run('delete', '--timeout', '60s');

    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringContaining(`kept Workspace orgs on kcp/root: ${CONTENT}`),
    });
    expect(err).toContain('kept WorkspaceType org on kcp/root: workspace root:orgs stays, and may need it');
    expect(err).toContain('kept APIExport core.platform-mesh.io on kcp/root:platform-mesh-system');
    expect(err).toContain('deleted ContentConfiguration main-home on kcp/root:platform-mesh-system');
    expect(err).toContain('deleted ServiceAccount default/platform-mesh-provider-iam-service-kubeconfig on kcp/root:platform-mesh-system');
    expect(await workspaces()).toEqual([
      'root:orgs',
      'root:orgs:acme',
      'root:platform-mesh-system',
      'root:providers',
      'root:providers:system',
    ]);
    const webhooks = '/clusters/root:platform-mesh-system/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
    expect((await call(kcp, webhooks)).body).toMatchObject({ items: [] });
    expect(await mesh.names()).toEqual([]);
    expect((await inventories()).every((name) => name.startsWith('mesh-inventory-kcp-setup-kcp.root'))).toBe(true);
  }, 480_000);

  it('says what holds a workspace, and deletes it with all that is in it with --delete-workspaces', async () => {
    expect(await run('delete', '--delete-workspaces', '--timeout', '25s')).toMatchObject({
      code: 4,
      err: expect.stringContaining(
        'still waiting Workspace orgs on kcp/root: workspace root:orgs:acme waits for its terminator root:security',
      ),
    });
    players.push(playTerminator(kcp));

    const { code, err } = await run('delete', '--delete-workspaces', '--timeout', '150s');

    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('deleted Workspace orgs on kcp/root') });
    expect([...(await workspaces()), ...(await inventories())]).toEqual([]);
  }, 480_000);
});
