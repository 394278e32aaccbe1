import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { call, startKube, until, type ApiServer } from '../servers/index.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { kubectl } from './kubectl.ts';
import { createMesh, pathOf, post, service, type Mesh, type MeshInput } from './mesh.ts';
import { playFinalizer } from './players/finalizer.ts';
import type { Player } from './players/player.ts';
import { requestsFromNow, writesAmong } from './requests.ts';

const FINALIZER = 'finalizers.fluxcd.io';
/** portal waits for search, search for openfga; docs for nobody. */
const INPUT: MeshInput = {
  services: {
    openfga: service(),
    search: service({}, { dependsOn: [{ name: 'openfga' }] }),
    portal: service({}, { dependsOn: [{ name: 'search' }] }),
    docs: service(),
  },
};

describeWith(['kube', 'kubectl'], 'a platform that is deleted', () => {
  let kube: ApiServer;
  let mesh: Mesh;
  let count = 0;
  const players: Player[] = [];

  beforeAll(async () => {
    kube = await startKube({ suite: 'apply-delete' });
    for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
  });
  afterAll(() => kube.stop());
  beforeEach(async () => {
    mesh = await createMesh(kube, `delete-${(count += 1)}`);
    mesh.write(INPUT);
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
  });
  afterEach(async () => {
    for (const player of players.splice(0)) await player.stop();
  });

  /** As helm-controller does, before it has uninstalled a release. */
  const hold = async (...names: readonly string[]): Promise<void> => {
    for (const name of names)
      await call(kube, pathOf(mesh, 'HelmRelease', name), { method: 'PATCH', body: { metadata: { finalizers: [FINALIZER] } } });
  };
  const position = (writes: readonly string[], name: string): number => writes.indexOf(`delete ${name}`);

  it('goes in reverse: releases before those that they wait for, and what they are made from last', async () => {
    await hold('openfga', 'search', 'portal', 'docs');
    players.push(playFinalizer(kube, pathOf(mesh, 'HelmRelease', ''), FINALIZER, 300));
    const requests = requestsFromNow(kube);
    const { code, err } = await mesh.run('delete', '--timeout', '60s');

    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('15 deleted') });
    const deletions = writesAmong(requests()).filter((write) => write.startsWith('delete '));
    const order = ['helmreleases/portal', 'helmreleases/search', 'helmreleases/openfga', 'resources/openfga-chart'].map((name) =>
      position(deletions, name),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(position(deletions, 'issuers/rebac-authz-webhook-issuer')).toBeLessThan(order[0]!);
    expect([...(await mesh.names()), ...(await mesh.inventory())]).toEqual([]);
    expect((await call(kube, `/api/v1/namespaces/${mesh.namespace}/secrets/kcp-webhook-secret`)).status).toBe(404);
  });

  it('waits until a release is gone before the one that it waits for goes', async () => {
    await hold('portal');
    const requests = requestsFromNow(kube);
    const { code, err } = await mesh.run('delete', '--timeout', '3s');

    expect({ code, err }).toMatchObject({
      code: 4,
      err: expect.stringContaining(`still waiting HelmRelease ${mesh.namespace}/portal on infra: ${FINALIZER} holds it`),
    });
    const deletions = writesAmong(requests()).filter((write) => write.startsWith('delete helmreleases'));
    expect(deletions).toEqual(['delete helmreleases/portal']);
    expect(await mesh.inventory()).toEqual(await mesh.names());
    expect(await mesh.names()).toEqual(expect.arrayContaining(['HelmRelease/openfga', 'HelmRelease/search', 'Resource/openfga-chart']));

    await call(kube, pathOf(mesh, 'HelmRelease', 'portal'), { method: 'PATCH', body: { metadata: { finalizers: null } } });
    expect(await mesh.run('delete', '--timeout', '30s')).toMatchObject({ code: 0 });
    expect([...(await mesh.names()), ...(await mesh.inventory())]).toEqual([]);
  });

  it('names what holds an object now, not what held it in the beginning', async () => {
    await hold('portal');
    const run = mesh.start('delete', '--timeout', '4s');
    await call(kube, pathOf(mesh, 'HelmRelease', 'portal'), {
      method: 'PATCH',
      body: { metadata: { finalizers: [FINALIZER, 'example.com/other'] } },
    });
    await until('it is being deleted', async () => (await mesh.objects()).get('HelmRelease/portal')?.metadata.deletionTimestamp);
    await call(kube, pathOf(mesh, 'HelmRelease', 'portal'), { method: 'PATCH', body: { metadata: { finalizers: ['example.com/other'] } } });

    expect(await run.result).toMatchObject({ code: 4, err: expect.stringContaining('example.com/other holds it') });
    await call(kube, pathOf(mesh, 'HelmRelease', 'portal'), { method: 'PATCH', body: { metadata: { finalizers: null } } });
  });

  it("leaves what it did not bring, and what is somebody else's by now", async () => {
    const theirs = {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'theirs' },
      spec: { interval: '1m', chartRef: { kind: 'OCIRepository', name: 'theirs' } },
    };
    await post(kube, pathOf(mesh, 'HelmRelease', ''), theirs);
    await call(kube, pathOf(mesh, 'HelmRelease', 'docs'), { method: 'DELETE' });
    await post(kube, pathOf(mesh, 'HelmRelease', ''), { ...theirs, metadata: { name: 'docs' } });

    expect(await mesh.run('delete', '--timeout', '30s')).toMatchObject({
      code: 0,
      err: expect.stringMatching(/orphaned HelmRelease .*docs on infra: it belongs to /u),
    });
    expect(await mesh.names()).toEqual(['HelmRelease/docs', 'HelmRelease/theirs']);
    expect(await mesh.inventory()).toEqual([]);
  });

  it("keeps a Secret of the user's own for the authorization webhook", async () => {
    const path = `/api/v1/namespaces/${mesh.namespace}/secrets/kcp-webhook-secret`;
    await call(kube, path, { method: 'DELETE' });
    const kubeconfig = { apiVersion: 'v1', kind: 'Config', clusters: [{ name: 'own', cluster: { server: 'https://own' } }] };
    await post(kube, path.replace('/kcp-webhook-secret', ''), {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'kcp-webhook-secret' },
      stringData: { kubeconfig: JSON.stringify(kubeconfig) },
    });
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });

    expect(await mesh.run('delete', '--timeout', '30s')).toMatchObject({ code: 0 });
    expect((await call(kube, path)).status).toBe(200);
  });

  it('of which nothing was applied is an error that says what to do', async () => {
    expect(await mesh.run('delete', '--timeout', '30s')).toMatchObject({ code: 0 });
    expect(await mesh.run('delete', '--timeout', '30s')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/nothing-applied.*an installation of the Go operator has no inventory until apply takes it over/su),
    });
  });

  it('half, since it was killed, is deleted by the next one', async () => {
    await hold('portal');
    const run = mesh.start('delete', '--timeout', '60s');
    await kubectl(
      kube,
      'wait',
      `helmrelease/portal`,
      '-n',
      mesh.namespace,
      '--for=jsonpath={.metadata.deletionTimestamp}',
      '--timeout=30s',
    );
    run.child.kill('SIGKILL');
    await run.result;
    expect((await mesh.inventory()).length).toBeGreaterThan(0);
    players.push(playFinalizer(kube, pathOf(mesh, 'HelmRelease', ''), FINALIZER, 0));

    expect(await mesh.run('delete', '--timeout', '30s')).toMatchObject({ code: 0 });
    expect([...(await mesh.names()), ...(await mesh.inventory())]).toEqual([]);
  });

  it('goes with what was written in a version that is served no more', async () => {
    const path = `/api/v1/namespaces/${mesh.namespace}/configmaps/mesh-inventory-deployment-infra`;
    const { data } = (await call(kube, path)).body as { readonly data: Readonly<Record<string, string>> };
    await call(kube, path, {
      method: 'PATCH',
      body: {
        data: {
          'HelmRelease.v2.helm.toolkit.fluxcd.io': null,
          'HelmRelease.v2beta9.helm.toolkit.fluxcd.io': data['HelmRelease.v2.helm.toolkit.fluxcd.io'],
        },
      },
    });
    expect(await mesh.run('plan')).toMatchObject({ code: 0, err: expect.stringMatching(/^\d+ unchanged\n$/u) });

    expect(await mesh.run('delete', '--timeout', '30s')).toMatchObject({ code: 0 });
    expect([...(await mesh.names()), ...(await mesh.inventory())]).toEqual([]);
  });

  it('can be stopped, and says so', async () => {
    await hold('portal');
    const run = mesh.start('delete', '--timeout', '60s');
    await kubectl(
      kube,
      'wait',
      `helmrelease/portal`,
      '-n',
      mesh.namespace,
      '--for=jsonpath={.metadata.deletionTimestamp}',
      '--timeout=30s',
    );
    run.child.kill('SIGINT');

    expect(await run.result).toMatchObject({ code: 1, err: expect.stringContaining('stopped, run it again to go on') });
    await call(kube, pathOf(mesh, 'HelmRelease', 'portal'), { method: 'PATCH', body: { metadata: { finalizers: null } } });
    expect(await mesh.run('delete', '--timeout', '30s')).toMatchObject({ code: 0 });
  });

  it('goes even where its kinds are gone', async () => {
    // A CRD takes its objects with it; without controllers it is enough that the kind is not served.
    const other = await createMesh(kube, `${mesh.namespace}-b`);
    other.write({ services: { portal: service() } });
    expect(await other.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    const inventory = `/api/v1/namespaces/${other.namespace}/configmaps/mesh-inventory-deployment-infra`;
    await call(kube, inventory, { method: 'PATCH', body: { data: { 'Gone.v1.example.test': `${other.namespace}/gone` } } });

    expect(await other.run('delete', '--timeout', '30s')).toMatchObject({ code: 0 });
    expect(await other.inventory()).toEqual([]);
  });
});
