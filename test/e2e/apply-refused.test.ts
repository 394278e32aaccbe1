import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { call, startKube, until, type ApiServer } from '../servers/index.ts';
import { writeKubeconfig } from '../servers/api-server.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { createMesh, pathOf, post, service, SYSTEM, type Mesh } from './mesh.ts';
import { admissionServer, type AdmissionServer } from './players/admission.ts';

describeWith(['kube'], 'an object that is refused', () => {
  let kube: ApiServer;
  let webhook: AdmissionServer;
  let mesh: Mesh;
  let count = 0;

  beforeAll(async () => {
    kube = await startKube({ suite: 'apply-refused' });
    webhook = await admissionServer();
    for (const crd of foreignCrds('flux', 'ocm')) await install(kube, crd);
  });
  afterAll(async () => {
    await webhook.stop();
    await kube.stop();
  });

  beforeEach(async () => {
    mesh = await createMesh(kube, `refused-${(count += 1)}`);
    mesh.write({ services: { openfga: service(), portal: service() } });
  });

  /** Has the API server ask the webhook about HelmReleases of the namespace. */
  async function ask(answer: Parameters<AdmissionServer['answer']>[0]): Promise<() => Promise<void>> {
    webhook.answer(answer);
    const { name, path } = { name: mesh.namespace, path: '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations' };
    await post(kube, path, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name },
      webhooks: [webhook.validatingWebhook(mesh.namespace, 'helm.toolkit.fluxcd.io', 'helmreleases')],
    });
    await until('it is asked', async () => {
      const before = webhook.asked();
      await call(kube, `${pathOf(mesh, 'HelmRelease', '')}?dryRun=All`, {
        method: 'POST',
        body: {
          apiVersion: 'helm.toolkit.fluxcd.io/v2',
          kind: 'HelmRelease',
          metadata: { generateName: 'x-' },
          spec: { interval: '1m', chartRef: { kind: 'OCIRepository', name: 'x' } },
        },
      });
      return webhook.asked() > before;
    });
    return async () => {
      await call(kube, `${path}/${name}`, { method: 'DELETE' });
    };
  }

  // It stands first, since the kind stays when it has come.
  it('because its kind is not there yet is waited for, and written when the kind comes', async () => {
    const run = mesh.start('apply', '--timeout', '60s', '--output', 'json');
    await until('the others are there', async () => (await mesh.names()).length === 4);
    await sleep(5000);
    expect(run.child.exitCode).toBeNull();
    for (const crd of foreignCrds('cert-manager')) await install(kube, crd);
    const path = `/apis/cert-manager.io/v1/namespaces/${SYSTEM}/issuers`;
    await until('it is written', async () => ((await call(kube, path)).body as { readonly items: readonly object[] }).items.length === 1);
    await until(
      'so is the certificate',
      async () =>
        ((await call(kube, path.replace('issuers', 'certificates'))).body as { readonly items: readonly object[] }).items.length === 1,
    );
    run.child.kill('SIGINT');

    const { out } = await run.result;
    expect(out).toContain('{"type":"waiting","target":"runtime","apiVersion":"cert-manager.io/v1","kind":"Issuer"');
    expect(out).toContain(
      '{"type":"object","target":"runtime","apiVersion":"cert-manager.io/v1","kind":"Certificate",' +
        '"namespace":"platform-mesh-system","name":"rebac-authz-webhook-cert","action":"create","result":"done"}',
    );
  });

  it('by its schema is named with the field, and everything else is done', async () => {
    const schema = {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          'x-kubernetes-preserve-unknown-fields': true,
          properties: {
            values: {
              type: 'object',
              'x-kubernetes-preserve-unknown-fields': true,
              properties: { replicas: { type: 'integer', maximum: 9 } },
            },
          },
        },
      },
    };
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/helmreleases.helm.toolkit.fluxcd.io';
    const before = (await call(kube, path)).body as {
      readonly spec: { readonly versions: readonly { readonly name: string; readonly schema: object }[] };
    };
    const withSchema = (given: object): object => ({
      spec: {
        versions: before.spec.versions.map((version) =>
          version.name === 'v2' ? { ...version, schema: { openAPIV3Schema: given } } : version,
        ),
      },
    });
    await call(kube, path, { method: 'PATCH', body: withSchema(schema) });
    mesh.write({ services: { openfga: service(), portal: service({ replicas: 10 }) } });
    const apply = (): ReturnType<Mesh['run']> => mesh.run('apply', '--no-wait');
    const { code, err } = await until('the schema counts', async () => {
      const result = await apply();
      return result.code === 1 && result;
    });

    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringMatching(/HelmRelease refused-2\/portal: is invalid .*spec\.values\.replicas.*\[invalid\]/su),
    });
    expect(await mesh.names()).toEqual(['HelmRelease/openfga', 'Resource/openfga-chart', 'Resource/portal-chart']);
    expect(await mesh.run('plan')).toMatchObject({ code: 1, err: expect.stringContaining('1 refused') });
    await call(kube, path, { method: 'PATCH', body: { spec: { versions: before.spec.versions } } });
  });

  it('by a webhook is named with the webhook and its reason, and everything else is done', async () => {
    const end = await ask(({ name }) => (name === 'portal' ? 'not on a Friday' : undefined));
    const { code, err } = await mesh.run('apply', '--no-wait');

    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringMatching(/portal: is denied by an admission webhook .*not on a Friday/su),
    });
    expect(await mesh.names()).toEqual(['HelmRelease/openfga', 'Resource/openfga-chart', 'Resource/portal-chart']);
    await end();
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0, err: expect.stringContaining('1 created') });
  });

  it('does not keep the command waiting for what cannot come', async () => {
    const end = await ask(({ name }) => (name === 'portal' ? 'never' : undefined));
    const start = performance.now();

    expect(await mesh.run('apply', '--timeout', '60s')).toMatchObject({ code: 1 });
    expect(performance.now() - start).toBeLessThan(20_000);
    await end();
  });

  it('because a webhook is not there yet is tried again until it is, as it comes with the platform', async () => {
    const end = await ask(() => undefined);
    webhook.pause();
    const run = mesh.start('apply', '--timeout', '60s', '--output', 'json');
    await sleep(6000);
    expect(run.child.exitCode).toBeNull();
    webhook.resume();
    await until('the releases are there', async () => (await mesh.names()).length === 4, { timeout: 30_000 });
    run.child.kill('SIGINT');
    await run.result;
    await end();
  });

  it('because a webhook is not there, when nobody waits, is named as such', async () => {
    const end = await ask(() => undefined);
    webhook.pause();
    const { code, err } = await mesh.run('apply', '--no-wait');
    webhook.resume();
    await end();

    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringMatching(/HelmRelease .*portal.*failed calling webhook/su) });
    expect(await mesh.names()).toEqual(['Resource/openfga-chart', 'Resource/portal-chart']);
  });

  it('since it is still being deleted is written when it is gone', async () => {
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    const path = pathOf(mesh, 'HelmRelease', 'portal');
    await call(kube, path, { method: 'PATCH', body: { metadata: { finalizers: ['example.com/slow'] } } });
    await call(kube, path, { method: 'DELETE' });
    const { metadata } = (await mesh.objects()).get('HelmRelease/portal')!;

    const { code, err } = await mesh.run('apply', '--no-wait');
    expect({ code, err }).toMatchObject({ code: 4, err: expect.stringContaining('example.com/slow') });
    const run = mesh.start('apply', '--timeout', '60s');
    await until('it waits', () => Promise.resolve(run.printed().includes('example.com/slow')));
    await call(kube, path, { method: 'PATCH', body: { metadata: { finalizers: null } } });
    await until(
      'it is there again',
      async () => ![undefined, metadata.uid].includes((await mesh.objects()).get('HelmRelease/portal')?.metadata.uid),
    );
    run.child.kill('SIGINT');
    await run.result;
  });

  it('by RBAC is named with user and verb, and everything else is done', async () => {
    const kubeconfig = await userWho(
      ['helm.toolkit.fluxcd.io', 'source.toolkit.fluxcd.io', 'cert-manager.io', 'coordination.k8s.io', ''],
      ['get', 'list', 'patch', 'create', 'update'],
    );
    const { code, err } = await mesh.run('apply', '--no-wait', '--kubeconfig', kubeconfig);

    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringMatching(/all Resource in .*: is forbidden .*User "system:serviceaccount:[^"]*" cannot/su),
    });
    expect(await mesh.names()).toEqual(['HelmRelease/openfga', 'HelmRelease/portal']);
  });

  it('by RBAC is not forgotten: who may not see what was applied forgets nothing of it', async () => {
    expect(await mesh.run('apply', '--no-wait')).toMatchObject({ code: 0 });
    const before = await mesh.inventory();
    const kubeconfig = await userWho(
      ['helm.toolkit.fluxcd.io', 'cert-manager.io', ''],
      ['get', 'list', 'patch', 'create', 'update', 'delete'],
    );
    mesh.write({ services: { openfga: service() } });

    expect(await mesh.run('apply', '--no-wait', '--kubeconfig', kubeconfig)).toMatchObject({ code: 1 });
    expect(await mesh.inventory()).toEqual(before);
    expect(await mesh.run('delete', '--timeout', '3s', '--kubeconfig', kubeconfig)).toMatchObject({ code: 1 });
    expect((await mesh.inventory()).filter((name) => name.startsWith('Resource/'))).toEqual([
      'Resource/openfga-chart',
      'Resource/portal-chart',
    ]);
  });

  it('for lack of its namespace says so', async () => {
    const [file] = mesh.files;
    writeFileSync(file, readFileSync(file, 'utf8').replace(`"namespace":"${mesh.namespace}"`, '"namespace":"nowhere"'));

    expect(await mesh.run('apply', '--no-wait')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/nowhere.*its namespace does not exist.*create the namespace first/su),
    });
  });

  /** A kubeconfig of somebody who may do these things with these groups. */
  async function userWho(apiGroups: readonly string[], verbs: readonly string[]): Promise<string> {
    const name = mesh.namespace;
    const rbac = '/apis/rbac.authorization.k8s.io/v1';
    await post(kube, `/api/v1/namespaces/${name}/serviceaccounts`, { metadata: { name } });
    await post(kube, `${rbac}/clusterroles`, { metadata: { name }, rules: [{ apiGroups, resources: ['*'], verbs }] });
    await post(kube, `${rbac}/clusterrolebindings`, {
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: name }],
    });
    const { body } = await call(kube, `/api/v1/namespaces/${name}/serviceaccounts/${name}/token`, { method: 'POST', body: { spec: {} } });
    const { token } = (body as { readonly status: { readonly token: string } }).status;
    const path = `${kube.kubeconfig}.${name}`;
    writeKubeconfig(path, { ...kube, token });
    return path;
  }
});
