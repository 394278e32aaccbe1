import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startKube, until } from '../servers/index.ts';
import type { Kube } from '../servers/kube.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { createMesh, service, services, type MeshInput } from './mesh.ts';

const INPUT: MeshInput = { services: { openfga: service(), portal: service() } };

describeWith(['kube'], 'clusters that are away or mixed up', () => {
  const servers: Kube[] = [];

  beforeAll(async () => {
    for (const name of ['infra', 'runtime']) {
      const server = await startKube({ suite: `hung-${name}` });
      servers.push(server);
      for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(server, crd);
    }
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
  });

  const remote = (runtime: Kube): readonly string[] => [
    '--remote-runtime',
    '--remote-runtime-kubeconfig',
    runtime.kubeconfig,
    '--remote-runtime-infra-secret-name',
    'runtime-kubeconfig',
    '--remote-runtime-infra-secret-key',
    'kubeconfig',
  ];

  it('swapped are refused, and both are named', async () => {
    const [infra, runtime] = servers as [Kube, Kube];
    const mesh = await createMesh(infra, 'swapped');
    await createMesh(runtime, 'swapped');
    mesh.write(INPUT);
    expect(await mesh.run('apply', '--no-wait', ...remote(runtime))).toMatchObject({ code: 0 });

    for (const verb of ['plan', 'apply']) {
      const { code, err } = await mesh.run(verb, '--kubeconfig', runtime.kubeconfig, ...remote(infra));
      expect({ code, err }).toMatchObject({ code: 2, err: expect.stringMatching(/other-clusters/u) });
      expect(err).toMatch(/infra.*runtime/su);
    }
  });

  it('do not keep each other: what one cannot take, the other gets all the same', async () => {
    const [infra, runtime] = servers as [Kube, Kube];
    const mesh = await createMesh(infra, 'away');
    const there = await createMesh(runtime, 'away');
    mesh.write(INPUT);
    await infra.crash();
    const { code, err } = await mesh.run('apply', '--no-wait', ...remote(runtime)).finally(() => infra.restart());

    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringMatching(/created Resource .*portal-chart/u) });
    expect(await there.names()).toEqual(['Resource/openfga-chart', 'Resource/portal-chart']);
  });

  it('that do not answer end an apply at its deadline, which says how far it came', async () => {
    const [kube] = servers as [Kube];
    const mesh = await createMesh(kube, 'hung');
    mesh.write({ services: services(1000) });
    const run = mesh.start('apply', '--timeout', '20s');
    const start = performance.now();
    try {
      await until('some are written', () => Promise.resolve(run.printed().includes('created Resource')), { every: 20, timeout: 20_000 });
      kube.pause();
      const { code, err } = await run.result;
      expect({ code, err: err.slice(-2000) }).toMatchObject({ code: 4, err: expect.stringMatching(/created/u) });
      expect(performance.now() - start).toBeLessThan(25_500);
    } finally {
      kube.resume();
    }
    expect((await mesh.run('apply', '--no-wait', '--timeout', '120s')).code).toBe(0);
  }, 240_000);
});
