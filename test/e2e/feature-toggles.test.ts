import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { call, startKube, type ApiServer, type Kube } from '../servers/index.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { installKcpOperator, putSecret, sayAvailable, shareAdmin } from './kcp-servers.ts';
import { treeOf } from './kcp-tree.ts';
import { createMesh, namespace, post, service, SYSTEM, type Mesh, type MeshInput } from './mesh.ts';
import { CA_SECRETS, EXPOSURE, startPlatformInKcp, type PlatformInKcp } from './platform-in-kcp.ts';
import { playCertManager } from './players/cert-manager.ts';
import { playPlatform } from './players/flux.ts';
import type { Player } from './players/player.ts';
import { requestsFromNow, writesAmong } from './requests.ts';

const GETTING_STARTED = { toggle: 'feature-enable-getting-started', page: 'main-home-overview-getting-started' };
const ACCOUNTS = { toggle: 'feature-accounts-in-accounts', page: 'account-accounts' };
const UNVERIFIED = 'feature-disable-email-verification';
const IAM = { toggle: 'feature-enable-account-iam-ui', page: 'account-iam-ui' };
const PAGES = '/clusters/root:platform-mesh-system/apis/ui.platform-mesh.io/v1alpha1/contentconfigurations';
/** How Flux reaches the runtime cluster. */
const WAY = ['--remote-runtime-infra-secret-name', 'runtime-kubeconfig', '--remote-runtime-infra-secret-key', 'kubeconfig'];
/** A platform as the guide to remote clusters shows it: one release of each section, and one connection of its own. */
const SAMPLE: MeshInput = {
  exposure: EXPOSURE,
  infra: {
    certManager: {
      enabled: true,
      name: 'cert-manager',
      interval: '5m',
      targetNamespace: 'cert-manager',
      ocmResourceName: 'charts',
      values: { crds: { enabled: true } },
    },
  },
  services: { 'account-operator': service({ ingress: { host: 'account-operator.{{ .baseDomain }}' } }) },
  resolved: false,
  kcp: {
    providerConnections: [
      {
        endpointSliceName: 'core.platform-mesh.io',
        path: 'root:platform-mesh-system',
        secret: 'platform-mesh-operator-kubeconfig',
        adminAuth: true,
      },
    ],
  },
};
const TOGGLE = 'core.platform-mesh.io/feature-toggle';

interface Page {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly { readonly manager: string }[];
  };
}

describeWith(['kube', 'kcp'], 'feature toggles of a platform in kcp, whose releases are on another cluster', () => {
  let kube: Kube;
  let infra: Kube;
  let controllers: readonly Player[];
  let platform: PlatformInKcp;
  let kcp: ApiServer;
  let mesh: Mesh;
  const run = (verb: string, ...options: readonly string[]): ReturnType<Mesh['run']> =>
    mesh.run(verb, '--kcp-url', kcp.url, '--remote-infra-kubeconfig', infra.kubeconfig, ...WAY, ...options);
  const apply = (...options: readonly string[]): ReturnType<Mesh['run']> => run('apply', '--timeout', '3m', ...options);
  const use = (...toggles: readonly string[]): void => mesh.write({ ...SAMPLE, toggles });
  const pages = async (): Promise<readonly Page[]> => ((await call(kcp, PAGES)).body as { readonly items: readonly Page[] }).items;
  const toggled = async (): Promise<readonly string[]> =>
    (await pages()).filter(({ metadata }) => metadata.labels?.[TOGGLE] !== undefined).map(({ metadata }) => metadata.name);

  beforeAll(async () => {
    [kube, infra, platform] = await Promise.all([
      startKube({ suite: 'feature-toggles' }),
      startKube({ suite: 'feature-toggles-infra' }),
      startPlatformInKcp('feature-toggles', []),
    ]);
    kcp = platform.kcp;
    for (const crd of foreignCrds('ocm', 'cert-manager')) await install(kube, crd);
    for (const crd of foreignCrds('flux')) await install(infra, crd);
    await namespace(infra, SYSTEM);
    await installKcpOperator(kube);
    mesh = await createMesh(kube, SYSTEM, 'mesh', { withKcp: true });
    use();
    for (const name of CA_SECRETS) await putSecret(kube, SYSTEM, name, { 'ca.crt': platform.ca });
    await shareAdmin(kube, kcp, SYSTEM);
    await sayAvailable(kube, SYSTEM);
    controllers = [playPlatform(infra, SYSTEM, kube), playCertManager(kube, SYSTEM)];
  }, 180_000);
  afterAll(async () => {
    for (const controller of controllers) await controller.stop();
    await platform.stop();
    await infra.stop();
    await kube.stop();
  });

  it('have a kcp to come to: one run of its step brings an empty one to the end, though it does not wait for the platform', async () => {
    const planned = await run('plan', '--only', 'kcp-setup');
    // kcp would refuse a type whose exports are not there yet, even by a dry run.
    expect(planned).toMatchObject({ code: 0, err: expect.stringMatching(/\n\d+ to create, 1 to wait for, 0 unchanged\n$/u) });
    expect(planned.out).toContain('create WorkspaceType/orgs (kcp/root)\n');
    const { code, err } = await apply('--only', 'kcp-setup');

    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringMatching(/\d+ created, 1 taken over\n$/u) });
    const { workspaces, bindings } = await treeOf(kcp);
    expect(Object.keys(workspaces).sort()).toEqual(['root:orgs', 'root:platform-mesh-system', 'root:providers', 'root:providers:system']);
    expect([...Object.values(workspaces), ...Object.values(bindings)].filter((phase) => !['Ready', 'Bound'].includes(phase))).toEqual([]);
    expect(await toggled()).toEqual([]);
  }, 240_000);

  it('come after kcp is set up, with an inventory of their own and the field manager of the reference', async () => {
    use(GETTING_STARTED.toggle, UNVERIFIED, ACCOUNTS.toggle);
    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
    const { code, out } = await run('status');
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('11/11 ready, no drift') });
    expect(out).toContain('steps\n  ✓ Deployment\n  ✓ KcpSetup\n  ✓ ProviderSecret\n  ✓ FeatureToggles\n  ✓ Wait\n');
    expect(out).toContain('kubeconfigs 1/1\n  ✓ platform-mesh-system/platform-mesh-operator-kubeconfig\n');

    const names = [ACCOUNTS.page, GETTING_STARTED.page];
    expect(await toggled()).toEqual(names);
    const managers = (await pages())
      .filter(({ metadata }) => names.includes(metadata.name))
      .flatMap(({ metadata }) => (metadata.managedFields ?? []).map(({ manager }) => manager));
    expect(managers).toEqual(['platform-mesh-operator', 'platform-mesh-operator']);
    expect(await inventory('feature-toggles')).toEqual(names);
    expect((await inventory('kcp-setup')).filter((name) => names.includes(name))).toEqual([]);
  }, 240_000);

  it('write nothing a second time', async () => {
    const requests = [requestsFromNow(kube), requestsFromNow(kcp)];

    expect(await apply()).toMatchObject({ code: 0, err: expect.stringMatching(/^\d+ unchanged(?:, \d+ kept)?; everything is ready$/mu) });
    expect(requests.flatMap((each) => writesAmong(each()))).toEqual([]);
  }, 240_000);

  it('are shown by plan: what comes, and what goes', async () => {
    use(UNVERIFIED, ACCOUNTS.toggle, IAM.toggle);
    const { code, out } = await run('plan', '--output', 'json');

    const { objects } = JSON.parse(out) as { readonly objects: readonly { readonly name: string; readonly action: string }[] };
    const isOf = ({ name }: { readonly name: string }): boolean => [GETTING_STARTED.page, ACCOUNTS.page, IAM.page].includes(name);
    expect({ code, objects: objects.filter(isOf).map(({ name, action }) => `${name} ${action}`) }).toEqual({
      code: 0,
      objects: [`${ACCOUNTS.page} unchanged`, 'account-iam-ui create', `${GETTING_STARTED.page} prune`],
    });
  }, 240_000);

  it('stay as they are while their step is left out, and plan says nothing of them', async () => {
    for (const options of [['--skip', 'feature-toggles'], ['--subroutines-feature-toggles-enabled=false']]) {
      expect(await apply(...options)).toMatchObject({ code: 0 });
      expect(await toggled()).toEqual([ACCOUNTS.page, GETTING_STARTED.page]);
      expect((await run('plan', '--output', 'json', ...options)).out).not.toContain('account-iam-ui');
    }
  }, 240_000);

  it('take their objects away when they leave the spec, by their step alone', async () => {
    const { code, err } = await apply('--only', 'feature-toggles');

    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringContaining(`deleted ContentConfiguration ${GETTING_STARTED.page} on kcp/root:platform-mesh-system`),
    });
    expect(await toggled()).toEqual([ACCOUNTS.page, 'account-iam-ui']);
    use();
    expect(await apply()).toMatchObject({ code: 0 });
    expect(await toggled()).toEqual([]);
    expect((await pages()).map(({ metadata }) => metadata.name)).toContain('main-home');
  }, 240_000);

  it.each([
    { flags: [], told: /orphaned ContentConfiguration account-iam-ui on kcp\/root:platform-mesh-system: .*--prune-adopted/u, stays: true },
    { flags: ['--prune-adopted'], told: /deleted ContentConfiguration account-iam-ui on kcp\/root:platform-mesh-system/u, stays: false },
  ])(
    "leave an object that was somebody's own, unless they are told to delete it: $flags",
    async ({ flags, told, stays }) => {
      // The platform has no such field, so nobody made this from its output.
      const remoteConfiguration = { url: 'https://portal.example.com', contentType: 'json' };
      const spec = { inlineConfiguration: { content: '{}', contentType: 'json' }, remoteConfiguration };
      await call(kcp, `${PAGES}/${IAM.page}`, { method: 'DELETE' });
      await post(kcp, `${PAGES}?fieldManager=somebody`, {
        apiVersion: 'ui.platform-mesh.io/v1alpha1',
        kind: 'ContentConfiguration',
        metadata: { name: IAM.page },
        spec,
      });
      use(IAM.toggle);
      expect(await apply('--only', 'feature-toggles')).toMatchObject({ code: 1, err: expect.stringContaining('apply-conflict') });
      expect(await apply('--only', 'feature-toggles', '--force-conflicts')).toMatchObject({ code: 0 });
      use();

      expect(await apply('--only', 'feature-toggles', ...flags)).toMatchObject({ code: 0, err: expect.stringMatching(told) });
      expect((await pages()).some(({ metadata }) => metadata.name === IAM.page)).toBe(stays);
    },
    120_000,
  );

  it('tell their step among the events of a run, while it waits', async () => {
    await sayAvailable(kube, SYSTEM, 'False');
    const { code, out } = await run('apply', '--timeout', '3s', '--only', 'feature-toggles', '--output', 'json');
    await sayAvailable(kube, SYSTEM);

    const steps = out
      .split('\n')
      .filter(Boolean)
      .map(
        (line) => JSON.parse(line) as { readonly type: string; readonly step?: string; readonly kind?: string; readonly reason?: string },
      )
      .filter(({ type }) => type === 'step')
      .map(({ step, kind, reason }) => ({ step, kind, reason }));
    expect({ code, steps }).toEqual({
      code: 4,
      steps: [{ step: 'FeatureToggleSubroutine', kind: 'waiting', reason: 'RootShardNotReady' }],
    });
  }, 240_000);

  async function inventory(step: string): Promise<readonly string[]> {
    const path = `/api/v1/namespaces/${SYSTEM}/configmaps/mesh-inventory-${step}-kcp.root.platform-mesh-system`;
    const { data = {} } = (await call(kube, path)).body as { readonly data?: Readonly<Record<string, string>> };
    return Object.entries(data)
      .filter(([kind]) => kind.startsWith('ContentConfiguration.'))
      .flatMap(([, lines]) => lines.split('\n').map((line) => line.split(' ')[0]?.replace(/^\//u, '') ?? ''))
      .filter(Boolean)
      .sort();
  }
});
