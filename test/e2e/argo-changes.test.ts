import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { call, until } from '../servers/index.ts';
import { chartIn, deploymentOf, podsOf, startArgoPlatform, type ArgoPlatform } from './argo-platform.ts';
import { describeWith } from './describe-with.ts';
import { service, type MeshInput } from './mesh.ts';
import { requestsFromNow, writesAmong } from './requests.ts';
import { webChart } from './web-chart.ts';

const NAMESPACE = 'mesh';

/** One after the other; OCM has an image of the last one. */
const SERVICES = {
  openfga: service({ replicas: 1 }),
  iam: service({ replicas: 1 }, { dependsOn: [{ name: 'openfga' }] }),
  portal: service(
    { replicas: 1 },
    { dependsOn: [{ name: 'iam' }], imageResources: [{ annotations: { repo: 'oci', artifact: 'image', for: 'portal' } }] },
  ),
};

describeWith(['kube with controllers', 'nodes', 'argocd'], 'a change of a platform that Argo CD deploys', () => {
  let platform: ArgoPlatform;
  const write = (input: Partial<MeshInput> = {}): void =>
    platform.mesh.write({ technology: 'argocd', resolved: false, services: SERVICES, ...input });
  const apply = (): Promise<unknown> => platform.mesh.run('apply', '--timeout', '60s');
  const sourceOf = async (name: string): Promise<{ readonly targetRevision?: string; readonly helm?: { readonly values: string } }> =>
    ((await platform.mesh.objects()).get(`Application/${name}`)?.['spec'] as { readonly source: object }).source;
  const portal = async (): Promise<object> => {
    const { metadata, spec, status } = (await deploymentOf(platform.kube, NAMESPACE, 'portal'))!;
    return {
      chart: metadata.annotations?.['chart'],
      replicas: spec.replicas,
      ready: status?.readyReplicas,
      image: spec.template.spec.containers[0]?.image,
    };
  };
  const image = (version: string): { readonly version: string; readonly access: Readonly<Record<string, string>> } => ({
    version,
    access: { imageReference: `registry.example.com/images/portal:${version}`, type: 'ociArtifact' },
  });

  /** Waits until OCM has found a version, as its user would before the next `apply`. */
  const resolved = (name: string, version: string): Promise<unknown> =>
    until(
      `${name} is found in ${version}`,
      async () =>
        ((await platform.mesh.objects()).get(`Resource/${name}`)?.['status'] as { readonly resource?: { readonly version?: string } })
          .resource?.version === version,
    );

  beforeAll(async () => {
    platform = await startArgoPlatform({
      suite: 'argo-changes',
      namespace: NAMESPACE,
      applicationNamespaces: '*',
      charts: Object.keys(SERVICES),
    });
    platform.catalog.set('portal-image', image('1.0.0'));
    write();
  }, 180_000);
  afterAll(() => platform.stop());

  it('is none where the same is applied again: nothing is written, and Argo CD syncs nothing', async () => {
    expect(await apply()).toMatchObject({ code: 0 });
    const before = await podsOf(platform.kube, NAMESPACE);
    const requests = requestsFromNow(platform.kube);

    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
    expect(writesAmong(requests())).toEqual([]);
    expect(await podsOf(platform.kube, NAMESPACE)).toEqual(before);
  });

  it('of the image that OCM had found is in the values from the start', async () => {
    expect(parse((await sourceOf('portal')).helm?.values ?? '')).toEqual({ replicas: 1, image: { tag: '1.0.0' } });
    expect(await portal()).toMatchObject({ image: 'web:1.0.0' });
  });

  it('of values runs when apply ends, not before', async () => {
    write({ values: { portal: { values: { replicas: 3 } } } });

    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('1 updated') });
    expect(await portal()).toMatchObject({ replicas: 3, ready: 3 });
  });

  it('of the chart runs when apply ends, once OCM has found another version', async () => {
    platform.repository.addChart(webChart('portal', '0.2.0'));
    platform.catalog.set('portal-chart', chartIn(platform.repository, '0.2.0'));
    await resolved('portal-chart', '0.2.0');

    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('1 updated') });
    expect(await sourceOf('portal')).toMatchObject({ targetRevision: '0.2.0' });
    expect(await portal()).toMatchObject({ chart: '0.2.0', ready: 3 });
  });

  it('of an image runs when apply ends, once OCM has found another version', async () => {
    platform.catalog.set('portal-image', image('1.1.0'));
    await resolved('portal-image', '1.1.0');

    expect(await apply()).toMatchObject({ code: 0, err: expect.stringContaining('1 updated') });
    expect(parse((await sourceOf('portal')).helm?.values ?? '')).toMatchObject({ replicas: 3, image: { tag: '1.1.0' } });
    expect(await portal()).toMatchObject({ image: 'web:1.1.0', ready: 3 });
  });

  it('by hand is taken back by Argo CD, and apply has nothing to do', async () => {
    await call(platform.kube, `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/portal/scale`, {
      method: 'PATCH',
      body: { spec: { replicas: 1 } },
    });
    await until('Argo CD has healed it', async () => (await deploymentOf(platform.kube, NAMESPACE, 'portal'))?.spec.replicas === 3);

    expect(await platform.mesh.run('plan', '--exit-code')).toMatchObject({ code: 0 });
  });

  it('to nothing takes the Applications away in the order of their waves, the last first, with all that they deployed', async () => {
    const requests = requestsFromNow(platform.kube, '');
    expect(await platform.mesh.run('delete', '--timeout', '90s')).toMatchObject({ code: 0 });

    const paths = requests()
      .filter(({ verb, userAgent }) => verb === 'delete' && !userAgent.includes('kube-controller-manager'))
      .map(({ requestURI }) => requestURI.replace(/\?.*$/u, '').split('/').slice(-2).join('/'));
    const deleted = paths.filter((path) => /^(?:applications|deployments)\//u.test(path));
    // Argo CD may ask twice for the same.
    expect([...new Set(deleted)]).toEqual(['portal', 'iam', 'openfga'].flatMap((name) => [`applications/${name}`, `deployments/${name}`]));
    expect(await podsOf(platform.kube, NAMESPACE)).toEqual({});
    expect([...(await platform.mesh.names()), ...(await platform.mesh.inventory())]).toEqual([]);
  });
});
