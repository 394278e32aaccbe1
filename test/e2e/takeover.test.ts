import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refOf, type KubernetesObject } from '../../src/kubernetes/index.js';
import {
  adoptionOf,
  afterTakeOver,
  conflictsThatCount,
  foreignFields,
  isApplied,
  managersOf,
  takeOver,
  type TakeOver,
  type TakeOverRules,
} from '../../src/runtime/apply/fields/index.js';
import { connect, isApiError, loadConnection, type Cluster, type FieldConflict } from '../../src/runtime/cluster/index.js';
import { startKube, type ApiServer } from '../servers/index.ts';
import { install } from './crds.ts';
import { describeWith } from './describe-with.ts';
import { foreignCrds } from './foreign-crds.ts';
import { kubectl } from './kubectl.ts';

const OURS = 'platform-mesh-deployment';
const CREATED = { 'core.platform-mesh.io/operator-created': 'true' };
const RULES: TakeOverRules = {
  fieldManager: OURS,
  claims: [
    ['spec', 'suspend'],
    ['spec', 'values', 'image', 'tag'],
    ['spec', 'source', 'helm', 'values', 'image', 'tag'],
  ],
};

describeWith(['kube', 'kubectl'], 'fields that others own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fields-'));
  let kube: ApiServer;
  let cluster: Cluster;
  let namespace: string;
  let count = 0;

  beforeAll(async () => {
    kube = await startKube({ suite: 'takeover' });
    cluster = connect(await loadConnection({ kubeconfig: kube.kubeconfig, env: {} }));
    for (const crd of foreignCrds('flux', 'ocm', 'argocd', 'cert-manager')) await install(kube, crd);
  });
  afterAll(async () => {
    await cluster.close();
    await kube.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    namespace = `fields-${(count += 1)}`;
    await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, { fieldManager: 'test' });
  });

  const release = (values: object, spec: object = {}, labels: Readonly<Record<string, string>> = CREATED): KubernetesObject => ({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'portal', namespace, labels },
    spec: { interval: '5m', chartRef: { kind: 'OCIRepository', name: 'portal' }, dependsOn: [{ name: 'openfga' }], ...spec, values },
  });

  async function there(object: KubernetesObject): Promise<KubernetesObject> {
    const live = await cluster.get(refOf(object));
    if (!live) throw new Error(`${object.kind} ${object.metadata.name} is missing`);
    return live;
  }

  /** What a reconcile does with one object: takes over, and applies; by force where no conflict counts. */
  async function reconcile(desired: KubernetesObject, rules: TakeOverRules = RULES): Promise<TakeOver | undefined> {
    const live = await there(desired);
    const schema = await cluster.schemaFor(desired);
    const change = takeOver(desired, live, { ...rules, schema });
    const conflicts = await conflictsOf(desired);
    expect(conflictsThatCount(conflicts, desired, live, { ...rules, schema })).toEqual([]);
    if (change) await cluster.jsonPatch(refOf(desired), change.patch, { fieldManager: OURS });
    await cluster.apply(desired, { fieldManager: OURS, force: (await conflictsOf(desired)).length > 0 });
    return change;
  }

  async function conflictsOf(desired: KubernetesObject): Promise<readonly FieldConflict[]> {
    try {
      await cluster.apply(desired, { fieldManager: OURS, dryRun: true });
      return [];
    } catch (error) {
      if (isApiError(error, 'apply-conflict')) return error.conflicts;
      throw error;
    }
  }

  /** A further reconcile takes nothing over and writes nothing. */
  async function expectNothingToDo(desired: KubernetesObject, rules: TakeOverRules = RULES): Promise<void> {
    const before = await there(desired);
    expect(isApplied(desired, before, OURS, await cluster.schemaFor(desired))).toBe(true);
    expect(await reconcile(desired, rules)).toBeUndefined();
    expect((await there(desired)).metadata.resourceVersion).toBe(before.metadata.resourceVersion);
  }

  async function withKubectl(object: KubernetesObject, ...args: readonly string[]): Promise<void> {
    const file = join(folder, `${namespace}.json`);
    writeFileSync(file, JSON.stringify(object));
    await kubectl(kube, ...args, '-f', file);
  }

  const applier =
    (fieldManager: string) =>
    async (object: KubernetesObject): Promise<void> => {
      await cluster.apply(object, { fieldManager, force: true });
    };

  /** Ways in which somebody else brings our output to a cluster. */
  const WAYS: Readonly<Record<string, (object: KubernetesObject) => Promise<void>>> = {
    'kubectl apply --server-side': (object) => withKubectl(object, 'apply', '--server-side'),
    'kubectl apply': (object) => withKubectl(object, 'apply'),
    'kubectl apply, then kubectl apply --server-side': async (object) => {
      await withKubectl(object, 'apply');
      await withKubectl(object, 'apply', '--server-side');
    },
    'kubectl create': (object) => withKubectl(object, 'create'),
    'kubectl replace': async (object) => {
      await withKubectl(release({ replicas: 7 }, { interval: '1h' }), 'create');
      await withKubectl(object, 'replace');
    },
    'kustomize-controller': (object) =>
      applier('kustomize-controller')({
        ...object,
        metadata: {
          ...object.metadata,
          labels: {
            ...object.metadata.labels,
            'kustomize.toolkit.fluxcd.io/name': 'platform',
            'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
          },
        },
      }),
    'a client that keeps no managed fields': async (object) => {
      await cluster.create(object, { fieldManager: 'old' });
      await cluster.jsonPatch(refOf(object), [{ op: 'replace', path: '/metadata/managedFields', value: [{}] }]);
      expect((await there(object)).metadata.managedFields).toBeUndefined();
    },
  };

  describe.each(Object.entries(WAYS))('after %s', (_, apply) => {
    it('lose what left the profile with the first apply, and what leaves it later', async () => {
      await apply(release({ replicas: 1, old: true, image: { tag: '1', old: 'x' } }, { timeout: '9m' }));
      const before = await there(release({}));
      const desired = release({ replicas: 1, image: { tag: '1' } });
      expect(adoptionOf(desired, before, RULES)).toBe('own-output');

      const change = await reconcile(desired);
      expect(change).toMatchObject({
        isOwnOutput: true,
        removes: expect.arrayContaining(['spec.timeout', 'spec.values.image.old', 'spec.values.old']),
      });
      const after = await there(desired);
      expect(after['spec']).toEqual(desired['spec']);
      expect(after.metadata).toMatchObject({ uid: before.metadata.uid, labels: CREATED });
      expect(after.metadata.annotations ?? {}).toEqual({});
      expect(managersOf(after)).toEqual([OURS]);
      await expectNothingToDo(desired);

      const smaller = release({ replicas: 1 });
      expect(await reconcile(smaller)).toBeUndefined();
      expect((await there(smaller))['spec']).toEqual(smaller['spec']);
      await expectNothingToDo(smaller);
    });

    it('take other values without a conflict', async () => {
      await apply(release({ replicas: 9 }, { suspend: true }));
      const desired = release({ replicas: 1 }, { interval: '1m', dependsOn: [{ name: 'keycloak' }] });
      await reconcile(desired);
      expect((await there(desired))['spec']).toEqual(desired['spec']);
      await expectNothingToDo(desired);
    });

    it('that we applied already too are gone when they leave the profile', async () => {
      await apply(release({ replicas: 1, old: true }));
      const before = release({ replicas: 1, old: true });
      await cluster.apply(before, { fieldManager: OURS, force: true });

      const desired = release({ replicas: 1 });
      expect(await reconcile(desired)).toMatchObject({ removes: expect.arrayContaining(['spec.values.old']) });
      expect((await there(desired))['spec']).toEqual(desired['spec']);
      await expectNothingToDo(desired);
    });
  });

  describe("in somebody's own object", () => {
    it('stay, are listed, and do not come back as ours', async () => {
      const own = release({ replicas: 3, mine: { deep: 1 } }, { timeout: '9m' }, { team: 'blue' });
      await withKubectl(own, 'apply', '--server-side');
      const desired = release({ replicas: 1 });
      const before = await there(desired);
      expect(adoptionOf(desired, before, RULES)).toBe('foreign');
      const foreign = [{ manager: 'kubectl', fields: ['spec.timeout', 'spec.values.mine.deep'] }];
      expect(foreignFields(desired, afterTakeOver(before, takeOver(desired, before, RULES)), OURS)).toEqual(foreign);

      expect(await reconcile(desired)).toMatchObject({ isOwnOutput: false, from: ['kubectl'], removes: [] });
      const after = await there(desired);
      expect(after['spec']).toEqual({ ...(desired['spec'] as object), timeout: '9m', values: { replicas: 1, mine: { deep: 1 } } });
      expect(after.metadata.labels).toEqual({ ...CREATED, team: 'blue' });
      expect(foreignFields(desired, after, OURS)).toEqual(foreign);
      await expectNothingToDo(desired);

      const smaller = release({ other: 1 });
      await reconcile(smaller);
      expect((await there(smaller))['spec']).toMatchObject({ timeout: '9m', values: { other: 1, mine: { deep: 1 } } });
      expect((await there(smaller))['spec']).not.toHaveProperty('values.replicas');
      await expectNothingToDo(smaller);
    });

    it('stay in lists that have keys', async () => {
      const service = (...ports: readonly object[]): KubernetesObject => ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace },
        spec: { ports },
      });
      await withKubectl(service({ port: 80, name: 'web' }, { port: 443, name: 'tls' }), 'apply', '--server-side');
      const desired = service({ port: 80, name: 'http' });
      expect(await conflictsOf(desired)).toEqual([{ manager: 'kubectl', field: '.spec.ports[port=80,protocol="TCP"].name' }]);
      await reconcile(desired);
      expect(await there(desired)).toMatchObject({
        spec: {
          ports: [
            { port: 80, name: 'http' },
            { port: 443, name: 'tls' },
          ],
        },
      });
      expect(foreignFields(desired, await there(desired), OURS)).toEqual([
        { manager: 'kubectl', fields: ['spec.ports[port=443,protocol=TCP].name', 'spec.ports[port=443,protocol=TCP].port'] },
      ]);
      expect(await reconcile(desired)).toBeUndefined();
    });
  });

  describe('that people edit in an object of ours', () => {
    const edit = (patch: object): Promise<KubernetesObject> =>
      cluster.mergePatch(refOf(release({})), { ...patch }, { fieldManager: 'kubectl-edit' });

    it('stay, also within a map that we let go', async () => {
      await cluster.apply(release({ image: { tag: '1' } }), { fieldManager: OURS });
      await edit({ spec: { timeout: '9m', values: { image: { pullPolicy: 'Always' } } } });
      const desired = release({ other: 1 });
      expect(await reconcile(desired)).toMatchObject({ from: [], removes: ['spec.values.image.tag'] });
      expect(await there(desired)).toMatchObject({ spec: { timeout: '9m', values: { other: 1, image: { pullPolicy: 'Always' } } } });
      expect((await there(desired))['spec']).not.toHaveProperty('values.image.tag');
      await expectNothingToDo(desired);
    });

    it('make a conflict that counts, unless the apply is forced', async () => {
      await cluster.apply(release({ replicas: 1 }), { fieldManager: OURS });
      await edit({ spec: { values: { replicas: 3 } } });
      const desired = release({ replicas: 2 });
      const live = await there(desired);
      const conflicts = await conflictsOf(desired);
      expect(takeOver(desired, live, RULES)).toBeUndefined();
      expect(conflictsThatCount(conflicts, desired, live, RULES)).toEqual([{ manager: 'kubectl-edit', field: '.spec.values.replicas' }]);

      expect(await reconcile(desired, { ...RULES, force: true })).toMatchObject({ from: ['kubectl-edit'] });
      expect((await there(desired))['spec']).toEqual(desired['spec']);
      await expectNothingToDo(desired);
    });
  });

  describe('of the reference', () => {
    /** Its controller of Resources reads a release and writes it back with what OCM resolved. */
    const resolve = async (tag: string, fieldManager = 'manager'): Promise<void> => {
      const live = (await there(release({}))) as KubernetesObject & { readonly spec: { readonly values: { readonly image?: object } } };
      const values = { ...live.spec.values, image: { ...live.spec.values.image, tag } };
      await cluster.replace({ ...live, spec: { ...live.spec, suspend: false, values } }, { fieldManager });
    };

    it('make no conflict: the values stay, and a further apply beside its controller writes nothing', async () => {
      await applier(OURS)(release({ replicas: 1, image: { tag: '0' }, old: true }, { suspend: true }));
      await resolve('1');
      const desired = release({ replicas: 1, image: { tag: '1' } });
      expect(adoptionOf(desired, await there(desired), RULES)).toBe('ours');
      await reconcile(desired);
      const after = await there(desired);
      expect(after['spec']).toEqual({ ...(desired['spec'] as object), suspend: false });

      await expectNothingToDo(desired);
      await resolve('1');
      await expectNothingToDo(desired);
      expect(foreignFields(desired, after, OURS, RULES.claims)).toEqual([]);
    });

    it('follow a new version, whoever writes it first', async () => {
      await applier(OURS)(release({ image: { tag: '1' } }));
      await resolve('2');
      await reconcile(release({ image: { tag: '2' } }));
      await expectNothingToDo(release({ image: { tag: '2' } }));

      await reconcile(release({ image: { tag: '3' } }));
      expect((await there(release({})))['spec']).toMatchObject({ suspend: false, values: { image: { tag: '3' } } });
      await resolve('3');
      await expectNothingToDo(release({ image: { tag: '3' } }));
    });

    it('go when no Resource claims them any more', async () => {
      await applier(OURS)(release({ image: { tag: '1' } }));
      await resolve('1');
      await cluster.mergePatch(refOf(release({})), { spec: { values: { sidecar: { tag: '5' } } } }, { fieldManager: 'manager' });
      const desired = release({ image: { tag: '1' } });
      expect(await reconcile(desired)).toMatchObject({ from: ['manager'], removes: ['spec.values.sidecar.tag'] });
      expect((await there(desired))['spec']).toEqual({ ...(desired['spec'] as object), suspend: false });
      await expectNothingToDo(desired);
    });

    it('are sources that both of us apply', async () => {
      const source = (spec: object): KubernetesObject => ({
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'OCIRepository',
        metadata: { name: 'portal', namespace },
        spec: { url: 'oci://registry.example.com/charts/portal', interval: '1m0s', provider: 'generic', ref: { tag: '1' }, ...spec },
      });
      const controller = applier('platform-mesh-resource');
      await controller(source({}));
      expect(adoptionOf(source({}), await there(source({})), RULES)).toBe('own-output');
      await reconcile(source({}));
      await controller(source({}));
      await expectNothingToDo(source({}));

      await reconcile(source({ ref: { tag: '2' } }));
      await controller(source({ ref: { tag: '2' } }));
      await expectNothingToDo(source({ ref: { tag: '2' } }));

      await controller(source({ ref: { tag: '2' }, timeout: '9m' }));
      expect(await reconcile(source({ ref: { tag: '2' } }))).toMatchObject({ from: ['platform-mesh-resource'], removes: ['spec.timeout'] });
      // With the real schema, the field has its default then.
      expect((await there(source({})))['spec']).not.toHaveProperty('timeout', '9m');
    });

    it('are the source and the values of an Application', async () => {
      const application = (source: object): KubernetesObject => ({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: 'portal', namespace, labels: CREATED },
        spec: { project: 'platform-mesh', destination: { namespace, server: 'https://kubernetes.default.svc' }, source },
      });
      const of = (tag: string, replicas = 1): object => ({
        repoURL: 'registry.example.com/charts',
        chart: 'portal',
        targetRevision: tag,
        helm: { values: `image:\n  tag: "${tag}"\nreplicas: ${replicas}\n` },
      });
      await applier(OURS)(application(of('0')));
      const { apiVersion, kind } = application({});
      const part = (source: object): KubernetesObject => ({ apiVersion, kind, metadata: { name: 'portal', namespace }, spec: { source } });
      await applier('platform-mesh-resource-portal-chart')(part({ repoURL: 'registry.example.com/charts', targetRevision: '1' }));
      await applier('platform-mesh-resource-portal-image')(part({ helm: { values: 'replicas: 1\nimage: {tag: "1"}' } }));

      await reconcile(application(of('1')));
      expect(await there(application({}))).toMatchObject({ spec: { source: of('1') } });
      await expectNothingToDo(application(of('1')));

      // Another controller of Resources, under a name of its own; and somebody who changes a value that is none of theirs.
      const write = (values: string, fieldManager: string): Promise<KubernetesObject> =>
        cluster.mergePatch(refOf(application({})), { spec: { source: { helm: { values } } } }, { fieldManager });
      await write('image: {tag: "2"}\nreplicas: 1', 'resources-of-somebody');
      await reconcile(application(of('1')));
      expect(await there(application({}))).toMatchObject({ spec: { source: of('1') } });
      await write('image: {tag: "1"}\nreplicas: 5', 'kubectl-edit');
      expect(
        conflictsThatCount(await conflictsOf(application(of('1'))), application(of('1')), await there(application({})), RULES),
      ).toEqual([{ manager: 'kubectl-edit', field: '.spec.source.helm.values' }]);
    });
  });

  describe.each(['Update', 'Apply'])('that any controller of Resources writes by %s', (operation) => {
    const write = async (values: object): Promise<void> => {
      if (operation === 'Apply') {
        const { apiVersion, kind } = release({});
        await applier('my-resources')({ apiVersion, kind, metadata: { name: 'portal', namespace }, spec: { values } });
      } else await cluster.mergePatch(refOf(release({})), { spec: { values } }, { fieldManager: 'my-resources' });
    };

    it('make no conflict where a Resource decides them, and one that counts elsewhere', async () => {
      await cluster.apply(release({ replicas: 1, image: { tag: '1' } }), { fieldManager: OURS });
      await write({ image: { tag: '2' } });
      const desired = release({ replicas: 1, image: { tag: '3' } });
      await reconcile(desired);
      expect((await there(desired))['spec']).toEqual(desired['spec']);
      await expectNothingToDo(desired);

      await write({ replicas: 5, image: { tag: '2' } });
      expect(conflictsThatCount(await conflictsOf(desired), desired, await there(desired), RULES)).toEqual([
        { manager: 'my-resources', field: '.spec.values.replicas' },
      ]);
    });
  });

  it('that a hand-over of ours left behind are undone', async () => {
    const desired = release({ replicas: 1 });
    await cluster.apply(desired, { fieldManager: OURS });
    await cluster.mergePatch(refOf(desired), { spec: { suspend: true } }, { fieldManager: OURS });
    expect(await reconcile(desired)).toMatchObject({ from: [OURS], removes: ['spec.suspend'] });
    expect((await there(desired))['spec']).toEqual(desired['spec']);
    await expectNothingToDo(desired);
  });

  it('are an OCM Resource that bears the label of our charts', async () => {
    const resource = (name: string, labels: object = {}): KubernetesObject => ({
      apiVersion: 'delivery.ocm.software/v1alpha1',
      kind: 'Resource',
      metadata: { name: 'portal-chart', namespace, labels: { 'core.platform-mesh.io/deployment-technology': 'fluxcd', ...labels } },
      spec: {
        componentRef: { name: 'platform-mesh' },
        resource: { byReference: { resource: { name }, referencePath: [{ name: 'portal' }] } },
      },
    });
    await withKubectl(resource('chart', { for: 'openfga' }), 'apply', '--server-side');
    expect(adoptionOf(resource('chart'), await there(resource('chart')), RULES)).toBe('own-output');
    await reconcile(resource('chart'));
    expect((await there(resource('chart'))).metadata.labels).toEqual({ 'core.platform-mesh.io/deployment-technology': 'fluxcd' });
    await expectNothingToDo(resource('chart'));
  });

  it('are not taken from an object that was changed meanwhile', async () => {
    await withKubectl(release({ replicas: 1, old: true }), 'apply', '--server-side');
    const desired = release({ replicas: 1 });
    const change = takeOver(desired, await there(desired), RULES);
    await cluster.mergePatch(refOf(desired), { spec: { values: { more: 1 } } }, { fieldManager: 'kubectl-edit' });
    const before = await there(desired);

    await expect(cluster.jsonPatch(refOf(desired), change?.patch ?? [], { fieldManager: OURS })).rejects.toMatchObject({
      code: 'conflict',
      status: 409,
    });
    expect((await there(desired)).metadata.managedFields).toEqual(before.metadata.managedFields);
    await reconcile(desired);
    expect(await there(desired)).toMatchObject({ spec: { values: { replicas: 1, more: 1 } } });
    expect((await there(desired))['spec']).not.toHaveProperty('values.old');
  });

  it('are taken without a new generation, and without an entry for the patch itself', async () => {
    await withKubectl(release({ replicas: 1 }), 'apply', '--server-side');
    const desired = release({ replicas: 1 });
    const before = await there(desired);
    const change = takeOver(desired, before, RULES);
    const patched = await cluster.jsonPatch(refOf(desired), change?.patch ?? [], { fieldManager: OURS });
    expect(patched.metadata).toMatchObject({ generation: before.metadata.generation, managedFields: change?.managedFields });
    expect(managersOf(patched)).toEqual([OURS]);
  });
});
