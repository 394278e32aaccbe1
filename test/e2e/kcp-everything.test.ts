import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { call, until } from '../servers/index.ts';
import { appliedTo, contentOf } from './applied.ts';
import { applyToKcp } from './apply-to-kcp.ts';
import { describeWith } from './describe-with.ts';
import { treeOf } from './kcp-tree.ts';
import { get, kubectl, workspaceOf } from './kubectl.ts';
import { login } from './login.ts';
import { startPlatformInKcp, type PlatformInKcp } from './platform-in-kcp.ts';
import { playTerminator, waiting } from './players/security-operator.ts';

/** What the input adds to the workspaces that are always there. */
const EXTRA = ['root:orgs:acme', 'root:orgs:acme:research', 'root:orgs:acme:research:lab', 'root:providers:wildwest', 'root:shared'];

describeWith(['kcp', 'kubectl'], 'a platform with every toggle, and workspaces and bindings of its own, in kcp', () => {
  let platform: PlatformInKcp;

  beforeAll(async () => {
    platform = await startPlatformInKcp('kcp-everything', ['test/e2e/inputs/everything']);
  });
  afterAll(() => platform.stop());

  it('is applied in one pass, in the order of apply-order.yml', async () => {
    await applyToKcp(platform.kcp, platform);
  });

  it('makes every workspace Ready and every binding Bound', async () => {
    const { workspaces, bindings } = await treeOf(platform.kcp);

    expect(workspaces).toEqual(
      Object.fromEntries(
        ['root:orgs', 'root:platform-mesh-system', 'root:providers', 'root:providers:system', ...EXTRA].map((path) => [path, 'Ready']),
      ),
    );
    expect(Object.entries(bindings).filter(([, phase]) => phase !== 'Bound')).toEqual([]);
  });

  it.each([
    { workspace: 'root:orgs:acme', resource: 'terminals.terminal.platform-mesh.io', reason: 'by the toggle' },
    { workspace: 'root:orgs:acme:research', resource: 'terminals.terminal.platform-mesh.io', reason: 'by the toggle' },
    { workspace: 'root:orgs:acme', resource: 'providers.providers.platform-mesh.io', reason: 'since the user added them to the type' },
  ])('has $resource in $workspace, $reason', async ({ workspace, resource }) => {
    expect(await get(workspaceOf(platform.kcp, workspace), resource)).toMatchObject({ items: [] });
  });

  it('lets users in whose address nobody verified, by the toggle', async () => {
    expect(await login(platform, 'root:orgs', { aud: 'welcome-id', email: 'user@example.com', email_verified: false })).toBe(
      'user@example.com',
    );
  });

  it('is changed by nothing when it is applied again', async () => {
    const before = await appliedTo(platform.kcp, platform.out);
    await applyToKcp(platform.kcp, platform);

    expect(contentOf(await appliedTo(platform.kcp, platform.out))).toEqual(contentOf(before));
  });

  it('holds an organization that is deleted until the security-operator lets it and its accounts go', async () => {
    const { kcp } = platform;
    const acme = '/clusters/root:orgs/apis/tenancy.kcp.io/v1alpha1/workspaces/acme';
    await kubectl(workspaceOf(kcp, 'root:orgs'), 'delete', 'workspace', 'acme', '--wait=false');
    await until('kcp waits for the security-operator', async () => (await waiting(kcp, 'terminating')).length > 0);
    expect((await call(kcp, acme)).status).toBe(200);

    const terminator = playTerminator(kcp);
    await until('the organization is gone', async () => (await call(kcp, acme)).status === 404);
    await terminator.stop();
  });
});
