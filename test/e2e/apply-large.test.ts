import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startKube, type ApiServer } from '../servers/index.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { createMesh, services, type Mesh } from './mesh.ts';
import { requestsFromNow, writesAmong } from './requests.ts';

/** Each with a release, a source and a Resource. */
const SERVICES = process.env['E2E_LONG'] === '1' ? 5000 : 500;

describeWith(['kube'], `a platform of ${SERVICES} services`, () => {
  let kube: ApiServer;
  let mesh: Mesh;

  beforeAll(async () => {
    kube = await startKube({ suite: 'apply-large' });
    for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
    mesh = await createMesh(kube, 'large');
    mesh.write({ services: services(SERVICES) });
  });
  afterAll(() => kube.stop());

  async function timed(
    verb: string,
    ...options: readonly string[]
  ): Promise<{ readonly code: number; readonly err: string; readonly writes: number; readonly requests: number }> {
    const requests = requestsFromNow(kube);
    const start = performance.now();
    const { code, err } = await mesh.run(verb, ...options);
    // How often a lease is renewed depends on the time alone.
    const made = requests().filter(({ requestURI }) => !requestURI.includes('/leases/'));
    process.stderr.write(
      `${verb} of ${3 * SERVICES} objects: ${Math.round((performance.now() - start) / 100) / 10} s, ${made.length} requests\n`,
    );
    return { code, err: err.split('\n').slice(-2).join(''), writes: writesAmong(made).length, requests: made.length };
  }

  it('is applied with little more than a request for each object', async () => {
    const { requests, ...result } = await timed('apply', '--no-wait');
    expect(result).toMatchObject({ code: 0, err: `${3 * SERVICES + 2} created` });
    expect(requests).toBeLessThan(3 * SERVICES + 60);
    expect(await mesh.inventory()).toEqual(await mesh.names());
  }, 300_000);

  it('is applied again with a list for each kind', async () => {
    const { requests, ...result } = await timed('apply', '--no-wait');
    expect(result).toEqual({ code: 0, err: `${3 * SERVICES + 2} unchanged`, writes: 0 });
    expect(requests).toBeLessThan(20 + (3 * SERVICES) / 100);
  }, 300_000);

  it('is changed where one value changed', async () => {
    mesh.write({ services: { ...services(SERVICES), ...services(1, { changed: true }) } });
    expect(await timed('apply', '--no-wait')).toMatchObject({ code: 0, writes: 1 });
  }, 300_000);

  it('is deleted', async () => {
    expect(await timed('delete', '--timeout', '10m')).toMatchObject({ code: 0 });
    expect([...(await mesh.names()), ...(await mesh.inventory())]).toEqual([]);
  }, 600_000);
});
