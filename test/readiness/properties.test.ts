import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlatformMeshSpec } from '../../src/resources/index.js';
import {
  defaultGoals,
  deliveryReadiness,
  evaluateEntries,
  gateReadiness,
  judgeBy,
  madeFrom,
  needsOf,
  readinessOf,
  waitEntriesOf,
} from '../../src/readiness/index.js';

const KINDS = [
  'helm.toolkit.fluxcd.io/v2 HelmRelease',
  'kustomize.toolkit.fluxcd.io/v1 Kustomization',
  'source.toolkit.fluxcd.io/v1 OCIRepository',
  'source.toolkit.fluxcd.io/v1 HelmRepository',
  'argoproj.io/v1alpha1 Application',
  'argoproj.io/v1alpha1 AppProject',
  'delivery.ocm.software/v1alpha1 Resource',
  'delivery.ocm.software/v1alpha1 Component',
  'cert-manager.io/v1 Certificate',
  'cert-manager.io/v1 CertificateRequest',
  'cert-manager.io/v1 Issuer',
  'apiextensions.k8s.io/v1 CustomResourceDefinition',
  'apiregistration.k8s.io/v1 APIService',
  'apps/v1 Deployment',
  'apps/v1 StatefulSet',
  'apps/v1 DaemonSet',
  'apps/v1 ReplicaSet',
  'batch/v1 Job',
  'batch/v1 CronJob',
  'v1 Pod',
  'v1 PersistentVolumeClaim',
  'v1 Service',
  'v1 Namespace',
  'v1 ConfigMap',
  'gateway.networking.k8s.io/v1 GatewayClass',
  'gateway.networking.k8s.io/v1 HTTPRoute',
  'tenancy.kcp.io/v1alpha1 Workspace',
  'tenancy.kcp.io/v1alpha1 WorkspaceType',
  'core.kcp.io/v1alpha1 LogicalCluster',
  'apis.kcp.io/v1alpha2 APIBinding',
  'apis.kcp.io/v1alpha2 APIExport',
  'operator.kcp.io/v1alpha1 RootShard',
  'operator.kcp.io/v1alpha1 Kubeconfig',
  'core.platform-mesh.io/v1alpha1 PlatformMesh',
  'providers.platform-mesh.io/v1alpha1 Provider',
  'example.com/v1 Anything',
  'constructor/v1 __proto__',
];

const kind = fc.constantFrom(...KINDS).map((text) => {
  const [apiVersion = '', name = ''] = text.split(' ');
  return { apiVersion, kind: name };
});

/** Fields that rules look at, with values that make sense and values that do not. */
const word = fc.constantFrom(
  'True',
  'False',
  'Unknown',
  'Ready',
  'Bound',
  'Synced',
  'Healthy',
  'Running',
  'Succeeded',
  'Complete',
  'Available',
  'Established',
  'constructor',
  '',
);
const condition = fc.record(
  {
    type: fc.constantFrom(
      'Ready',
      'Stalled',
      'Reconciling',
      'Available',
      'Established',
      'Programmed',
      'IdentityValid',
      'Complete',
      'Failed',
      'Issuing',
    ),
    status: word,
    reason: word,
    observedGeneration: fc.integer({ min: -1, max: 3 }),
  },
  { requiredKeys: [] },
);
const status = fc.record(
  {
    observedGeneration: fc.integer({ min: -1, max: 3 }),
    conditions: fc.oneof(fc.array(fc.oneof(condition, fc.jsonValue())), fc.jsonValue()),
    phase: fc.oneof(word, fc.jsonValue()),
    health: fc.oneof(fc.record({ status: word }), fc.jsonValue()),
    sync: fc.oneof(fc.record({ status: word }), fc.jsonValue()),
    containerStatuses: fc.jsonValue(),
    replicas: fc.jsonValue(),
    readyReplicas: fc.jsonValue(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Readonly<Record<string, unknown>>>;

it('never throws, whatever an object holds', () => {
  fc.assert(
    fc.property(kind, fc.dictionary(fc.constantFrom('metadata', 'spec', 'status', 'data'), fc.jsonValue()), (ofKind, fields) => {
      const object = { ...ofKind, ...fields };
      expect(['ready', 'progressing', 'failed']).toContain(readinessOf(object).state);
      expect(Array.isArray(needsOf(object)) && Array.isArray(madeFrom(object))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it('never throws, whatever stands in the fields that rules look at', () => {
  fc.assert(
    fc.property(
      kind,
      status,
      fc.jsonValue(),
      (ofKind, statusOf, spec) => void readinessOf({ ...ofKind, metadata: { name: 'a', generation: 2 }, spec, status: statusOf }),
    ),
    { numRuns: 2000 },
  );
});

it('never takes an object for ready that its controller has not looked at as it is now, by any criterion', () => {
  const criteria = [
    { by: 'kind' },
    { by: 'condition', type: 'Ready', status: 'True' },
    { by: 'field', path: ['phase'], value: 'Ready' },
  ] as const;
  fc.assert(
    fc.property(kind, status, fc.integer({ min: 1, max: 5 }), fc.constantFrom(...criteria), (ofKind, statusOf, behind, criterion) => {
      const object = {
        ...ofKind,
        metadata: { name: 'a', generation: 5 },
        spec: {},
        status: { ...statusOf, observedGeneration: 5 - behind },
      };
      expect(judgeBy(criterion)(object).state).not.toBe('ready');
    }),
    { numRuns: 2000 },
  );
});

it('never takes an object for ready that is being deleted', () => {
  fc.assert(
    fc.property(
      kind,
      status,
      (ofKind, statusOf) =>
        readinessOf({ ...ofKind, metadata: { name: 'a', deletionTimestamp: '2026-01-01T00:00:00Z' }, status: statusOf }).state ===
        'progressing',
    ),
    { numRuns: 2000 },
  );
});

it('always says why something is not ready', () => {
  fc.assert(
    fc.property(kind, status, (ofKind, statusOf) => {
      const { state, reason = '' } = readinessOf({ ...ofKind, metadata: { name: 'a', generation: 2 }, spec: {}, status: statusOf });
      expect(state === 'ready' || reason !== '').toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it('makes an entry of each item that the resource accepts', () => {
  const text = fc.option(fc.string(), { nil: undefined });
  const item = fc.record({
    group: fc.string(),
    version: fc.string(),
    kind: fc.string(),
    name: text,
    namespace: text,
    conditionType: text,
    conditionStatus: text,
  }) as fc.Arbitrary<NonNullable<NonNullable<PlatformMeshSpec['wait']>['resourceTypes']>[number]>;
  fc.assert(
    fc.property(fc.array(item), (resourceTypes) => waitEntriesOf({ wait: { resourceTypes } }, [], 'mesh').length === resourceTypes.length),
  );
});

it('lets the next level begin for every object that is ready', () => {
  const property = fc.property(kind, status, fc.jsonValue(), (ofKind, statusOf, spec) => {
    const object = { ...ofKind, metadata: { name: 'a', generation: 2 }, spec, status: statusOf };
    return readinessOf(object).state !== 'ready' || gateReadiness(object).state === 'ready';
  });
  fc.assert(property, { numRuns: 2000 });
});

/** Objects of a delivery, with statuses that make sense and others. */
const RELEASES = [
  { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease' },
  { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' },
  { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' },
];
const SOURCE = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'OCIRepository' };

it('never takes a delivery for ready whose release is not, and never throws', () => {
  const property = fc.property(fc.constantFrom(...RELEASES), status, status, fc.jsonValue(), (ofKind, statusOf, statusOfSource, spec) => {
    const release = { ...ofKind, metadata: { name: 'a', namespace: 'mesh', generation: 2 }, spec, status: statusOf };
    const source = { ...SOURCE, metadata: { name: 'a', namespace: 'mesh', generation: 2 }, spec, status: statusOfSource };
    const [at, from] = [release, source].map(({ apiVersion, kind: of, metadata }) => ({
      target: 'infra',
      ref: { apiVersion, kind: of, ...metadata },
    }));
    const find = (part: unknown): { readonly object: typeof release } => ({ object: part === at ? release : source });
    const { readiness } = deliveryReadiness(
      { resources: [], source: { ...from!, desired: source }, release: at! },
      { find, now: new Date(0) },
    );
    return readiness.state !== 'ready' || readinessOf(release).state === 'ready';
  });
  fc.assert(property, { numRuns: 2000 });
});

it('says something of each release by default, whatever is known of the objects', () => {
  const observation = fc.oneof(
    fc.constantFrom({ kind: 'unserved' as const }, { kind: 'unread' as const }),
    fc
      .array(fc.record({ metadata: fc.jsonValue(), status: fc.jsonValue() }))
      .map((objects) => ({ kind: 'objects' as const, objects: objects.map((each) => ({ ...SOURCE, ...each })) })),
  );
  const property = fc.property(fc.constantFrom(...RELEASES), fc.jsonValue(), observation, (ofKind, spec, known) => {
    const object = { ...ofKind, metadata: { name: 'a', namespace: 'mesh' }, spec };
    const { states } = evaluateEntries(defaultGoals([{ target: 'infra', chart: 'services', order: 0, object }]), () => known);
    return states.length === 1 && states[0]?.readiness.state !== 'ready';
  });
  fc.assert(property, { numRuns: 1000 });
});
