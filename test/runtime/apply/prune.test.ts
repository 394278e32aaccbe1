import { describe, expect, it } from '@jest/globals';
import { keyOf, refOf, type KubernetesObject } from '../../../src/kubernetes/index.js';
import type { ApplyPolicy, DesiredObject, InventoryEntries } from '../../../src/runtime/apply/index.js';
import { pruneCandidates, type PruneState } from '../../../src/runtime/apply/prune.js';
import { markOf } from '../../../src/runtime/apply/shared-objects.js';

const MANAGER = 'platform-mesh-deployment';

/** An object of a kind that our manager applied. */
function applied(kind: string, name: string, metadata: object = {}, manager = MANAGER): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'mesh', uid: name, managedFields: [{ manager, operation: 'Apply' }], ...metadata },
  };
}

function desired(object: KubernetesObject): DesiredObject {
  return { target: 'infra', level: 0, object, fieldManager: MANAGER, ownership: 'manage' };
}

/** What becomes of the objects of an inventory, by name, when these are desired. */
function actions(
  objects: readonly KubernetesObject[],
  policy: Partial<ApplyPolicy> = {},
  more: Partial<PruneState> & {
    readonly kept?: readonly KubernetesObject[];
    readonly origins?: Readonly<Record<string, 'adopted' | 'foreign'>>;
  } = {},
): Readonly<Record<string, string>> {
  const { kept = [], origins = {}, ...state } = more;
  const all = [...objects, ...kept];
  const entries: InventoryEntries = new Map(
    all.map((object) => [keyOf(refOf(object)), { ref: refOf(object), origin: origins[object.metadata.name] ?? 'created' }]),
  );
  const live = new Map(all.map((object) => [keyOf(refOf(object)), object]));
  const candidates = pruneCandidates(
    kept.map(desired),
    {
      inventories: new Map([['infra', entries]]),
      observe: (_, ref) => {
        const object = live.get(keyOf(ref));
        return object ? { state: 'present', object } : { state: 'absent' };
      },
      otherOwner: () => undefined,
      clusterOf: () => 'one',
      fieldManager: MANAGER,
      owner: 'mesh/mesh',
      ...state,
    },
    { prune: true, allowMassPrune: true, ...policy },
  );
  return Object.fromEntries(
    candidates.map(({ id, planned }) => [id.name, planned.action === 'failed' ? planned.error.code : planned.action]),
  );
}

describe('what is no longer desired', () => {
  it('is pruned where we created it, or adopted what was made from our own output', () => {
    expect(actions([applied('Service', 'a'), applied('Service', 'b')], {}, { origins: { b: 'adopted' } })).toEqual({
      a: 'prune',
      b: 'prune',
    });
  });

  it("is orphaned where it was somebody's own, unless --prune-adopted", () => {
    expect(actions([applied('Service', 'a')], {}, { origins: { a: 'foreign' } })).toEqual({ a: 'orphan' });
    expect(actions([applied('Service', 'a')], { pruneAdopted: true }, { origins: { a: 'foreign' } })).toEqual({ a: 'prune' });
  });

  it('is orphaned where another manager alone owns it now, or another platform applied it', () => {
    expect(actions([applied('Service', 'a', {}, 'kubectl')])).toEqual({ a: 'orphan' });
    expect(actions([applied('Service', 'a')], {}, { otherOwner: () => 'mesh/other' })).toEqual({ a: 'orphan' });
  });

  it('is orphaned while another platform says that it uses the object, and pruned by the last one', () => {
    const annotations = (...owners: readonly string[]): object => ({
      annotations: Object.assign({}, ...owners.map((owner) => markOf(applied('Issuer', 'a'), owner, true).metadata.annotations)) as object,
    });
    expect(actions([applied('Issuer', 'a', annotations('mesh/mesh', 'other/mesh'))])).toEqual({ a: 'orphan' });
    expect(actions([applied('Issuer', 'a', annotations('mesh/mesh'))])).toEqual({ a: 'prune' });
  });

  it('is ours under any name under which we write', () => {
    const extra = applied('Service', 'a', {}, 'platform-mesh-kcp-setup');
    expect(actions([extra], {}, { otherManagers: ['platform-mesh-kcp-setup'] })).toEqual({ a: 'prune' });
  });

  it('is kept where somebody needs it, whatever may be pruned', () => {
    const keeps = (_: string, { kind }: KubernetesObject): string | undefined => (kind === 'Workspace' ? 'it holds content' : undefined);
    const objects = [applied('Workspace', 'a'), applied('Service', 'b')];
    expect(actions(objects, { pruneKinds: ['Workspace'] }, { keeps })).toEqual({ a: 'skip', b: 'prune' });
  });

  it('is kept by its annotation', () => {
    expect(actions([applied('Service', 'a', { annotations: { 'core.platform-mesh.io/prune': 'disabled' } })])).toEqual({ a: 'skip' });
  });

  it.each(['Workspace', 'Store', 'Namespace', 'CustomResourceDefinition', 'PersistentVolumeClaim', 'LogicalCluster'])(
    'is kept as a %s, unless a flag names the kind',
    (kind) => {
      expect(actions([applied(kind, 'a')])).toEqual({ a: 'skip' });
      expect(actions([applied(kind, 'a')], { pruneKinds: [kind] })).toEqual({ a: 'prune' });
    },
  );

  it('is refused where more than half of a platform would go, and allowed by a flag', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => applied('Service', name)) as [
      KubernetesObject,
      KubernetesObject,
      KubernetesObject,
      KubernetesObject,
    ];
    expect(actions([a, b, c], { allowMassPrune: false }, { kept: [d] })).toEqual({ a: 'mass-prune', b: 'mass-prune', c: 'mass-prune' });
    expect(actions([a, b], { allowMassPrune: false }, { kept: [c, d] })).toEqual({ a: 'prune', b: 'prune' });
    expect(actions([a, b, c], { allowMassPrune: true }, { kept: [d] })).toEqual({ a: 'prune', b: 'prune', c: 'prune' });
  });

  it('does not count what another technology delivers from now on', () => {
    const release = (name: string): KubernetesObject => ({ ...applied('HelmRelease', name), apiVersion: 'helm.toolkit.fluxcd.io/v2' });
    const application = (name: string): KubernetesObject => ({ ...applied('Application', name), apiVersion: 'argoproj.io/v1alpha1' });
    expect(
      actions([release('a'), release('b'), release('c')], { allowMassPrune: false }, { kept: ['a', 'b', 'c'].map(application) }),
    ).toEqual({ a: 'prune', b: 'prune', c: 'prune' });
  });

  it('has no change where it is gone already', () => {
    expect(actions([applied('Service', 'a')], {}, { observe: () => ({ state: 'absent' }) })).toEqual({});
  });
});
