import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startKube, type ApiServer } from '../servers/index.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { createMesh, namespace, service, type Mesh, type MeshInput } from './mesh.ts';
import { playOcm } from './players/ocm.ts';
import { leasesAmong, requestsFromNow, writesAmong } from './requests.ts';

const INPUT: MeshInput = { services: { openfga: service(), portal: service({ replicas: 1 }, { dependsOn: [{ name: 'openfga' }] }) } };

describeWith(['kube'], 'what is applied again', () => {
  let kube: ApiServer;
  let mesh: Mesh;
  let count = 0;

  beforeAll(async () => {
    kube = await startKube({ suite: 'apply-again' });
    for (const crd of foreignCrds('flux', 'ocm', 'cert-manager', 'argocd')) await install(kube, crd);
    await namespace(kube, 'argocd');
  });
  afterAll(() => kube.stop());

  beforeEach(async () => {
    mesh = await createMesh(kube, `again-${(count += 1)}`);
    mesh.write(INPUT);
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
  });

  it('is there, with an inventory that names it', async () => {
    const there = ['HelmRelease/openfga', 'HelmRelease/portal', 'Resource/openfga-chart', 'Resource/portal-chart'];
    expect(await mesh.names()).toEqual(there);
    expect(await mesh.inventory()).toEqual(there);
  });

  it('costs a list for each kind when nothing changed, and no write', async () => {
    const requests = requestsFromNow(kube);
    const { code, err } = await mesh.run('apply', '--no-wait');

    expect({ code, err }).toEqual({ code: 0, err: '8 unchanged\n' });
    expect(writesAmong(requests())).toEqual([]);
    expect(leasesAmong(requests())).toEqual([]);
    expect(requests().length).toBeLessThan(21);
  });

  it('is one write where one value changed', async () => {
    mesh.write({ ...INPUT, values: { portal: { values: { replicas: 2 } } } });
    const requests = requestsFromNow(kube);
    const { code, err } = await mesh.run('apply', '--no-wait');

    expect({ code, err }).toEqual({ code: 0, err: `updated HelmRelease ${mesh.namespace}/portal on infra\n7 unchanged, 1 updated\n` });
    expect(writesAmong(requests())).toEqual(['patch helmreleases/portal']);
    expect((await mesh.objects()).get('HelmRelease/portal')).toMatchObject({ spec: { values: { replicas: 2 } } });
  });

  it('is unchanged afterwards where the last value of a service went', async () => {
    mesh.write({ services: { ...INPUT.services, portal: service({}, { dependsOn: [{ name: 'openfga' }] }) } });
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    expect((await mesh.objects()).get('HelmRelease/portal')).toHaveProperty('spec.values', {});
    expect(await mesh.run('plan', '--exit-code')).toMatchObject({ code: 0, err: '8 unchanged\n' });
  });

  it('goes with the service that is switched off, unless nothing shall go', async () => {
    mesh.write({ services: { openfga: service(), portal: service({}, { enabled: false }) } });
    expect(await mesh.run('apply', '--no-wait', '--no-prune')).toMatchObject({ code: 0 });
    expect(await mesh.names()).toContain('HelmRelease/portal');

    expect(await mesh.run('apply', '--timeout', '5s', '--no-wait')).toMatchObject({ code: 0 });
    expect(await mesh.names()).toEqual(['HelmRelease/openfga', 'Resource/openfga-chart']);
    expect(await mesh.inventory()).toEqual(['HelmRelease/openfga', 'Resource/openfga-chart']);
  });

  describe('with Argo CD in place of Flux', () => {
    it('has Applications with the sources that OCM found, and no HelmRelease', async () => {
      const player = playOcm(kube, mesh.namespace);
      mesh.write({ ...INPUT, technology: 'argocd', resolved: false });
      const run = mesh.run('apply', '--timeout', '8s');
      const { code, err } = await run;
      await player.stop();

      // Nobody plays Argo CD, so they are not healthy in time.
      expect({ code, err }).toMatchObject({ code: 4, err: expect.stringContaining('deleted HelmRelease') });
      expect(await mesh.names()).toEqual(['Application/openfga', 'Application/portal', 'Resource/openfga-chart', 'Resource/portal-chart']);
      expect((await mesh.objects()).get('Application/portal')).toMatchObject({
        spec: { source: { repoURL: 'registry.example.com/charts', chart: 'portal', targetRevision: '0.1.0' } },
      });
    });

    it('keeps the HelmReleases as long as a source is not known, and writes no placeholder', async () => {
      mesh.write({ ...INPUT, technology: 'argocd', resolved: false });
      const { code, err } = await mesh.run('apply', '--timeout', '2s');

      expect({ code, err }).toMatchObject({
        code: 4,
        err: expect.stringContaining(
          `still waiting Application ${mesh.namespace}/portal on infra: its source is not known: OCM Resource portal-chart is not resolved`,
        ),
      });
      expect(await mesh.names()).toEqual(expect.arrayContaining(['HelmRelease/openfga', 'HelmRelease/portal']));
      expect(await mesh.names()).not.toContain('Application/portal');
      expect(await mesh.inventory()).toEqual(expect.arrayContaining([...(await mesh.names())]));
    });
  });
});

describeWith(['kube'], 'a platform on two clusters', () => {
  const servers: ApiServer[] = [];

  beforeAll(async () => {
    for (const name of ['infra', 'runtime']) {
      const server = await startKube({ suite: `apply-two-${name}` });
      servers.push(server);
      for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(server, crd);
    }
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
  });

  it('has its releases on the one, and what they are made from on the other, each with its inventory', async () => {
    const [infra, runtime] = servers as [ApiServer, ApiServer];
    const here = await createMesh(infra, 'two');
    const there = await createMesh(runtime, 'two');
    here.write(INPUT);
    const remote = [
      '--remote-runtime',
      '--remote-runtime-kubeconfig',
      runtime.kubeconfig,
      '--remote-runtime-infra-secret-name',
      'runtime-kubeconfig',
      '--remote-runtime-infra-secret-key',
      'kubeconfig',
    ];

    expect(await here.run('apply', '--no-wait', ...remote)).toMatchObject({ code: 0 });
    expect(await here.names()).toEqual(['HelmRelease/openfga', 'HelmRelease/portal']);
    expect(await here.inventory()).toEqual(await here.names());
    expect(await there.names()).toEqual(['Resource/openfga-chart', 'Resource/portal-chart']);
    expect(await there.inventory()).toEqual(await there.names());
    expect((await here.objects()).get('HelmRelease/portal')).toMatchObject({
      spec: { kubeConfig: { secretRef: { name: 'runtime-kubeconfig' } } },
    });

    const requests = [requestsFromNow(infra), requestsFromNow(runtime)];
    expect(await here.run('apply', '--no-wait', ...remote)).toMatchObject({ code: 0, err: '8 unchanged\n' });
    expect(requests.flatMap((each) => writesAmong(each()))).toEqual([]);

    for (const verb of ['plan', 'apply', 'delete', 'status']) {
      expect(await there.run(verb)).toMatchObject({
        code: 2,
        err: expect.stringContaining(
          'it was applied to two clusters, but only one is given: cluster "admin" is given as infra and is its runtime cluster',
        ),
      });
    }
    const seenFromThere = ['--kubeconfig', runtime.kubeconfig, '--remote-infra-kubeconfig', infra.kubeconfig];
    expect(await here.run('plan', ...seenFromThere)).toMatchObject({
      code: 2,
      err: expect.stringContaining('a remote runtime needs --remote-runtime-infra-secret-name'),
    });
    expect(await here.run('plan', ...seenFromThere, ...remote.slice(3))).toMatchObject({ code: 0, err: '8 unchanged\n' });
    // The two kubeconfigs swapped: both are named, and nothing is planned.
    const swapped = [
      '--kubeconfig',
      runtime.kubeconfig,
      '--remote-runtime',
      '--remote-runtime-kubeconfig',
      infra.kubeconfig,
      ...remote.slice(3),
    ];
    for (const verb of ['plan', 'apply']) {
      const { code, err } = await here.run(verb, ...swapped);
      expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('the two clusters are swapped') });
      for (const server of servers) expect(err).toContain(`cluster "admin at ${new URL(server.url).host}" is given as`);
    }
    expect(await here.run('status', ...seenFromThere)).toMatchObject({
      code: 4,
      err: expect.stringContaining('the desired objects are unknown'),
    });
    expect(await here.run('delete', '--timeout', '20s', ...remote)).toMatchObject({ code: 0 });
    expect([...(await here.names()), ...(await there.names()), ...(await here.inventory()), ...(await there.inventory())]).toEqual([]);
  });
});
