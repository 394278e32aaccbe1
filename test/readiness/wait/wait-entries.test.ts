import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../../src/charts/index.js';
import { type WaitEntry, waitEntriesOf } from '../../../src/readiness/index.js';
import type { PlatformMeshSpec } from '../../../src/resources/index.js';

type Item = NonNullable<NonNullable<PlatformMeshSpec['wait']>['resourceTypes']>[number];

const NAMESPACE = 'platform-mesh-system';

function manifest(apiVersion: string, kind: string, name: string): Manifest {
  return { target: 'infra', chart: 'infra-components', order: 0, object: { apiVersion, kind, metadata: { name, namespace: NAMESPACE } } };
}

const DEPLOYED = [
  manifest('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'portal'),
  manifest('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'gateway-api'),
  manifest('argoproj.io/v1alpha1', 'Application', 'keycloak'),
  manifest('argoproj.io/v1alpha1', 'AppProject', 'platform-mesh-runtime'),
  manifest('delivery.ocm.software/v1alpha1', 'Resource', 'portal-chart'),
];

const FLAT = { group: 'helm.toolkit.fluxcd.io', version: 'v2', kind: 'HelmRelease' };
const LABEL = 'core.platform-mesh.io/operator-created';

const entryOf = (item: Item): WaitEntry | undefined => waitEntriesOf({ wait: { resourceTypes: [item] } }, [], NAMESPACE)[0];

describe('waitEntriesOf', () => {
  it('waits for each release, Kustomization and Application that the platform deploys when the spec says nothing', () => {
    const names = waitEntriesOf({}, DEPLOYED, NAMESPACE).map(({ kind, namespace, name, minimum }) => ({ kind, namespace, name, minimum }));

    expect(names).toEqual([
      { kind: 'HelmRelease', namespace: NAMESPACE, name: 'portal', minimum: 1 },
      { kind: 'Kustomization', namespace: NAMESPACE, name: 'gateway-api', minimum: 1 },
      { kind: 'Application', namespace: NAMESPACE, name: 'keycloak', minimum: 1 },
    ]);
  });

  it.each([{ wait: {} }, { wait: { resourceTypes: [] } }])('waits for nothing when the list is there and empty: %j', (spec) => {
    expect(waitEntriesOf(spec, DEPLOYED, NAMESPACE)).toEqual([]);
  });

  it('reads the flat form', () => {
    const selector = { matchLabels: { app: 'portal' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['a', 'b'] }] };

    expect(entryOf({ ...FLAT, namespace: 'default', ...selector, conditionType: 'Ready', conditionStatus: 'True' })).toMatchObject({
      group: 'helm.toolkit.fluxcd.io',
      versions: ['v2'],
      kind: 'HelmRelease',
      namespace: 'default',
      selector,
      labelSelector: 'app=portal,tier in (a,b)',
      criterion: { by: 'condition', type: 'Ready', status: 'True' },
      minimum: 0,
    });
  });

  it("reads the README's nested form, with several versions", () => {
    const matchExpressions = [
      { key: 'a', operator: 'Exists' },
      { key: 'b', operator: 'DoesNotExist' },
      { key: 'c', operator: 'NotIn', values: ['x', 'y'] },
    ];
    const item = {
      apiVersions: { versions: ['v3', 'v2'] },
      groupKind: { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease' },
      labelSelector: { matchExpressions },
      conditionType: 'Ready',
      conditionStatus: 'True',
    };

    const entry = { group: 'helm.toolkit.fluxcd.io', versions: ['v3', 'v2'], kind: 'HelmRelease', labelSelector: 'a,!b,c notin (x,y)' };
    expect(entryOf(item)).toMatchObject(entry);
  });

  it('takes a nested kind without a group for one of the core group', () => {
    const item = { groupKind: { kind: 'Pod' }, apiVersions: { versions: ['v1'] } };

    expect(entryOf(item)).toMatchObject({ group: '', versions: ['v1'], kind: 'Pod' });
  });

  it('lets a name win over labels, and waits until the object exists', () => {
    const entry = entryOf({ ...FLAT, name: 'portal', matchLabels: { app: 'other' } });

    expect(entry).toMatchObject({ name: 'portal', criterion: { by: 'kind' }, minimum: 1 });
    expect(entry).not.toHaveProperty('labelSelector');
  });

  it.each([
    [{}, { by: 'kind' }],
    [{ conditionType: '', conditionStatus: '' }, { by: 'kind' }],
    [{ conditionType: 'Available' }, { by: 'condition', type: 'Available', status: 'True' }],
    [{ conditionStatus: 'False' }, { by: 'condition', type: 'Ready', status: 'False' }],
    [
      { statusFieldPath: ['sync', 'status'], conditionStatus: 'Synced' },
      { by: 'field', path: ['sync', 'status'], value: 'Synced' },
    ],
    [
      { statusFieldPath: ['sync', 'status'], statusFieldValue: 'Synced' },
      { by: 'field', path: ['sync', 'status'], value: 'Synced' },
    ],
    [
      { statusFieldPath: [], conditionType: 'Ready' },
      { by: 'condition', type: 'Ready', status: 'True' },
    ],
  ])('takes %j for the criterion %j', (fields, criterion) => {
    expect(entryOf({ ...FLAT, ...fields })).toMatchObject({ criterion });
  });

  it.each([
    [{ matchLabels: { [LABEL]: 'true' } }, true],
    [{ matchExpressions: [{ key: LABEL, operator: 'In', values: ['true'] }] }, true],
    [{ matchExpressions: [{ key: LABEL, operator: 'Exists' }] }, true],
    [{ labelSelector: { matchLabels: { [LABEL]: 'true' } } }, true],
    [{ matchExpressions: [{ key: LABEL, operator: 'NotIn', values: ['true'] }] }, false],
    [{ matchExpressions: [{ key: LABEL, operator: 'DoesNotExist' }] }, false],
    [{ matchLabels: { app: 'portal' } }, false],
    [{}, false],
  ])('takes the selector %j for one of the own releases: %j', (selector, areMeant) => {
    const [entry] = waitEntriesOf({ wait: { resourceTypes: [{ ...FLAT, ...selector }] } }, DEPLOYED, NAMESPACE);

    expect(entry?.releases).toMatchObject({ namespace: NAMESPACE, areMeant });
    expect(entry?.releases?.deliveries.map(({ release }) => release.ref.name)).toEqual(['portal']);
  });

  it('is content with no object when there is no name, though the platform deploys some', () => {
    expect(waitEntriesOf({ wait: { resourceTypes: [FLAT] } }, DEPLOYED, NAMESPACE)).toMatchObject([{ minimum: 0 }]);
  });

  it.each([3, 0])('takes the number of objects that the entry gives: %d', (minCount) => {
    expect(entryOf({ ...FLAT, minCount })).toMatchObject({ minimum: minCount, mayBeEmpty: true });
  });
});
