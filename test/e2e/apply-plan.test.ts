import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { call, startKube, type ApiServer } from '../servers/index.ts';
import { platformMesh, type Result } from './cli.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { kubectl } from './kubectl.ts';
import { createMesh, post, service, type Mesh, type MeshInput } from './mesh.ts';
import { requestsFromNow, writesAmong } from './requests.ts';

const INPUT: MeshInput = { services: { openfga: service(), portal: service({ replicas: 1 }) } };

describeWith(['kube', 'kubectl'], 'a plan', () => {
  let kube: ApiServer;
  let mesh: Mesh;
  let count = 0;

  beforeAll(async () => {
    kube = await startKube({ suite: 'apply-plan' });
    for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
  });
  afterAll(() => kube.stop());
  beforeEach(async () => {
    mesh = await createMesh(kube, `plan-${(count += 1)}`);
    mesh.write(INPUT);
  });

  it('says what would be created, and creates nothing', async () => {
    const requests = requestsFromNow(kube);
    const { code, out, err } = await mesh.run('plan');

    expect({ code, err }).toEqual({ code: 0, err: '8 to create, 0 unchanged\n' });
    expect(out).toContain(`create HelmRelease/portal (infra, namespace ${mesh.namespace})`);
    expect(writesAmong(requests())).toEqual([]);
    expect([...(await mesh.names()), ...(await mesh.inventory())]).toEqual([]);
  });

  it('ends with 3 where something would change and that was asked for, else with 0', async () => {
    expect(await mesh.run('plan', '--exit-code')).toMatchObject({ code: 3 });
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    expect(await mesh.run('plan', '--exit-code')).toEqual({ code: 0, out: '', err: '8 unchanged\n' });
  });

  it('says what would be deleted, unless nothing shall be', async () => {
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    mesh.write({ services: { openfga: service() } });

    const planned = await mesh.run('plan');
    expect(planned).toMatchObject({ code: 0, err: '3 to delete, 5 unchanged\n' });
    expect(planned.out.trim().split('\n').sort()).toEqual([
      `delete HelmRelease/portal (infra, namespace ${mesh.namespace})`,
      `delete OCIRepository/portal (infra, namespace ${mesh.namespace})`,
      `delete Resource/portal-chart (runtime, namespace ${mesh.namespace})`,
    ]);
    expect(await mesh.run('plan', '--no-prune')).toMatchObject({ code: 0, out: '', err: '5 unchanged\n' });
  });

  it('says what an apply then does: the same objects, and nothing else', async () => {
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    mesh.write({ services: { openfga: service({ a: 1 }), docs: service() } });
    const planned = JSON.parse((await mesh.run('plan', '--output', 'json')).out) as {
      readonly objects: readonly { readonly kind: string; readonly name: string; readonly action: string }[];
    };
    const { out } = await mesh.run('apply', '--no-wait', '--output', 'json');
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly type: string; readonly kind: string; readonly name: string; readonly action: string });

    const told = (all: readonly { readonly kind: string; readonly name: string; readonly action: string }[]): readonly string[] =>
      all.map(({ kind, name, action }) => `${action} ${kind}/${name}`).sort();
    expect(told(events.filter(({ type }) => type === 'object'))).toEqual(told(planned.objects));
  });

  it('tells that a password changed, and prints it only where that is asked for', async () => {
    const database = (password: string): MeshInput => ({
      services: { portal: service({ database: { password, url: `db://portal:${password}@db` }, port: 1 }) },
    });
    mesh.write(database('first-secret'));
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    mesh.write(database('second-secret'));

    for (const format of ['text', 'json', 'yaml']) {
      const { code, out } = await mesh.run('plan', '--output', format, '--exit-code');
      expect({ code, secrets: /-secret(?!s)/u.test(out) }).toEqual({ code: 3, secrets: false });
      for (const state of ['before', 'after']) expect(out).toMatch(new RegExp(`password"?: "?\\(hidden, ${state}\\)`, 'u'));
      expect(out).toContain('db://portal:(hidden, after)@db');
    }
    expect((await mesh.run('plan', '--show-secrets')).out).toMatch(/password: first-secret[\s\S]*password: second-secret/u);
  });

  it('of a cluster without the kinds waits for them, and is no failure', async () => {
    const empty = await startKube({ suite: 'apply-plan-empty' });
    try {
      const there = await createMesh(empty, 'empty');
      there.write(INPUT);
      expect(await there.run('plan')).toMatchObject({
        code: 0,
        err: '8 to wait for, 0 unchanged\n',
        out: expect.stringMatching(/wait HelmRelease\/portal .*: there is no such kind/u),
      });
      there.write({ ...INPUT, technology: 'argocd' });
      expect(await there.run('plan')).toMatchObject({
        code: 0,
        err: '7 to wait for, 0 unchanged\n',
        out: expect.stringMatching(/wait Application\/portal .*there is no such kind/u),
      });
    } finally {
      await empty.stop();
    }
  });

  describe('of a PlatformMesh on the cluster', () => {
    const named = (verb: string, ...options: readonly string[]): Promise<Result> =>
      platformMesh(
        verb,
        'mesh',
        '-n',
        mesh.namespace,
        '--kubeconfig',
        kube.kubeconfig,
        ...(verb === 'delete' ? [] : ['--runtime-values', mesh.valuesFile]),
        ...(['plan', 'apply', 'status'].includes(verb) ? mesh.steps : []),
        ...options,
      );

    beforeAll(async () => {
      const { out } = await platformMesh('crds');
      const file = join(kube.logs, 'crds.yaml');
      writeFileSync(file, out);
      await kubectl(kube, 'apply', '--server-side', '-f', file);
      await kubectl(kube, 'wait', '--for=condition=Established', '-f', file);
    });

    it('is made by its name, as are apply, status and delete', async () => {
      const [platformMeshFile, profile] = mesh.files;
      await post(kube, `/api/v1/namespaces/${mesh.namespace}/configmaps`, {
        metadata: { name: 'mesh-profile' },
        data: { 'profile.yaml': readFileSync(profile, 'utf8') },
      });
      await post(
        kube,
        `/apis/core.platform-mesh.io/v1alpha1/namespaces/${mesh.namespace}/platformmeshes`,
        JSON.parse(readFileSync(platformMeshFile, 'utf8')) as object,
      );

      expect(await named('plan', '--exit-code')).toMatchObject({ code: 3 });
      expect(await named('apply', '--no-wait')).toMatchObject({ code: 0 });
      expect(await named('plan', '--exit-code')).toMatchObject({ code: 0 });
      expect(await mesh.run('plan', '--exit-code')).toMatchObject({ code: 0 });
      expect(await named('status')).toMatchObject({ code: 4, out: expect.stringMatching(/mesh in plan-\d+: \d+\/8 ready, no drift/u) });
      await call(kube, `/apis/core.platform-mesh.io/v1alpha1/namespaces/${mesh.namespace}/platformmeshes/mesh`, { method: 'DELETE' });
      expect(await named('delete', '--timeout', '30s')).toMatchObject({ code: 0 });
      expect([...(await mesh.names()), ...(await mesh.inventory())]).toEqual([]);
    });

    it('that is not there says which there are', async () => {
      expect(await platformMesh('status', 'typo', '-n', mesh.namespace, '--kubeconfig', kube.kubeconfig)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining('unknown-platform'),
      });
      expect(await named('plan')).toMatchObject({ code: 1, err: expect.stringContaining('unknown-platform') });
    });
  });
});
