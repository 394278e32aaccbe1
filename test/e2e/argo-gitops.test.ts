import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readFiles } from '../../src/synth/index.js';
import {
  startArgoCd,
  startGitServer,
  startHelmRepository,
  startKube,
  startNodes,
  until,
  type ApiServer,
  type GitServer,
} from '../servers/index.ts';
import { chartIn, deploymentOf, reasonOf, saysOf } from './argo-platform.ts';
import { synth } from './cli.ts';
import { install, readObjects } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { treeOf } from './kcp-tree.ts';
import { get, kubectl } from './kubectl.ts';
import { namespace, post, service, SYSTEM } from './mesh.ts';
import { startPlatformInKcp, type PlatformInKcp } from './platform-in-kcp.ts';
import { playCertManager } from './players/cert-manager.ts';
import { playOcmCatalog } from './players/ocm.ts';
import { requestsFromNow } from './requests.ts';
import { webChart } from './web-chart.ts';
import type { KubernetesObject } from '../../src/kubernetes/index.js';

const SUITE = 'argo-gitops';
const WORKSPACES = ['root', 'root:platform-mesh-system', 'root:orgs', 'root:providers'];
const READY = { sync: 'Synced', health: 'Healthy' };
const SERVICES = { openfga: service({ replicas: 1 }), portal: service({ replicas: 1 }, { dependsOn: [{ name: 'openfga' }] }) };

/**
 * What docs/gitops.md asks for: the health of Applications, so that the next wave waits for them. Argo CD calls one Healthy that
 * it could not compare yet.
 */
const HEALTH_OF_APPLICATIONS = `
local status = obj.status or {}
local sync, health = status.sync or {}, status.health or {}
if sync.status == "Synced" and health.status ~= nil then
  return {status = health.status, message = health.message or ""}
end
return {status = "Progressing", message = "not synced yet"}
`;

describeWith(['kube with controllers', 'nodes', 'argocd', 'kcp', 'kubectl'], 'a platform that Argo CD takes from Git', () => {
  const servers: { stop(): Promise<void> }[] = [];
  let platform: PlatformInKcp;
  let kube: ApiServer;
  let git: GitServer;
  let requests: ReturnType<typeof requestsFromNow>;

  beforeAll(async () => {
    platform = await startPlatformInKcp(SUITE, ['examples/quickstart/platform-mesh.yaml']);
    servers.push(platform);
    kube = await startKube({ suite: SUITE, controllers: true });
    servers.push(kube, await startNodes({ suite: SUITE, kube }));
    git = await startGitServer({ suite: SUITE });
    const charts = await startHelmRepository({ suite: SUITE });
    servers.push(git, charts);
    for (const name of Object.keys(SERVICES)) charts.addChart(webChart(name));
    servers.push(
      await startArgoCd({
        suite: SUITE,
        kube,
        applicationNamespaces: SYSTEM,
        settings: { 'resource.customizations.health.argoproj.io_Application': HEALTH_OF_APPLICATIONS },
      }),
    );
    for (const crd of foreignCrds('ocm', 'cert-manager')) await install(kube, crd);
    await namespace(kube, SYSTEM);
    servers.push(playCertManager(kube, SYSTEM));
    servers.push(playOcmCatalog(kube, SYSTEM, new Map(Object.keys(SERVICES).map((name) => [`${name}-chart`, chartIn(charts, '0.1.0')]))));
    for (const workspace of WORKSPACES) await declareWorkspace(workspace);
    await makeSecrets();
    requests = requestsFromNow(kube, '');
  }, 180_000);
  afterAll(async () => {
    for (const server of servers.reverse()) await server.stop();
  });

  /** A cluster for each workspace, as docs/gitops.md asks for. */
  const declareWorkspace = async (workspace: string): Promise<void> => {
    const { url, ca, token } = platform.kcp;
    const config = { bearerToken: token, tlsClientConfig: { caData: Buffer.from(ca).toString('base64') } };
    const name = `quickstart-kcp-${workspace.replaceAll(':', '.')}`;
    const stringData = { name, server: `${url}/clusters/${workspace}`, config: JSON.stringify(config) };
    await post(kube, '/api/v1/namespaces/argocd/secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: name.replace(/[^a-z.-]/gu, '-'), labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
      stringData,
    });
  };
  /** What synth reads of the clusters, where the administrator of kcp and cert-manager have left it; the client ids are known. */
  const makeSecrets = async (): Promise<void> => {
    const secret = (name: string, stringData: Readonly<Record<string, string>>): Promise<void> =>
      post(kube, `/api/v1/namespaces/${SYSTEM}/secrets`, { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData });
    await secret('kcp-cluster-admin-client-cert', { kubeconfig: readFileSync(platform.kcp.kubeconfig, 'utf8') });
    const { caBundles = {} } = await platform.readValues();
    for (const [name, ca] of Object.entries(caBundles)) await secret(name, { 'ca.crt': ca });
  };
  const applications = async (): Promise<ReadonlyMap<string, KubernetesObject>> => {
    const { items } = await get<{ readonly items: readonly KubernetesObject[] }>(kube, 'applications.argoproj.io', '--all-namespaces');
    return new Map(items.map((item) => [`${item.metadata.namespace ?? ''}/${item.metadata.name}`, item]));
  };
  /** Commits what `synth` writes with all that the clusters know by now. */
  const commit = async (): Promise<void> => {
    const [profile, values] = ['profile.yaml', 'values.yaml'].map((name) => join(dirname(platform.out), name)) as [string, string];
    writeFileSync(
      profile,
      JSON.stringify({ infra: { deploymentTechnology: 'argocd' }, components: { deploymentTechnology: 'argocd', services: SERVICES } }),
    );
    writeFileSync(values, JSON.stringify({ audiences: { welcome: ['welcome-id'] } }));
    const live = [
      '--runtime-values',
      values,
      '--runtime-values-from-cluster',
      '--kubeconfig',
      kube.kubeconfig,
      '--kcp-url',
      platform.kcp.url,
    ];
    await synth(
      [...platform.input, profile],
      platform.out,
      '--gitops',
      'argocd',
      '--gitops-repo',
      `${git.url}/platform.git`,
      '--gitops-path',
      'deploy',
      ...live,
    );
    git.commit('platform', new Map([...readFiles(platform.out)].map(([path, text]) => [`deploy/${path}`, text])));
  };
  /** Names of the Applications of the steps that synth wrote. */
  const steps = (): readonly string[] =>
    (readObjects(join(platform.out, 'gitops/applications/steps.yaml')) as readonly KubernetesObject[]).map(({ metadata }) => metadata.name);
  const missing = async (names: readonly string[]): Promise<readonly string[]> => {
    const there = new Set([...(await applications()).values()].map(({ metadata }) => metadata.name));
    return names.filter((name) => !there.has(name));
  };
  /** Waits until every Application is Synced and Healthy, and says what Argo CD says of the others when it waited too long. */
  const allReady = async (names: readonly string[]): Promise<void> => {
    const late = async (): Promise<readonly KubernetesObject[]> =>
      [...(await applications()).values()].filter((each) => !isDeepStrictEqual(saysOf(each), READY));
    try {
      await until(
        'every Application is Synced and Healthy',
        async () => (await late()).length === 0 && (await missing(names)).length === 0,
        { timeout: 240_000, every: 1000 },
      );
    } catch (cause) {
      const lines = (await late()).map((each) => `${each.metadata.name}: ${JSON.stringify(saysOf(each))}: ${reasonOf(each)}`);
      throw new Error(`missing are [${(await missing(names)).join(', ')}], late\n${lines.join('\n')}`, { cause });
    }
  };

  it('begins with one kubectl apply, and leaves out the Applications whose charts OCM has not found', async () => {
    await commit();
    await kubectl(kube, 'apply', '--server-side', '-k', join(platform.out, 'gitops'));
    await until(
      'OCM has found the charts',
      async () =>
        (await get<{ readonly items: readonly KubernetesObject[] }>(kube, 'resources.delivery.ocm.software', '-n', SYSTEM)).items.filter(
          (item) => item['status'],
        ).length === 2,
    );

    expect(steps()).not.toContain('quickstart-services');
  }, 200_000);

  it('is all Synced and Healthy by the next commit', async () => {
    await commit();
    await kubectl(
      kube,
      'annotate',
      'applications.argoproj.io',
      'quickstart-gitops',
      '-n',
      'argocd',
      '--overwrite',
      'argocd.argoproj.io/refresh=normal',
    );
    await allReady(['quickstart-gitops', ...steps(), ...Object.keys(SERVICES)]);
  }, 300_000);

  it('runs, and is all there in kcp', async () => {
    expect([...(await applications()).keys()].filter((name) => name.startsWith(`${SYSTEM}/`))).toEqual([
      `${SYSTEM}/openfga`,
      `${SYSTEM}/portal`,
    ]);
    expect((await deploymentOf(kube, SYSTEM, 'portal'))?.status?.readyReplicas).toBe(2);
    const { workspaces, bindings } = await treeOf(platform.kcp);
    expect(workspaces).toEqual({
      'root:orgs': 'Ready',
      'root:platform-mesh-system': 'Ready',
      'root:providers': 'Ready',
      'root:providers:system': 'Ready',
    });
    expect(Object.entries(bindings).filter(([, phase]) => phase !== 'Bound')).toEqual([]);
  });

  it('came in the order of the waves: portal when openfga ran', () => {
    const made = requests()
      .filter(({ verb, code }) => ['create', 'patch', 'update'].includes(verb) && (code ?? 500) < 300)
      .map(({ requestURI }) => requestURI.replace(/\?.*$/u, ''));
    const first = (path: string): number => made.findIndex((uri) => uri.endsWith(`/namespaces/${SYSTEM}/${path}`));
    const order = ['applications/openfga', 'deployments/openfga/status', 'applications/portal', 'deployments/portal/status'];

    expect(order.map(first)).not.toContain(-1);
    expect([...order].sort((one, other) => first(one) - first(other))).toEqual(order);
  });
});
