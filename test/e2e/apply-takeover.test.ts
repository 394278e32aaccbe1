import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, startKube, type ApiServer } from '../servers/index.ts';
import { synth } from './cli.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { kubectl } from './kubectl.ts';
import { createMesh, pathOf, service, type Mesh, type MeshInput } from './mesh.ts';
import { requestsFromNow, writesAmong } from './requests.ts';

const INPUT: MeshInput = { services: { openfga: service({ replicas: 1 }), portal: service({ replicas: 1, host: 'a' }) } };
const OURS = 'platform-mesh-deployment';

describeWith(['kube', 'kubectl'], 'an installation that somebody else has applied', () => {
  const folder = mkdtempSync(join(tmpdir(), 'takeover-'));
  let kube: ApiServer;
  let mesh: Mesh;
  let count = 0;

  beforeAll(async () => {
    kube = await startKube({ suite: 'apply-takeover' });
    for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
  });
  afterAll(async () => {
    await kube.stop();
    rmSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    mesh = await createMesh(kube, `takeover-${(count += 1)}`);
    mesh.write(INPUT);
  });

  /** Applies what `synth` writes, as the reference does: server-side, by force, and keeps no inventory. */
  async function applyElsewhere(fieldManager: string): Promise<void> {
    const out = join(folder, `${mesh.namespace}-${fieldManager}`);
    await synth(mesh.files, out, '--runtime-values', mesh.valuesFile);
    for (const target of ['runtime', 'infra'])
      await kubectl(kube, 'apply', '--server-side', '--force-conflicts', `--field-manager=${fieldManager}`, '-k', join(out, target));
  }

  const versions = async (): Promise<object> =>
    Object.fromEntries([...(await mesh.objects())].map(([name, { metadata }]) => [name, metadata.resourceVersion]));

  it('is unchanged, but for marks on what platforms share; apply writes these, its inventory, and nothing else', async () => {
    await applyElsewhere(OURS);
    const before = await versions();
    const webhook =
      /^(?:take over (?:Issuer|Certificate)\/.*: no value changes\n){2}write Secret\/kcp-webhook-secret .*: the authorization webhook; kcp restarts\n$/u;
    expect(await mesh.run('plan', '--exit-code')).toMatchObject({
      code: 3,
      out: expect.stringMatching(webhook),
      err: '2 to take over unchanged, 6 unchanged\n',
    });

    expect((await mesh.run('status')).out).toMatch(/… portal /u);

    const requests = requestsFromNow(kube);
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    expect(await versions()).toEqual(before);
    expect(
      new Set(writesAmong(requests()).filter((write) => !write.includes('configmaps') && !write.includes('kcp-webhook-secret'))),
    ).toEqual(new Set(['patch issuers/rebac-authz-webhook-issuer', 'patch certificates/rebac-authz-webhook-cert']));
    expect(await mesh.inventory()).toEqual(await mesh.names());
  });

  it('of an older version with other values is changed to what is wanted, and loses what is wanted no more', async () => {
    mesh.write({ services: { openfga: service({ replicas: 1 }), portal: service({ replicas: 7, old: true }) } });
    await applyElsewhere(OURS);
    mesh.write(INPUT);

    expect(await mesh.run('plan', '--exit-code')).toMatchObject({
      code: 3,
      err: '1 to update, 2 to take over unchanged, 5 unchanged\n',
      out: expect.stringMatching(/replicas.*7/u),
    });
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    expect((await mesh.objects()).get('HelmRelease/portal')).toHaveProperty('spec.values', { replicas: 1, host: 'a' });
  });

  it('by another manager with the same values is taken over without a change of a value', async () => {
    await applyElsewhere('somebody');
    expect(await mesh.run('plan')).toMatchObject({ code: 0, err: expect.stringContaining('8 to take over unchanged') });

    const { metadata } = (await mesh.objects()).get('HelmRelease/portal')!;
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0, err: expect.stringContaining('8 taken over') });
    expect((await mesh.objects()).get('HelmRelease/portal')).toHaveProperty('metadata.generation', metadata.generation);
    expect(await mesh.run('plan')).toMatchObject({ code: 0, err: '8 unchanged\n' });
  });

  it('keeps a field that somebody edited, says whose it is, and does everything else', async () => {
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
      '{"spec":{"values":{"replicas":3}}}',
    );
    mesh.write({ services: { openfga: service({ replicas: 5 }), portal: service({ replicas: 1, host: 'b' }) } });

    const planned = await mesh.run('plan');
    expect(planned).toMatchObject({ code: 1, err: '1 to update, 1 in conflict, 6 unchanged\n' });
    const { code, err } = await mesh.run('apply', '--no-wait');

    for (const text of [planned.out, err]) expect(text).toMatch(/HelmRelease .*portal.*kubectl-edit.*\.spec\.values\.replicas/su);
    expect(code).toBe(1);
    const there = await mesh.objects();
    expect(there.get('HelmRelease/openfga')).toMatchObject({ spec: { values: { replicas: 5 } } });
    expect(there.get('HelmRelease/portal')).toMatchObject({ spec: { values: { replicas: 3, host: 'a' } } });
  });

  it('gives a field back when conflicts are forced, and says from whom', async () => {
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
      '{"spec":{"values":{"replicas":3}}}',
    );

    const planned = await mesh.run('plan', '--force-conflicts');
    expect(planned).toMatchObject({
      code: 0,
      err: '1 to update, 7 unchanged\n',
      out: expect.stringMatching(/^take over HelmRelease\/portal .*: fields of kubectl-edit$/mu),
    });
    expect(await mesh.run('apply', '--no-wait', '--force-conflicts')).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^updated HelmRelease .*: takes fields of kubectl-edit$/mu),
    });
    expect((await mesh.objects()).get('HelmRelease/portal')).toMatchObject({ spec: { values: { replicas: 1 } } });
    expect(await mesh.run('plan')).toMatchObject({ code: 0, err: '8 unchanged\n' });
  });

  it('of another platform in the namespace is left alone: by plan, apply, prune and delete', async () => {
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    const other = await createMesh(kube, mesh.namespace, 'other');
    other.write({ services: { portal: service({ replicas: 9 }), docs: service() } });
    const refused = expect.stringMatching(/error: HelmRelease .*portal: it belongs to PlatformMesh takeover-\d+\/mesh .*other-platform/u);

    expect(await other.run('plan')).toMatchObject({
      code: 1,
      out: refused,
      err: '3 to create, 2 to take over unchanged, 3 refused, 0 unchanged\n',
    });
    expect(await other.run('apply', '--no-wait')).toMatchObject({ code: 1, err: refused });
    expect((await mesh.objects()).get('HelmRelease/portal')).toMatchObject({ spec: { values: { replicas: 1 } } });
    expect(await other.run('delete', '--timeout', '20s')).toMatchObject({
      code: 0,
      err: expect.stringContaining('belongs to PlatformMesh'),
    });
    expect(await mesh.names()).toEqual(['HelmRelease/openfga', 'HelmRelease/portal', 'Resource/openfga-chart', 'Resource/portal-chart']);
    expect(await mesh.run('plan')).toMatchObject({ code: 0, err: '8 unchanged\n' });
    expect((await call(kube, `/api/v1/namespaces/${mesh.namespace}/secrets/kcp-webhook-secret`)).status).toBe(200);
  });

  it('leaves fields that others add, and objects that others made', async () => {
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    await kubectl(kube, 'label', 'helmrelease', 'portal', '-n', mesh.namespace, 'team=blue');
    await call(kube, pathOf(mesh, 'HelmRelease', ''), {
      method: 'POST',
      body: {
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        metadata: { name: 'theirs' },
        spec: { interval: '1m', chartRef: { kind: 'OCIRepository', name: 'theirs' } },
      },
    });

    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0, err: '8 unchanged\n' });
    expect((await mesh.objects()).get('HelmRelease/portal')).toHaveProperty('metadata.labels.team', 'blue');
    expect(await mesh.names()).toContain('HelmRelease/theirs');
  });
});
