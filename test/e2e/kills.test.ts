import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startKube, type Kube } from '../servers/index.ts';
import { install } from './crds.ts';
import { killOnce, runControl, type Control, type Kill, type Servers } from './crash/kill.ts';
import { momentsOf } from './crash/moments.ts';
import { SCENARIOS, type Scenario } from './crash/scenarios.ts';
import { describeWith } from './describe-with.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { foreignCrds } from './foreign-crds.ts';
import { namespace } from './mesh.ts';

/** The long form is a command of its own: `npm run e2e:kills`. */
const FORM = process.env['E2E_KILLS'] === 'long' ? 'long' : 'short';

describeWith(['kube', 'kubectl'], `a kill -9 in the middle of (${FORM} form)`, () => {
  let kube: Kube;
  let servers: Servers;

  beforeAll(async () => {
    kube = await startKube({ suite: 'kills' });
    for (const crd of foreignCrds('flux', 'ocm', 'argocd', 'cert-manager')) await install(kube, crd);
    await namespace(kube, 'argocd');
    servers = { kube, proxy: await startFaultProxy(kube) };
  });
  afterAll(async () => {
    await servers.proxy.stop();
    await kube.stop();
  });

  it.each(SCENARIOS.map((scenario, index) => [scenario.title, scenario, index] as const))(
    '%s harms nothing, and the next run converges',
    async (_, scenario, place) => {
      const start = performance.now();
      const namespaceOf = (index: number): string => `kills-${place + 10}-${String(index).padStart(3, '0')}`;
      const control = await runControl(servers, scenario, namespaceOf(0));
      expect(control.violations).toEqual([]);
      const moments = momentsOf(scenario.kills[FORM], control.requests, place + 1);
      expect(new Set(moments.map((moment) => JSON.stringify(moment))).size).toBe(scenario.kills[FORM]);

      const violations: string[] = [];
      const writes: (number | undefined)[] = [];
      // It takes ten seconds, so one for each scenario, and one in the short form.
      let isElsewhere = FORM === 'long' || place === 0;
      for (const [index, moment] of moments.entries()) {
        const kill: Kill = { namespace: namespaceOf(index + 1), moment, control, index, isElsewhere };
        const killed = await killOnce(servers, scenario, kill);
        isElsewhere &&= !killed.hasLease;
        violations.push(...killed.violations);
        writes.push(killed.writes);
      }
      report(scenario, control, writes, performance.now() - start);
      expect(violations).toEqual([]);
      // A run may ask less than the one that was counted; most kills hit one.
      expect(writes.filter((count) => count === undefined).length).toBeLessThanOrEqual(Math.ceil(moments.length / 4));
    },
    1_800_000,
  );
});

/** One row of the figures. */
function report({ title }: Scenario, { requests }: Control, writes: readonly (number | undefined)[], time: number): void {
  const count = (matches: (each: number | undefined) => boolean): number => writes.filter(matches).length;
  const early = count((each) => each === 0);
  const late = count((each) => each === undefined);
  const seconds = `${Math.round(time / 1000)} s`;
  const cells = [title, writes.length, requests.writes, early, writes.length - early - late, late, seconds];
  process.stderr.write(`| ${cells.join(' | ')} |\n`);
}
