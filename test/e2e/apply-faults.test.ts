import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { startKube, until, type Kube } from '../servers/index.ts';
import { writeKubeconfig } from '../servers/api-server.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { startFaultProxy, type Fault, type FaultProxy } from './fault-proxy.ts';
import { foreignCrds } from './foreign-crds.ts';
import { createMesh, service, services, type Mesh } from './mesh.ts';
import { playPlatform } from './players/flux.ts';
import type { Player } from './players/player.ts';

/** As a Status that an API server sends when it does not know a version any more. */
const EXPIRED = {
  type: 'ERROR',
  object: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Expired', code: 410, message: 'too old resource version: 1 (2)' },
};

const FAULTS: readonly Fault[] = [
  { kind: 'late', by: 300 },
  { kind: 'cut' },
  { kind: 'lost' },
  { kind: 'answer', status: 429, headers: { 'retry-after': '1' } },
  { kind: 'answer', status: 500 },
  { kind: 'answer', status: 502 },
  { kind: 'answer', status: 503, headers: { 'retry-after': '1' } },
  { kind: 'answer', status: 504 },
];

describeWith(['kube'], 'an apply, while things go wrong', () => {
  let kube: Kube;
  let proxy: FaultProxy;
  let mesh: Mesh;
  let count = 0;
  const players: Player[] = [];

  beforeAll(async () => {
    kube = await startKube({ suite: 'apply-faults' });
    proxy = await startFaultProxy(kube);
    for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
  });
  afterAll(async () => {
    await proxy.stop();
    await kube.stop();
  });
  beforeEach(async () => {
    mesh = await createMesh(kube, `faults-${(count += 1)}`);
    proxy.rule(() => undefined);
  });
  afterEach(async () => {
    for (const player of players.splice(0)) await player.stop();
  });

  const isAsWanted = async (): Promise<void> => {
    expect(await mesh.run('plan', '--exit-code')).toMatchObject({ code: 0, out: '' });
    expect(await mesh.inventory()).toEqual(await mesh.names());
  };

  it('goes on when the API server crashes and comes back', async () => {
    mesh.write({ services: services(150) });
    const run = mesh.start('apply', '--no-wait');
    await until('some are there', async () => (await mesh.names()).length > 30, { every: 20 });
    await kube.crash();
    expect(run.child.exitCode).toBeNull();
    await sleep(2000);
    await kube.restart();

    expect(await run.result).toMatchObject({ code: 0 });
    expect((await mesh.names()).length).toBe(300);
    await isAsWanted();
  });

  it.each(fc.sample(fc.integer({ min: 1 }), { seed: 42, numRuns: 2 }))(
    'is done when every fourth request goes wrong in some way (seed %i)',
    async (seed) => {
      mesh.write({ services: services(40) });
      const dice = fc.sample(fc.integer({ min: 0, max: 4 * FAULTS.length - 1 }), { seed, numRuns: 5000 }).values();
      proxy.rule(() => FAULTS[dice.next().value ?? FAULTS.length]);
      const { code, out, err } = await mesh.run('apply', '--kubeconfig', proxy.kubeconfig, '--output', 'json', '--no-wait');

      // The same request may go wrong four times in a row; nobody waits for the next attempt, so it is named.
      const failed = out.split('\n').filter((line) => line.includes('"result":"failed"'));
      const isWaiting = out.includes('"result":"waiting"');
      // A step as a whole may fail as well, where the inventory or the lease cannot be written.
      if (out.includes('"type":"error"')) expect([1, 4]).toContain(code);
      else expect(code).toBe(failed.length > 0 || err !== '' ? 1 : isWaiting ? 4 : 0);
      for (const line of failed) expect(line).toMatch(/"error":\{"code":"(?:server-error|timeout|too-many-requests|unreachable)"/u);
      if (err !== '') expect(err).toMatch(/\[(?:server-error|timeout|too-many-requests|unreachable)\]/u);
      proxy.rule(() => undefined);
      expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
      await isAsWanted();
    },
  );

  it('with time to wait is done whatever goes wrong in between', async () => {
    mesh.write({ services: services(20) });
    players.push(playPlatform(kube, mesh.namespace));
    let requests = 0;
    // The way is bad for a while, and then good.
    proxy.rule(() => ((requests += 1) < 150 && requests > 20 && requests % 3 !== 0 ? FAULTS[requests % FAULTS.length] : undefined));
    expect(await mesh.run('apply', '--timeout', '60s', '--kubeconfig', proxy.kubeconfig)).toMatchObject({
      code: 0,
      err: expect.stringContaining('everything is ready'),
    });
    await isAsWanted();
  });

  it('says at once that a token is not accepted', async () => {
    const kubeconfig = `${kube.kubeconfig}.expired`;
    writeKubeconfig(kubeconfig, { ...kube, token: 'expired' });
    const start = performance.now();

    expect(await mesh.run('apply', '--kubeconfig', kubeconfig)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/the credentials are not accepted .*a token may have expired/su),
    });
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('says what is left when a token expires in the middle, and the next one goes on', async () => {
    mesh.write({ services: services(40) });
    let writes = 0;
    proxy.rule(({ method }) =>
      method === 'PATCH' && (writes += 1) > 30
        ? {
            kind: 'answer',
            status: 401,
            body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Unauthorized', code: 401, message: 'Unauthorized' },
          }
        : undefined,
    );
    const { code, err } = await mesh.run('apply', '--timeout', '60s', '--kubeconfig', proxy.kubeconfig);

    expect(code).toBe(1);
    expect(err).toMatch(/the credentials are not accepted/u);
    proxy.rule(() => undefined);
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    await isAsWanted();
  });

  describe('as it waits', () => {
    beforeEach(() => mesh.write({ services: { openfga: service(), portal: service() } }));

    it('goes on when the API server crashes and comes back', async () => {
      const run = mesh.start('apply', '--timeout', '60s');
      await until('it waits', () => Promise.resolve(run.printed().includes('progressing HelmRelease')));
      await kube.crash();
      await sleep(1000);
      await kube.restart();
      players.push(playPlatform(kube, mesh.namespace));

      expect(await run.result).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
    });

    it('lists again when the server has forgotten where it was', async () => {
      let watches = 0;
      proxy.rule(({ url }) =>
        url.includes('watch=true') && (watches += 1) <= 3 ? { kind: 'answer', status: 200, body: EXPIRED } : undefined,
      );
      const run = mesh.start('apply', '--timeout', '60s', '--kubeconfig', proxy.kubeconfig);
      await until('it has watched in vain', () => Promise.resolve(watches >= 3));
      players.push(playPlatform(kube, mesh.namespace));

      expect(await run.result).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });
    });

    it('says what is not ready in time', async () => {
      const { code, err } = await mesh.run('apply', '--timeout', '2s');
      expect({ code, err }).toMatchObject({
        code: 4,
        err: expect.stringMatching(/not ready: HelmRelease .*portal.*2 not ready in time/su),
      });
    });
  });
});
