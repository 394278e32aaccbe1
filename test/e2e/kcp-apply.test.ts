import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { call } from '../servers/index.ts';
import { appliedTo, contentOf, versionsOf } from './applied.ts';
import { applyToKcp } from './apply-to-kcp.ts';
import { describeWith } from './describe-with.ts';
import { treeOf } from './kcp-tree.ts';
import { login } from './login.ts';
import { startPlatformInKcp, type PlatformInKcp } from './platform-in-kcp.ts';

describeWith(['kcp', 'kubectl'], 'the quickstart in kcp', () => {
  let platform: PlatformInKcp;

  beforeAll(async () => {
    platform = await startPlatformInKcp('kcp-apply', ['examples/quickstart']);
  });
  afterAll(() => platform.stop());

  it('is applied in one pass, in the order of apply-order.yml', async () => {
    await applyToKcp(platform.kcp, platform);
  });

  it('makes every workspace Ready and every binding Bound', async () => {
    const { workspaces, bindings } = await treeOf(platform.kcp);

    expect(workspaces).toEqual({
      'root:orgs': 'Ready',
      'root:platform-mesh-system': 'Ready',
      'root:providers': 'Ready',
      'root:providers:system': 'Ready',
    });
    expect(Object.entries(bindings).filter(([, phase]) => phase !== 'Bound')).toEqual([]);
    expect(Object.keys(bindings)).toEqual(
      expect.arrayContaining(['root:platform-mesh-system core.platform-mesh.io', 'root:platform-mesh-system system.platform-mesh.io']),
    );
  });

  it('is changed by nothing when it is applied again', async () => {
    const { kcp, out } = platform;
    const first = await appliedTo(kcp, out);
    await applyToKcp(kcp, platform);
    const second = await appliedTo(kcp, out);
    // kcp writes an object that nobody has written since it was made once more, as it is.
    await applyToKcp(kcp, platform);
    const third = await appliedTo(kcp, out);

    expect(contentOf(second)).toEqual(contentOf(first));
    expect(versionsOf(third)).toEqual(versionsOf(second));
  });

  it('has kcp ask the webhooks of the operators, by the authority that it was given', async () => {
    const account = {
      apiVersion: 'core.platform-mesh.io/v1alpha1',
      kind: 'Account',
      metadata: { name: 'example' },
      spec: { displayName: 'Example', type: 'org' },
    };
    const { status } = await call(platform.kcp, '/clusters/root:orgs/apis/core.platform-mesh.io/v1alpha1/accounts', {
      method: 'POST',
      body: account,
    });

    expect(status).toBe(201);
    expect(platform.reviews).toEqual(
      expect.arrayContaining([
        { path: '/mutate-core-platform-mesh-io-v1alpha1-account', operation: 'CREATE', resource: 'accounts' },
        { path: '/validate-core-platform-mesh-io-v1alpha1-account', operation: 'CREATE', resource: 'accounts' },
        {
          path: '/validate-core-platform-mesh-io-v1alpha1-identityproviderconfiguration',
          operation: 'UPDATE',
          resource: 'identityproviderconfigurations',
        },
      ]),
    );
  });

  it.each([
    {
      token: 'for a client of the realm',
      claims: { aud: 'welcome-id', email: 'user@example.com', email_verified: true },
      user: 'user@example.com',
    },
    { token: 'for another client', claims: { aud: 'other', email: 'user@example.com', email_verified: true }, user: undefined },
    {
      token: 'with an address that nobody verified',
      claims: { aud: 'welcome-id', email: 'user@example.com', email_verified: false },
      user: undefined,
    },
  ])('knows $user by a token $token', async ({ claims, user }) => {
    expect(await login(platform, 'root:orgs', claims)).toBe(user);
  });
});
