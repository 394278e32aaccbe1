import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { refOf, type KubernetesObject } from '../../src/kubernetes/index.js';
import { closeSession, openInstance, Waker } from '../../src/runtime/actions/index.js';
import type { DesiredObject } from '../../src/runtime/apply/index.js';
import { connect, loadConnection, type Cluster } from '../../src/runtime/cluster/index.js';
import type { InstanceContext } from '../../src/runtime/subroutines/index.js';
import { applyOnce, resultOf } from '../../src/runtime/subroutines/pass.js';
import { knownTargets } from '../../src/runtime/subroutines/inventories.js';
import { call, readAudit, startKube, until, type Kube } from '../servers/index.ts';
import { install, type Crd } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { createMesh, namespace, pathOf, service, SYSTEM } from './mesh.ts';

/** A kind whose objects every schema allows. */
function kindOf(group: string, kind: string, plural: string, scope: string): Crd {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      scope,
      versions: [{ name: 'v1alpha1', served: true, storage: true, schema, subresources: { status: {} } }],
    },
  } as Crd;
}

const AREA = { targets: ['infra', 'runtime'], fieldManager: 'platform-mesh-deployment' };
const LEASE = { enter: () => Promise.resolve(undefined), mayWrite: () => true, lost: undefined };

describeWith(['kube'], 'a level gate', () => {
  let kube: Kube;
  let cluster: Cluster;
  let context: InstanceContext;
  let stop: AbortController;
  let count = 0;

  beforeAll(async () => {
    kube = await startKube({ suite: 'level-gates' });
    cluster = connect(await loadConnection({ kubeconfig: kube.kubeconfig, env: {} }));
    await install(kube, kindOf('tenancy.kcp.io', 'WorkspaceType', 'workspacetypes', 'Cluster'));
    for (const crd of foreignCrds('flux', 'ocm', 'cert-manager')) await install(kube, crd);
  });
  afterAll(async () => {
    await cluster.close();
    await kube.stop();
  });
  beforeEach(async () => {
    stop = new AbortController();
    const instance = { name: 'mesh', namespace: `gates-${(count += 1)}` };
    await namespace(kube, instance.namespace);
    const webhook = { namespace: instance.namespace, secretName: 'none', caSecretName: 'none', kcpNamespace: 'none' };
    const clusters = { infra: cluster, runtime: cluster };
    context = openInstance({ instance, clusters, webhook, policy: { prune: true }, stop: stop.signal, lease: LEASE });
  });
  afterEach(async () => {
    stop.abort();
    await closeSession(context);
  });

  const desired = (level: number, object: KubernetesObject): DesiredObject => {
    return { target: 'runtime', level, object, fieldManager: 'platform-mesh-deployment', ownership: 'manage' };
  };
  /** The same passes as an `apply`: it sleeps until a watch brings a change, and ends when everything is written. */
  const run = async (objects: readonly DesiredObject[]): Promise<number> => {
    const waker = new Waker(context.changes);
    try {
      for (let pass = 1; ; pass += 1) {
        waker.begin();
        context.memory.inventories = await knownTargets(context, AREA.targets);
        await context.stores.runtime.ensure({ refs: objects.map(({ object }) => refOf(object)) });
        const result = resultOf(await applyOnce(objects, context, AREA));
        if (result.kind === 'done') return pass;
        if (result.kind === 'failed') throw result.error;
        context.stores.runtime.watch();
        await waker.next({ deadline: new Date(Date.now() + 60_000), stop: stop.signal, lastPass: 0 });
      }
    } finally {
      waker.close();
    }
  };
  const configMap = (name: string): KubernetesObject => {
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: context.instance.namespace }, data: { a: 'b' } };
  };
  const statusOf = async (path: string): Promise<number> => (await call(kube, path)).status;
  const pathOfConfigMap = (name: string): string => `/api/v1/namespaces/${context.instance.namespace}/configmaps/${name}`;

  it('keeps the next level from being written until its object is ready, and the same run goes on', async () => {
    const type = { apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'WorkspaceType', metadata: { name: `orgs-${count}` }, spec: {} };
    const path = `/apis/tenancy.kcp.io/v1alpha1/workspacetypes/${type.metadata.name}`;
    let passes: number | undefined;
    const ended = run([desired(1, configMap('beside')), desired(1, type), desired(2, configMap('next'))]).then((each) => (passes = each));
    await until('its level is written', async () => (await statusOf(path)) === 200 && (await statusOf(pathOfConfigMap('beside'))) === 200);

    const say = async (status: string, reason: string): Promise<void> => {
      const body = { status: { conditions: [{ type: 'Ready', status, reason }] } };
      expect((await call(kube, `${path}/status`, { method: 'PATCH', body })).status).toBe(200);
    };
    for (const reason of ['Unknown', 'ErrorGeneratingURLs']) {
      await say('False', reason);
      const mark = Date.now() + 500;
      await until('the change was seen', () => Promise.resolve(Date.now() > mark));
      expect({ passes, next: await statusOf(pathOfConfigMap('next')) }).toEqual({ passes: undefined, next: 404 });
    }
    expect(readAudit(kube.auditLog).filter(({ verb, requestURI }) => verb !== 'get' && requestURI.includes('/configmaps/next'))).toEqual(
      [],
    );

    await say('True', 'Ready');
    await ended;
    expect(await statusOf(pathOfConfigMap('next'))).toBe(200);
    expect(passes).toBeGreaterThanOrEqual(2);
  });

  it('is a kind of the same platform: its objects are written as soon as the API server serves it', async () => {
    const definition = kindOf('example.com', 'Widget', 'widgets', 'Namespaced') as unknown as KubernetesObject;
    const metadataOfWidget = { name: 'one', namespace: context.instance.namespace };
    const widget = { apiVersion: 'example.com/v1alpha1', kind: 'Widget', metadata: metadataOfWidget, spec: { size: 1 } };

    expect(await run([desired(1, definition), desired(2, widget)])).toBeGreaterThanOrEqual(2);

    expect(await statusOf(`/apis/example.com/v1alpha1/namespaces/${context.instance.namespace}/widgets/one`)).toBe(200);
  });

  it('holds the certificate of the webhook back until cert-manager runs, in one apply', async () => {
    const mesh = await createMesh(kube, `gates-mesh-${count}`);
    mesh.write({ services: { portal: service() }, infra: { certManager: { enabled: true, name: 'cert-manager' } } });
    const apply = mesh.start('apply', '--timeout', '60s');
    let isOver = false;
    void apply.result.then(() => (isOver = true));
    const certificate = `/apis/cert-manager.io/v1/namespaces/${SYSTEM}/certificates/rebac-authz-webhook-cert`;
    const [certManager, portal] = ['cert-manager', 'portal'].map((name) => pathOf(mesh, 'HelmRelease', name)) as [string, string];
    await until('the releases are written', async () => (await statusOf(certManager)) === 200 && (await statusOf(portal)) === 200);
    const mark = Date.now() + 1000;
    await until('the next passes are over', () => Promise.resolve(Date.now() > mark));
    expect({ isOver, certificate: await statusOf(certificate) }).toEqual({ isOver: false, certificate: 404 });

    const lastTransitionTime = new Date().toISOString();
    const conditions = [{ type: 'Ready', status: 'True', reason: 'InstallSucceeded', message: 'installed', lastTransitionTime }];
    const body = { status: { observedGeneration: 1, conditions } };
    expect(await call(kube, `${certManager}/status`, { method: 'PATCH', body })).toMatchObject({ status: 200 });

    await until('the certificate is written', async () => (await statusOf(certificate)) === 200);
    expect(isOver).toBe(false);
    apply.child.kill('SIGINT');
    expect(await apply.result).toMatchObject({ err: expect.stringContaining('created Certificate') });
  });
});
