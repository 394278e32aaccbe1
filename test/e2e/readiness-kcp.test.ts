import { gateReadiness, type Readiness, readinessOf } from '../../src/readiness/index.js';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect, loadConnection, type Cluster } from '../../src/runtime/cluster/index.js';
import { startKcp, until, type ApiServer } from '../servers/index.ts';
import { describeWith } from './describe-with.ts';
import { entryOf, waitUntilReady } from './wait-until-ready.ts';

const KINDS = [
  { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIBinding' },
  { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIExport' },
  { apiVersion: 'apis.kcp.io/v1alpha1', kind: 'APIExportEndpointSlice' },
  { apiVersion: 'apis.kcp.io/v1alpha1', kind: 'APIResourceSchema' },
  { apiVersion: 'core.kcp.io/v1alpha1', kind: 'LogicalCluster' },
  { apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'Workspace' },
  { apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'WorkspaceType' },
];

describeWith(['kcp'], 'readiness in a real kcp', () => {
  let kcp: ApiServer;
  let root: Cluster;

  beforeAll(async () => {
    kcp = await startKcp({ suite: 'readiness-kcp' });
    root = connect(await loadConnection({ kubeconfig: kcp.kubeconfig })).workspace('root');
  });

  afterAll(async () => {
    await root.close();
    await kcp.stop();
  });

  it('waits for a workspace, and for what is bound in it', async () => {
    await root.apply(
      {
        apiVersion: 'tenancy.kcp.io/v1alpha1',
        kind: 'Workspace',
        metadata: { name: 'example' },
        spec: { type: { name: 'universal', path: 'root' } },
      },
      { fieldManager: 'test' },
    );
    const deadline = new Date(Date.now() + 60_000);
    const workspace = await waitUntilReady({
      cluster: root,
      entries: [entryOf({ apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'Workspace', name: 'example' })],
      deadline,
    });
    expect(workspace).toMatchObject({ outcome: 'ready' });

    const example = root.workspace('root:example');
    // kcp makes them before the workspace is ready, and lists them a moment later.
    const objects = await until('there are bindings', async () => {
      const { items } = await example.list({ apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIBinding' });
      return items.length > 0 && items.map(({ apiVersion, kind, metadata: { name } }) => ({ apiVersion, kind, name }));
    });
    expect(await waitUntilReady({ cluster: example, entries: objects.map(entryOf), deadline })).toMatchObject({ outcome: 'ready' });
  });

  it.each(KINDS)('takes every $kind for ready that kcp comes with, and its gate for open', async (kind) => {
    const { items } = await root.list(kind);
    const notReady = (judge: (object: (typeof items)[number]) => Readiness): readonly unknown[] =>
      items.map((object) => [object.metadata.name, judge(object)] as const).filter(([, { state }]) => state !== 'ready');

    expect(items).not.toEqual([]);
    expect(notReady((object) => readinessOf(object))).toEqual([]);
    expect(notReady(gateReadiness)).toEqual([]);
  });

  it('says which permission claims of a binding its export does not ask for, until the export does', async () => {
    const workspace = root.workspace('root:example');
    const write = { fieldManager: 'test' };
    const exported = (claims: readonly string[]): Parameters<Cluster['apply']>[0] => ({
      apiVersion: 'apis.kcp.io/v1alpha2',
      kind: 'APIExport',
      metadata: { name: 'things.example.com' },
      spec: { permissionClaims: claims.map((resource) => ({ resource, verbs: ['*'] })) },
    });
    const accepted = (resource: string): object => ({ resource, verbs: ['*'], selector: { matchAll: true }, state: 'Accepted' });
    const binding = { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIBinding', metadata: { name: 'things' } };
    const reference = { export: { path: 'root:example', name: 'things.example.com' } };
    const stateOf = async (): Promise<{ readonly readiness: Readiness; readonly gate: Readiness } | undefined> => {
      const object = await workspace.get({ ...binding, name: 'things' });
      return object && { readiness: readinessOf(object), gate: gateReadiness(object) };
    };
    await workspace.apply(exported(['secrets']), write);
    await workspace.apply({ ...binding, spec: { reference, permissionClaims: ['secrets', 'configmaps'].map(accepted) } }, write);

    const invalid = await until('the claim is invalid', async () => {
      const state = await stateOf();
      return state?.readiness.reason === 'InvalidPermissionClaims' && state;
    });
    expect(invalid).toMatchObject({
      readiness: { state: 'progressing', message: expect.stringContaining('configmaps') as unknown },
      gate: { state: 'ready' },
    });

    await workspace.apply(exported(['secrets', 'configmaps']), write);
    await until('the claims are applied', async () => (await stateOf())?.readiness.state === 'ready');
  });
});
