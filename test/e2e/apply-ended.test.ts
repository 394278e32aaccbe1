import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { startKube, until, type ApiServer } from '../servers/index.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { createMesh, service, services, type Mesh, type MeshInput } from './mesh.ts';

const INPUT: MeshInput = { services: { openfga: service(), portal: service({ replicas: 1 }), docs: service() } };

// kills.test.ts kills it at any moment.
describeWith(['kube'], 'an apply that is ended', () => {
  let kube: ApiServer;
  let mesh: Mesh;
  let count = 0;

  beforeAll(async () => {
    kube = await startKube({ suite: 'apply-ended' });
    for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
  });
  afterAll(() => kube.stop());
  beforeEach(async () => {
    mesh = await createMesh(kube, `ended-${(count += 1)}`);
  });

  const converges = async (): Promise<void> => {
    expect(await mesh.run('apply', '--timeout', '60s', '--no-wait')).toMatchObject({ code: 0, err: expect.stringContaining('unchanged') });
    expect(await mesh.run('plan', '--exit-code')).toMatchObject({ code: 0, out: '' });
    expect(await mesh.inventory()).toEqual(await mesh.names());
  };

  it('by Ctrl-C finishes what it has begun, says what it has not, and the next one goes on', async () => {
    mesh.write({ services: services(400) });
    const run = mesh.start('apply', '--timeout', '60s');
    await until('some are there', async () => (await mesh.names()).length > 20, { every: 10 });
    run.child.kill('SIGINT');
    const { code, err } = await run.result;

    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringMatching(/stopping: what was begun is finished.*stopped, run it again to go on/su),
    });
    const there = await mesh.names();
    expect(there.length).toBeLessThan(800);
    const named = new Set(await mesh.inventory());
    expect(there.filter((name) => !named.has(name))).toEqual([]);
    await converges();
    expect((await mesh.names()).length).toBe(800);
  });

  it('by Ctrl-C as it waits says so', async () => {
    mesh.write(INPUT);
    const run = mesh.start('apply', '--timeout', '60s');
    await until('it waits', () => Promise.resolve(run.printed().includes('progressing HelmRelease')));
    const start = performance.now();
    run.child.kill('SIGINT');

    expect(await run.result).toMatchObject({ code: 1, err: expect.stringContaining('stopped, run it again to go on') });
    expect(performance.now() - start).toBeLessThan(6000);
  });

  it('by a second Ctrl-C is ended at once', async () => {
    mesh.write(INPUT);
    const run = mesh.start('apply', '--timeout', '60s');
    await until('it waits', () => Promise.resolve(run.printed().includes('progressing HelmRelease')));
    run.child.kill('SIGINT');
    await until('it has heard', () => Promise.resolve(run.printed().includes('once more to end at once')), { every: 5 });
    run.child.kill('SIGTERM');

    expect(await run.result).toMatchObject({ code: 1 });
  });

  it('by nobody, though nobody reads any more what it prints, goes on to its end', async () => {
    mesh.write({ services: services(100) });
    expect(await mesh.runIntoHead('apply', '--no-wait', '--output', 'json')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\{"type":"begin".*\}\n$/u),
    });
    expect((await mesh.names()).length).toBe(200);
    expect(await mesh.run('plan', '--exit-code')).toMatchObject({ code: 0 });
  });

  it('is no harm where two of different input run at once: neither forgets what the other brought', async () => {
    const other = await createMesh(kube, mesh.namespace);
    mesh.write({ services: services(30) });
    other.write({ services: { docs: service(), portal: service() } });
    const results = await Promise.all([mesh, other].map((each) => each.run('apply', '--no-wait', '--no-prune')));
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect((await mesh.names()).length).toBe(64);
    expect(await mesh.inventory()).toEqual(await mesh.names());
  });

  it('is no harm where two run at once', async () => {
    mesh.write({ services: services(30) });
    const results = await Promise.all([mesh.run('apply', '--no-wait'), mesh.run('apply', '--no-wait')]);
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    await converges();
  });
});
