import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { call, startKube, type ApiServer, type Kube } from '../servers/index.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { installKcpOperator, putSecret, sayAvailable, shareAdmin } from './kcp-servers.ts';
import { createMesh, SYSTEM, type Mesh } from './mesh.ts';
import { startPlatformInKcp, type PlatformInKcp } from './platform-in-kcp.ts';
import { requestsFromNow, writesAmong } from './requests.ts';

const BUILT_IN = [
  'account-operator',
  'rebac-authz-webhook',
  'security-operator',
  'kubernetes-graphql-gateway',
  'virtual-workspace-clusteraccess',
  'extension-manager-operator',
  'iam-service',
  'portal',
  'security-initializer',
  'security-terminator',
  'virtual-workspaces',
  'init-agent',
].map((service) => `${service}-kubeconfig`);

interface Secret {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>>; readonly resourceVersion: string };
  readonly data: Readonly<Record<string, string>>;
}

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { readonly server: string } }];
  readonly users: readonly { readonly user: { readonly token?: string } }[];
}

describeWith(['kube', 'kcp'], 'the kubeconfigs for services', () => {
  let kube: Kube;
  let platform: PlatformInKcp;
  let kcp: ApiServer;
  let mesh: Mesh;
  const apply = (...options: readonly string[]): ReturnType<Mesh['run']> =>
    mesh.run('apply', '--kcp-url', kcp.url, '--timeout', '40s', ...options);
  const secretPath = (name: string): string => `/api/v1/namespaces/${SYSTEM}/secrets/${name}`;
  const secretOf = async (name: string): Promise<Secret | undefined> => {
    const { status, body } = await call(kube, secretPath(name));
    return status === 200 ? (body as Secret) : undefined;
  };
  const kubeconfigOf = async (name: string): Promise<Kubeconfig> =>
    parse(Buffer.from((await secretOf(name))?.data['kubeconfig'] ?? '', 'base64').toString()) as Kubeconfig;

  beforeAll(async () => {
    [kube, platform] = await Promise.all([startKube({ suite: 'provider-secret' }), startPlatformInKcp('provider-secret', [])]);
    kcp = platform.kcp;
    for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
    await installKcpOperator(kube);
    mesh = await createMesh(kube, SYSTEM);
    mesh.write({ services: {} });
    for (const name of [
      'rebac-authz-webhook-cert',
      'account-operator-webhook-server-cert',
      'security-operator-ca-secret',
      'domain-certificate',
    ])
      await putSecret(kube, SYSTEM, name, { 'ca.crt': platform.ca });
    await sayAvailable(kube, SYSTEM);
    await shareAdmin(kube, kcp, SYSTEM);
  }, 180_000);
  afterAll(async () => {
    await platform.stop();
    await kube.stop();
  });

  it('writes all built-in ones', async () => {
    const { code, err } = await apply();

    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
    expect(await Promise.all(BUILT_IN.map(async (name) => (await secretOf(name)) !== undefined))).toEqual(BUILT_IN.map(() => true));
    expect(await kubeconfigOf('portal-kubeconfig')).toMatchObject({});
  }, 90_000);

  it('writes nothing a second time, and makes no token', async () => {
    const requests = [requestsFromNow(kube), requestsFromNow(kcp)];
    const { code, err } = await apply();

    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
    expect(requests.flatMap((each) => writesAmong(each()))).toEqual([]);
  }, 60_000);
});
