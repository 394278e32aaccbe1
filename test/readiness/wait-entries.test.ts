import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../src/charts/index.js';
import type { PlatformMeshSpec } from '../../src/resources/index.js';
import { waitEntriesOf } from '../../src/readiness/index.js';

type Item = NonNullable<NonNullable<PlatformMeshSpec['wait']>['resourceTypes']>[number];

function manifest(apiVersion: string, kind: string, name: string): Manifest {
  return { target: 'infra', chart: 'infra-components', order: 0, object: { apiVersion, kind, metadata: { name, namespace: 'platform-mesh-system' } } };
}

const DEPLOYED = [
  manifest('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'portal'),
  manifest('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'gateway-api'),
  manifest('argoproj.io/v1alpha1', 'Application', 'keycloak'),
  manifest('argoproj.io/v1alpha1', 'AppProject', 'platform-mesh-runtime'),
  manifest('delivery.ocm.software/v1alpha1', 'Resource', 'portal-chart'),
];

const FLAT = { group: 'helm.toolkit.fluxcd.io', version: 'v2', kind: 'HelmRelease' };

const entryOf = (item: Item, deployed: readonly Manifest[] = []): unknown => waitEntriesOf({ wait: { resourceTypes: [item] } }, deployed)[0];

describe('waitEntriesOf', () => {
  it('waits for each release, Kustomization and Application that was deployed when nothing is said', () => {
    expect(waitEntriesOf({}, DEPLOYED)).toEqual([
      { group: 'helm.toolkit.fluxcd.io', versions: ['v2'], kind: 'HelmRelease', namespace: 'platform-mesh-system', name: 'portal', criterion: { by: 'kind' }, minimum: 1 },
      { group: 'kustomize.toolkit.fluxcd.io', versions: ['v1'], kind: 'Kustomization', namespace: 'platform-mesh-system', name: 'gateway-api', criterion: { by: 'kind' }, minimum: 1 },
      { group: 'argoproj.io', versions: ['v1alpha1'], kind: 'Application', namespace: 'platform-mesh-system', name: 'keycloak', criterion: { by: 'kind' }, minimum: 1 },
    ]);
  });

  it.each([{ wait: {} }, { wait: { resourceTypes: [] } }])('waits for nothing when the list is there and empty: %j', (spec) => {
    expect(waitEntriesOf(spec, DEPLOYED)).toEqual([]);
  });

  it('reads the flat form', () => {
    const item = { ...FLAT, namespace: 'default', matchLabels: { app: 'portal' }, matchExpressions: [{ key: 'core.platform-mesh.io/operator-created', operator: 'In', values: ['true'] }], conditionType: 'Ready', conditionStatus: 'True' };

    expect(entryOf(item)).toEqual({
      group: 'helm.toolkit.fluxcd.io',
      versions: ['v2'],
      kind: 'HelmRelease',
      namespace: 'default',
      labelSelector: 'app=portal,core.platform-mesh.io/operator-created in (true)',
      criterion: { by: 'condition', type: 'Ready', status: 'True' },
      minimum: 0,
    });
  });

  it("reads the README's nested form, with several versions", () => {
    const item = {
      apiVersions: { versions: ['v3', 'v2'] },
      groupKind: { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease' },
      labelSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }, { key: 'b', operator: 'DoesNotExist' }, { key: 'c', operator: 'NotIn', values: ['x', 'y'] }] },
      conditionType: 'Ready',
      conditionStatus: 'True',
    };

    expect(entryOf(item)).toMatchObject({ group: 'helm.toolkit.fluxcd.io', versions: ['v3', 'v2'], kind: 'HelmRelease', labelSelector: 'a,!b,c notin (x,y)' });
  });

  it('takes a nested kind without a group for one of the core group', () => {
    expect(entryOf({ groupKind: { kind: 'Pod' }, apiVersions: { versions: ['v1'] } })).toMatchObject({ group: '', versions: ['v1'], kind: 'Pod' });
  });

  it('lets a name win over labels, and wants the object to be there', () => {
    expect(entryOf({ ...FLAT, name: 'portal', matchLabels: { app: 'other' } })).toEqual({ ...{ group: FLAT.group, versions: ['v2'], kind: FLAT.kind }, name: 'portal', criterion: { by: 'kind' }, minimum: 1 });
  });

  it.each([
    [{}, { by: 'kind' }],
    [{ conditionType: '', conditionStatus: '' }, { by: 'kind' }],
    [{ conditionType: 'Available' }, { by: 'condition', type: 'Available', status: 'True' }],
    [{ conditionStatus: 'False' }, { by: 'condition', type: 'Ready', status: 'False' }],
    [{ statusFieldPath: ['sync', 'status'], conditionStatus: 'Synced' }, { by: 'field', path: ['sync', 'status'], value: 'Synced' }],
    [{ statusFieldPath: ['sync', 'status'], statusFieldValue: 'Synced' }, { by: 'field', path: ['sync', 'status'], value: 'Synced' }],
    [{ statusFieldPath: [], conditionType: 'Ready' }, { by: 'condition', type: 'Ready', status: 'True' }],
  ])('takes %j for the criterion %j', (fields, criterion) => {
    expect(entryOf({ ...FLAT, ...fields })).toMatchObject({ criterion });
  });

  it('wants at least one object of a kind that is deployed, and says where they are', () => {
    expect(entryOf({ ...FLAT, namespace: 'default' }, DEPLOYED)).toMatchObject({ minimum: 1, hint: 'this platform deploys 1 of them to namespace platform-mesh-system' });
  });

  it('is content with no object of another kind', () => {
    expect(entryOf({ group: '', version: 'v1', kind: 'Pod' }, DEPLOYED)).toMatchObject({ minimum: 0 });
  });

  it('takes a number of objects that is given', () => {
    const item = { ...FLAT, minCount: 3 };

    expect(entryOf(item)).toMatchObject({ minimum: 3 });
  });
});
