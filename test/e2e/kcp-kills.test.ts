import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { call, type Kube } from '../servers/index.ts';
import { BUILT_IN } from './built-in-connections.ts';
import { describeWith } from './describe-with.ts';
import { treeOf } from './kcp-tree.ts';
import { SYSTEM, type Mesh } from './mesh.ts';
import { startForPlatform, type PlatformInKcp } from './platform-in-kcp.ts';
import { publishedIn, secretOf } from './published.ts';
import { requestsFromNow, writesAmong } from './requests.ts';

/** The long form is a command of its own: `npm run e2e:kills`. */
const PLATFORMS = process.env['E2E_KILLS'] === 'long' ? 10 : 1;
const KILLS = 6;
/** When kills come, in ms after the start of a run; a prime step spreads them over the phases. */
const momentOf = (kill: number): number => 400 + ((kill * 1_709) % 6_500);

const ACCOUNTS = '/clusters/root:platform-mesh-system/api/v1/namespaces/default/serviceaccounts';

describeWith(['kube', 'kcp'], `a first apply with kcp, killed ${KILLS} times`, () => {
  let kube: Kube;
  let platform: PlatformInKcp;
  let mesh: Mesh;
  const options = (timeout: string): readonly string[] => ['--kcp-url', platform.kcp.url, '--timeout', timeout];

  beforeAll(async () => {
    ({ kube, platform, mesh } = await startForPlatform('kcp-kills'));
  }, 180_000);
  afterAll(async () => {
    await platform.stop();
    await kube.stop();
  });

  it.each(Array.from({ length: PLATFORMS }, (_, index) => index))(
    'converges, with one account and one working token for each connection (platform %i)',
    async (index) => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const run = mesh.start('apply', ...options('300s'));
        await sleep(momentOf(index * KILLS + kill));
        run.child.kill('SIGKILL');
        await run.result;
      }
      expect(await mesh.run('apply', ...options('300s'))).toMatchObject({ code: 0, err: expect.stringContaining('everything is ready') });

      const { workspaces } = await treeOf(platform.kcp);
      expect(Object.entries(workspaces).filter(([, phase]) => phase !== 'Ready')).toEqual([]);
      const { body } = await call(platform.kcp, ACCOUNTS);
      const accounts = (body as { readonly items: readonly { readonly metadata: { readonly name: string } }[] }).items;
      expect(
        accounts
          .map(({ metadata }) => metadata.name)
          .filter((name) => name.startsWith('platform-mesh'))
          .sort(),
      ).toEqual([
        'platform-mesh-provider-extension-manager-operator-kubeconfig',
        'platform-mesh-provider-iam-service-kubeconfig',
        'platform-mesh-provider-rebac-authz-webhook-kubeconfig',
      ]);
      for (const [name, path] of Object.entries(BUILT_IN)) {
        const { token } = publishedIn(await secretOf(kube, SYSTEM, name));
        const asked = path.startsWith('/services/') ? '/clusters/root' : path;
        expect(await call({ ...platform.kcp, token }, `${asked}/api`)).toMatchObject({ status: 200 });
      }

      const requests = [requestsFromNow(kube), requestsFromNow(platform.kcp)];
      expect(await mesh.run('apply', ...options('60s'))).toMatchObject({ code: 0 });
      expect(requests.flatMap((each) => writesAmong(each()))).toEqual([]);
      expect(await mesh.run('delete', ...options('120s'))).toMatchObject({ code: 0 });
      expect((await treeOf(platform.kcp)).workspaces).toEqual({});
    },
    900_000,
  );
});
