import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { deploymentOf, saysOf, startArgoPlatform, type ArgoPlatform } from './argo-platform.ts';
import { describeWith } from './describe-with.ts';
import { service, type MeshInput } from './mesh.ts';
import { webChart } from './web-chart.ts';

const NAMESPACE = 'mesh';

/** openfga, and two that wait for it. */
const SERVICES = {
  openfga: service({ replicas: 1 }),
  portal: service({ replicas: 2 }, { dependsOn: [{ name: 'openfga' }] }),
  search: service({ replicas: 1 }, { dependsOn: [{ name: 'openfga' }] }),
};

describeWith(['kube with controllers', 'nodes', 'argocd'], 'a platform that Argo CD deploys', () => {
  let platform: ArgoPlatform;
  const write = (input: Omit<MeshInput, 'technology'>): void => platform.mesh.write({ technology: 'argocd', resolved: false, ...input });
  const applications = async (): Promise<object> =>
    Object.fromEntries(
      [...(await platform.mesh.objects())]
        .filter(([name]) => name.startsWith('Application/'))
        .map(([name, object]) => [name, saysOf(object)]),
    );

  beforeAll(async () => {
    platform = await startArgoPlatform({
      suite: 'argo-readiness',
      namespace: NAMESPACE,
      charts: [...Object.keys(SERVICES), 'billing', 'broken'],
    });
  }, 180_000);
  afterAll(() => platform.stop());

  it('is not looked at without a flag of Argo CD: apply says which', async () => {
    write({ services: SERVICES });
    const { code, err } = await platform.mesh.run('apply', '--timeout', '9s');

    expect({ code, err }).toMatchObject({ code: 4, err: expect.stringMatching(/Application mesh\/portal.*--application-namespaces/u) });
    expect(await applications()).toEqual({ 'Application/openfga': {}, 'Application/portal': {}, 'Application/search': {} });
  });

  it('is Synced and Healthy when apply ends', async () => {
    await platform.restartArgoCd({ applicationNamespaces: '*' });
    const start = performance.now();
    const { code, err } = await platform.mesh.run('apply', '--timeout', '60s');
    process.stderr.write(`ready after ${Math.round((performance.now() - start) / 100) / 10} s\n`);

    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
    const ready = { sync: 'Synced', health: 'Healthy' };
    expect(await applications()).toEqual({ 'Application/openfga': ready, 'Application/portal': ready, 'Application/search': ready });
    expect((await deploymentOf(platform.kube, NAMESPACE, 'portal'))?.status?.readyReplicas).toBe(2);
  });

  it('is ready in every part, says status', async () => {
    const { out } = await platform.mesh.run('status');

    for (const name of Object.keys(SERVICES)) expect(out).toMatch(new RegExp(`✓ ${name} 0\\.1\\.0$`, 'mu'));
  });

  it('says what Argo CD says of a chart that cannot be rendered', async () => {
    platform.repository.addChart(webChart('broken', '0.2.0', { 'templates/fail.yaml': '{{ fail "there is no database" }}\n' }));
    platform.catalog.set('broken-chart', { ...platform.catalog.get('broken-chart')!, version: '0.2.0' });
    write({ services: { ...SERVICES, broken: service() } });
    const { code, err } = await platform.mesh.run('apply', '--timeout', '9s');

    expect({ code, err }).toMatchObject({
      code: 4,
      err: expect.stringMatching(/^not ready: Application mesh\/broken: ComparisonError: .*there is no database/mu),
    });
    expect(err).not.toMatch(/not ready: Application mesh\/(?:openfga|portal|search)/u);
  });

  it('says which destination the project of the Applications does not have, and ends at once, since waiting does not help', async () => {
    write({ services: { ...SERVICES, billing: service() }, infra: { destinationServer: 'https://other.example.com:6443' } });
    const start = performance.now();
    const { code, err } = await platform.mesh.run('apply', '--timeout', '30s');

    const seconds = (performance.now() - start) / 1000;
    expect({ code, err }).toMatchObject({
      code: 4,
      err: expect.stringMatching(
        /^not ready: Application mesh\/billing: InvalidSpecError: .*https:\/\/kubernetes\.default\.svc.*platform-mesh-runtime/mu,
      ),
    });
    expect({ ended: seconds < 20 ? 'at once' : `after ${seconds} s`, err }).toMatchObject({ ended: 'at once' });
  });

  it('is ready again when that is mended, whatever Argo CD said before', async () => {
    write({ services: { ...SERVICES, billing: service() } });

    expect(await platform.mesh.run('apply', '--timeout', '60s')).toMatchObject({
      code: 0,
      err: expect.stringContaining('everything is ready'),
    });
  });
});
