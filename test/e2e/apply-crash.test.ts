import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { startKube, until, type ApiServer } from '../servers/index.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { createMesh, service, services, type Mesh, type MeshInput } from './mesh.ts';

const KILLS = 100;

/** Each changes, adds and takes away something of the one before. */
const INPUTS: readonly MeshInput[] = [
  { services: { openfga: service(), portal: service({ replicas: 1 }), docs: service() } },
  { services: { openfga: service(), portal: service({ replicas: 2 }), search: service() } },
  { services: { portal: service({ replicas: 3 }), docs: service({ a: 1 }) } },
];

describeWith(['kube'], 'an apply that is ended', () => {
  let kube: ApiServer;
  let mesh: Mesh;
  let count = 0;

  beforeAll(async () => {
    kube = await startKube({ suite: 'apply-crash' });
    for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
  });
  afterAll(() => kube.stop());
  beforeEach(async () => {
    mesh = await createMesh(kube, `crash-${(count += 1)}`);
  });

  const converges = async (): Promise<void> => {
    expect(await mesh.run('apply', '--timeout', '30s', '--no-wait')).toMatchObject({ code: 0 });
    expect(await mesh.run('plan', '--exit-code')).toMatchObject({ code: 0, out: '' });
    expect(await mesh.inventory()).toEqual(await mesh.names());
  };

  it(`by kill -9 at ${KILLS} random moments leaves nothing that the inventory does not name, and the next one converges`, async () => {
    mesh.write(INPUTS[0]!);
    const start = performance.now();
    await converges();
    // An apply takes a quarter of that; moments spread over all of it.
    const whole = ((performance.now() - start) / 2) * 1.2;
    const moments = fc.sample(fc.double({ min: 0.05, max: 1, noNaN: true }), { seed: 42, numRuns: KILLS });
    let finished = 0;
    for (const [index, moment] of moments.entries()) {
      mesh.write(INPUTS[index % INPUTS.length]!);
      const run = mesh.start('apply', '--no-wait');
      await sleep(moment * whole);
      if (!run.child.kill('SIGKILL')) finished += 1;
      await run.result;
      const named = new Set(await mesh.inventory());
      expect((await mesh.names()).filter((name) => !named.has(name))).toEqual([]);
    }
    process.stderr.write(
      `${KILLS} kills within ${Math.round(whole)} ms each, ${finished} too late, ${Math.round((performance.now() - start) / 1000)} s in all\n`,
    );
    expect(finished).toBeLessThan(KILLS / 2);

    mesh.write(INPUTS[0]!);
    await converges();
    expect(await mesh.names()).toEqual([
      'HelmRelease/docs',
      'HelmRelease/openfga',
      'HelmRelease/portal',
      'Resource/docs-chart',
      'Resource/openfga-chart',
      'Resource/portal-chart',
    ]);
  }, 600_000);

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
    mesh.write(INPUTS[0]!);
    const run = mesh.start('apply', '--timeout', '60s');
    await until('it waits', () => Promise.resolve(run.printed().includes('progressing HelmRelease')));
    const start = performance.now();
    run.child.kill('SIGINT');

    expect(await run.result).toMatchObject({ code: 1, err: expect.stringContaining('stopped, run it again to go on') });
    expect(performance.now() - start).toBeLessThan(6000);
  });

  it('by a second Ctrl-C is ended at once', async () => {
    mesh.write(INPUTS[0]!);
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
