import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, startKube, tellReaper, until, type ApiServer } from '../servers/index.ts';
import { synth } from './cli.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { kubectl } from './kubectl.ts';
import { createMesh, namespace, pathOf, service, SYSTEM, type Mesh, type MeshInput } from './mesh.ts';
import { playOcm } from './players/ocm.ts';
import { requestsFromNow, writesAmong } from './requests.ts';

const INPUT: MeshInput = { services: { openfga: service(), portal: service({ replicas: 1, host: 'a' }) } };

/** A service whose release starts suspended, with an image that OCM finds. */
const SUSPENDED: MeshInput = {
  resolved: false,
  services: {
    openfga: service(
      { image: { tag: 'of the profile' } },
      {
        suspend: true,
        imageResources: [
          { name: 'openfga-image', annotations: { artifact: 'image', repo: 'oci', for: 'openfga', path: 'image.tag', unsuspend: 'true' } },
        ],
      },
    ),
  },
};

describeWith(['kube', 'kubectl'], 'a platform that others write to as well', () => {
  let kube: ApiServer;
  let mesh: Mesh;
  let count = 0;
  const folder = mkdtempSync(join(tmpdir(), 'other-writers-'));

  beforeAll(async () => {
    tellReaper(`+${folder}`);
    kube = await startKube({ suite: 'other-writers' });
    for (const crd of foreignCrds('flux', 'ocm', 'cert-manager', 'argocd')) await install(kube, crd);
    await namespace(kube, 'argocd');
  });
  afterAll(() => kube.stop());
  beforeEach(async () => {
    mesh = await createMesh(kube, `others-${(count += 1)}`);
    mesh.write(INPUT);
  });

  /** Applies objects of a release as another manager. */
  async function applyAs(fieldManager: string, name: string, spec: object): Promise<void> {
    const body = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata: { name }, spec };
    const { status, body: answer } = await call(kube, `${pathOf(mesh, 'HelmRelease', name)}?fieldManager=${fieldManager}&force=true`, {
      method: 'PATCH',
      type: 'application/apply-patch+yaml',
      body,
    });
    if (status >= 300) throw new Error(JSON.stringify(answer));
  }

  const specOf = async (name: string): Promise<unknown> => (await mesh.objects()).get(`HelmRelease/${name}`)?.['spec'];

  it.each(['Update', 'Apply'] as const)(
    'keeps tags and releases that a controller of Resources wrote by %s, and writes nothing more',
    async (operation) => {
      mesh.write(SUSPENDED);
      const ocm = playOcm(kube, mesh.namespace);
      expect((await mesh.run('apply', '--timeout', '8s')).code).toBe(4);
      await ocm.stop();
      const values = { image: { tag: '0.1.0' } };
      if (operation === 'Apply') await applyAs('platform-mesh-resource', 'openfga', { suspend: false, values });
      else
        await call(kube, `${pathOf(mesh, 'HelmRelease', 'openfga')}?fieldManager=manager`, {
          method: 'PATCH',
          body: { spec: { suspend: false, values } },
        });

      expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0, err: expect.not.stringContaining('apply-conflict') });
      expect(await specOf('openfga')).toMatchObject({ values });
      expect(await specOf('openfga')).not.toMatchObject({ suspend: true });
      const requests = requestsFromNow(kube);
      expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0, err: expect.stringMatching(/^\d+ unchanged\n$/u) });
      expect(writesAmong(requests())).toEqual([]);
    },
  );

  it.each(['--server-side', '--server-side=false'])(
    'takes over what kubectl apply %s brought, so that a value that leaves the profile leaves the object',
    async (how) => {
      const out = join(folder, mesh.namespace);
      await synth(mesh.files, out, '--runtime-values', mesh.valuesFile);
      for (const target of ['runtime', 'infra']) await kubectl(kube, 'apply', how, '-k', join(out, target));
      expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
      mesh.write({ services: { openfga: service(), portal: service({ replicas: 1 }) } });

      expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0, err: expect.stringContaining('1 updated') });
      expect(await specOf('portal')).toHaveProperty('values', { replicas: 1 });
      expect(await mesh.run('plan', '--exit-code')).toMatchObject({ code: 0 });
      mesh.write({ services: { openfga: service() } });
      expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0, err: expect.stringContaining('deleted HelmRelease') });
    },
  );

  it('says which fields stay because others own them', async () => {
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    await kubectl(
      kube,
      'patch',
      'helmrelease',
      'portal',
      '-n',
      mesh.namespace,
      '--field-manager=kubectl-edit',
      '--type=merge',
      '-p',
      '{"spec":{"driftDetection":{"mode":"enabled"}}}',
    );
    expect(await mesh.run('plan', '--exit-code')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/stays HelmRelease\/portal .*spec\.driftDetection.* of kubectl-edit/u),
    });
  });

  it("orphans an object that was somebody's own, unless it is told to delete it", async () => {
    for (const flags of [[], ['--prune-adopted']]) {
      mesh.write({ services: { openfga: service() } });
      expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
      const own = {
        interval: '1m',
        driftDetection: { mode: 'enabled' },
        chartRef: { kind: 'OCIRepository', name: 'portal', namespace: mesh.namespace },
      };
      await applyAs('somebody', 'portal', own);
      mesh.write(INPUT);
      expect(await mesh.run('apply', '--no-wait', '--force-conflicts')).toMatchObject({ code: 0 });
      mesh.write({ services: { openfga: service() } });

      const { code, err } = await mesh.run('apply', '--no-wait', ...flags);
      expect({ code, err }).toMatchObject({
        code: 0,
        err: expect.stringMatching(
          flags.length === 0 ? /orphaned HelmRelease .*portal.*--prune-adopted/u : /deleted HelmRelease .*portal/u,
        ),
      });
      expect((await mesh.objects()).has('HelmRelease/portal')).toBe(flags.length === 0);
      await kubectl(kube, 'delete', 'helmrelease', 'portal', '-n', mesh.namespace, '--ignore-not-found');
    }
  });

  it('resumes a release that a killed hand-over to Argo CD left suspended', async () => {
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    await call(kube, `${pathOf(mesh, 'HelmRelease', 'portal')}?fieldManager=platform-mesh-deployment`, {
      method: 'PATCH',
      body: { spec: { suspend: true } },
    });

    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0, err: expect.stringContaining('1 updated') });
    expect(await specOf('portal')).not.toHaveProperty('suspend');
    expect(await mesh.run('plan', '--exit-code')).toMatchObject({ code: 0 });
  });

  it('leaves a release suspended that a user suspended', async () => {
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    await call(kube, `${pathOf(mesh, 'HelmRelease', 'portal')}?fieldManager=flux`, { method: 'PATCH', body: { spec: { suspend: true } } });
    mesh.write({ services: { ...INPUT.services, portal: service({ replicas: 2 }) } });

    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    expect(await specOf('portal')).toMatchObject({ suspend: true, values: { replicas: 2 } });
  });

  it('keeps what platforms share until the last one goes, whatever their namespaces', async () => {
    const issuer = `/apis/cert-manager.io/v1/namespaces/${SYSTEM}/issuers/rebac-authz-webhook-issuer`;
    await call(kube, issuer, { method: 'DELETE' });
    const other = await createMesh(kube, `${mesh.namespace}-other`);
    other.write(INPUT);
    for (const each of [mesh, other]) expect(await each.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    for (const each of [mesh, other]) expect(await each.run('plan', '--exit-code')).toMatchObject({ code: 0 });

    expect(await mesh.run('delete', '--timeout', '20s')).toMatchObject({
      code: 0,
      err: expect.stringMatching(/orphaned Issuer .* still uses it/u),
    });
    expect((await call(kube, issuer)).status).toBe(200);
    expect(await other.run('plan', '--exit-code')).toMatchObject({ code: 0 });
    expect(await other.run('delete', '--timeout', '20s')).toMatchObject({ code: 0, err: expect.stringMatching(/deleted Issuer/u) });
    expect((await call(kube, issuer)).status).toBe(404);
  });

  it('refuses to delete more than half of it at once', async () => {
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    mesh.write({ services: {} });
    expect(await mesh.run('plan')).toMatchObject({ code: 1, out: expect.stringContaining('mass-prune') });
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 1, err: expect.stringContaining('--allow-mass-prune') });
    expect(await mesh.names()).toContain('HelmRelease/portal');
    expect(await mesh.run('apply', '--no-wait', '--allow-mass-prune')).toMatchObject({ code: 0 });
    expect(await mesh.names()).toEqual([]);
  });

  it('is not asked while nothing happens, nor when an event changes nothing that is desired', async () => {
    const run = mesh.start('apply', '--timeout', '60s');
    await until('it waits', () => Promise.resolve(run.printed().includes('progressing HelmRelease')));
    await sleep(3_000);
    const requests = requestsFromNow(kube);
    await sleep(6_000);
    const path = `${pathOf(mesh, 'HelmRelease', 'portal')}?fieldManager=somebody`;
    await call(kube, path, { method: 'PATCH', body: { metadata: { annotations: { 'example.com/seen': 'yes' } } } });
    await sleep(3_000);
    const asked = requests().filter(({ verb }) => verb !== 'watch');
    run.child.kill('SIGINT');
    await run.result;
    expect(asked.map(({ verb, requestURI }) => `${verb} ${requestURI}`)).toEqual([]);
  });
});
