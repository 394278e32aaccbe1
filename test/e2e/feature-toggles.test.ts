import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { call, startKube, type ApiServer, type Kube } from '../servers/index.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { installKcpOperator, putSecret, sayAvailable, shareAdmin } from './kcp-servers.ts';
import { treeOf } from './kcp-tree.ts';
import { createMesh, SYSTEM, type Mesh } from './mesh.ts';
import { EXPOSURE, startPlatformInKcp, type PlatformInKcp } from './platform-in-kcp.ts';
import { requestsFromNow, writesAmong } from './requests.ts';

const GETTING_STARTED = { toggle: 'feature-enable-getting-started', page: 'main-home-overview-getting-started' };
const ACCOUNTS = { toggle: 'feature-accounts-in-accounts', page: 'account-accounts' };
const PAGES = '/clusters/root:platform-mesh-system/apis/ui.platform-mesh.io/v1alpha1/contentconfigurations';
const TOGGLE = 'core.platform-mesh.io/feature-toggle';

interface Page {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly { readonly manager: string }[];
  };
}

describeWith(['kube', 'kcp'], 'feature toggles of a platform in kcp', () => {
  let kube: Kube;
  let platform: PlatformInKcp;
  let kcp: ApiServer;
  let mesh: Mesh;
  const run = (verb: string, ...options: readonly string[]): ReturnType<Mesh['run']> => mesh.run(verb, '--kcp-url', kcp.url, ...options);
  const apply = (...options: readonly string[]): ReturnType<Mesh['run']> => run('apply', '--timeout', '3m', ...options);
  const use = (...toggles: readonly string[]): void => mesh.write({ exposure: EXPOSURE, services: {}, toggles });
  const pages = async (): Promise<readonly Page[]> => ((await call(kcp, PAGES)).body as { readonly items: readonly Page[] }).items;
  const toggled = async (): Promise<readonly string[]> =>
    (await pages()).filter(({ metadata }) => metadata.labels?.[TOGGLE] !== undefined).map(({ metadata }) => metadata.name);

  beforeAll(async () => {
    [kube, platform] = await Promise.all([startKube({ suite: 'feature-toggles' }), startPlatformInKcp('feature-toggles', [])]);
    kcp = platform.kcp;
    for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
    await installKcpOperator(kube);
    mesh = await createMesh(kube, SYSTEM, 'mesh', { withKcp: true });
    use();
    for (const name of [
      'rebac-authz-webhook-cert',
      'account-operator-webhook-server-cert',
      'security-operator-ca-secret',
      'domain-certificate',
    ])
      await putSecret(kube, SYSTEM, name, { 'ca.crt': platform.ca });
    await shareAdmin(kube, kcp, SYSTEM);
    await sayAvailable(kube, SYSTEM);
  }, 180_000);
  afterAll(async () => {
    await platform.stop();
    await kube.stop();
  });

  it('have a kcp to come to: one run of its step brings an empty one to the end, though it does not wait for the platform', async () => {
    const { code, err } = await apply('--only', 'kcp-setup');

    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringMatching(/\d+ created, 1 taken over\n$/u) });
    const { workspaces, bindings } = await treeOf(kcp);
    expect(Object.keys(workspaces).sort()).toEqual(['root:orgs', 'root:platform-mesh-system', 'root:providers', 'root:providers:system']);
    expect([...Object.values(workspaces), ...Object.values(bindings)].filter((phase) => !['Ready', 'Bound'].includes(phase))).toEqual([]);
    expect(await toggled()).toEqual([]);
  }, 240_000);

  it('come after kcp is set up, with an inventory of their own and the field manager of the reference', async () => {
    use(GETTING_STARTED.toggle, ACCOUNTS.toggle);
    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });

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
    use(ACCOUNTS.toggle, 'feature-enable-account-iam-ui');
    const { code, out } = await run('plan', '--output', 'json');

    const { objects } = JSON.parse(out) as { readonly objects: readonly { readonly name: string; readonly action: string }[] };
    const isOf = ({ name }: { readonly name: string }): boolean => [GETTING_STARTED.page, ACCOUNTS.page, 'account-iam-ui'].includes(name);
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
