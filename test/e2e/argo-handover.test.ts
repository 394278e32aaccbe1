import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { call, startFlux, startRegistry } from '../servers/index.ts';
import { deploymentOf, podsOf, saysOf, startArgoPlatform, type ArgoPlatform } from './argo-platform.ts';
import { describeWith } from './describe-with.ts';
import { service, SYSTEM, type MeshInput } from './mesh.ts';
import { webChart } from './web-chart.ts';

const SUITE = 'argo-handover';

const OPENFGA = { openfga: service({ replicas: 1 }) };
const PORTAL = { portal: service({ replicas: 2 }, { dependsOn: [{ name: 'openfga' }] }) };
/** It comes when Argo CD deploys, so that Helm has never heard of it. */
const SEARCH = { search: service({ replicas: 1 }, { dependsOn: [{ name: 'openfga' }] }) };

describeWith(['kube with controllers', 'nodes', 'registry', 'flux', 'argocd'], 'a platform between Flux and Argo CD', () => {
  const servers: { stop(): Promise<void> }[] = [];
  let platform: ArgoPlatform;
  const apply = (input: MeshInput): Promise<unknown> => {
    platform.mesh.write({ resolved: false, ...input });
    return platform.mesh.run('apply', '--timeout', '60s');
  };
  const releases = async (): Promise<readonly string[]> =>
    (await platform.mesh.names()).filter((name) => /^(?:Application|HelmRelease)\//u.test(name));
  const READY = { code: 0, err: expect.stringContaining('everything is ready') };

  beforeAll(async () => {
    platform = await startArgoPlatform({
      suite: SUITE,
      namespace: SYSTEM,
      applicationNamespaces: '*',
      charts: ['openfga', 'portal', 'search'],
    });
    servers.push(platform, await startFlux({ suite: SUITE, kube: platform.kube }));
    const registry = await startRegistry({ suite: SUITE });
    servers.push(registry);
    for (const name of ['openfga', 'portal', 'search']) {
      registry.pushChart(webChart(name));
      // Flux takes the chart from the registry, Argo CD from the Helm repository.
      const { version, access } = platform.catalog.get(`${name}-chart`)!;
      platform.catalog.set(`${name}-chart`, {
        version,
        access: { ...access, imageReference: `oci://${registry.host}/charts/${name}:0.1.0` },
      });
    }
  }, 180_000);
  afterAll(async () => {
    for (const server of servers.reverse()) await server.stop();
  });

  const pods = (): Promise<Readonly<Record<string, string>>> => podsOf(platform.kube, SYSTEM);

  it('runs when Flux has deployed it', async () => {
    expect(await apply({ services: { ...OPENFGA, ...PORTAL } })).toMatchObject(READY);
    expect(Object.keys(await pods())).toHaveLength(3);
  });

  it('goes on running when Argo CD takes it over', async () => {
    const before = await pods();
    expect(await apply({ technology: 'argocd', services: { ...OPENFGA, ...PORTAL } })).toMatchObject(READY);

    expect(await releases()).toEqual(['Application/openfga', 'Application/portal']);
    expect(saysOf((await platform.mesh.objects()).get('Application/portal'))).toEqual({ sync: 'Synced', health: 'Healthy' });
    expect(await pods()).toEqual(before);
  });

  it('is deployed by Argo CD from then on', async () => {
    const before = await pods();
    const input: MeshInput = {
      technology: 'argocd',
      services: { ...OPENFGA, ...PORTAL, ...SEARCH },
      values: { portal: { values: { replicas: 3 } } },
    };
    expect(await apply(input)).toMatchObject(READY);

    expect(await pods()).toMatchObject(before);
    expect(Object.keys(await pods())).toHaveLength(5);
  });

  it('goes on running when Flux takes it back, with what only Argo CD had deployed', async () => {
    const before = await pods();
    expect(await apply({ services: { ...OPENFGA, ...PORTAL, ...SEARCH }, values: { portal: { values: { replicas: 3 } } } })).toMatchObject(
      READY,
    );

    expect(await releases()).toEqual(['HelmRelease/openfga', 'HelmRelease/portal', 'HelmRelease/search']);
    expect(await pods()).toEqual(before);
  });

  it('is deployed by Flux from then on, and Argo CD has forgotten it', async () => {
    expect(
      await apply({
        services: { ...PORTAL, ...SEARCH },
        values: { portal: { values: { replicas: 2 }, dependsOn: [] }, search: { values: { replicas: 2 }, dependsOn: [] } },
      }),
    ).toMatchObject(READY);

    expect(await deploymentOf(platform.kube, SYSTEM, 'openfga')).toBeUndefined();
    for (const name of ['portal', 'search'])
      expect(await deploymentOf(platform.kube, SYSTEM, name)).toMatchObject({ spec: { replicas: 2 }, status: { readyReplicas: 2 } });
    expect((await call(platform.kube, `/apis/argoproj.io/v1alpha1/applications`)).body).toMatchObject({ items: [] });
  });
});
