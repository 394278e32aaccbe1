import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { type Delivery, deliveryReadiness } from '../../../src/readiness/index.js';
import { among, change, desired, foreign, fluxDelivery, helmRelease, object, ociRepository, ours, resource } from './objects.ts';

const NOW = '2026-01-01T00:10:00Z';

const judge = (delivery: Delivery, objects: readonly KubernetesObject[], now = NOW): ReturnType<typeof deliveryReadiness>['readiness'] =>
  deliveryReadiness(delivery, { find: among(objects), now: new Date(now) }).readiness;

describe('a HelmRelease that gave up', () => {
  const condition = '{type: Stalled, status: "True", reason: RetriesExceeded, message: it was tried 4 times, observedGeneration: 4}';
  const stalled = `status: {conditions: [${condition}]}`;
  const NEW = fluxDelivery('0.5.2');

  it('has failed with the artifact that its source holds', () => {
    const objects = [resource('0.5.2'), ociRepository('0.5.2'), change(helmRelease('0.5.1', '0.5.2'), stalled)];

    expect(judge(NEW, objects)).toEqual({ state: 'failed', reason: 'RetriesExceeded', message: 'it was tried 4 times' });
  });

  it('may work with an artifact that it has not tried yet', () => {
    const objects = [resource('0.5.2'), ociRepository('0.5.2'), change(helmRelease('0.5.1'), stalled)];

    expect(judge(NEW, objects)).toMatchObject({
      state: 'progressing',
      reason: 'RetriesExceeded',
      message: expect.stringMatching(/^it was tried 4 times; it runs 0\.5\.1\+a1\w+, not 0\.5\.2@sha256:\w+ yet$/u),
    });
  });

  it('has failed when it has tried nothing at all', () => {
    const never = change(
      change(helmRelease('0.5.1'), stalled),
      'status: {lastAttemptedRevision: null, lastAttemptedRevisionDigest: null, history: null}',
    );

    expect(judge(NEW, [resource('0.5.2'), ociRepository('0.5.2'), never])).toMatchObject({ state: 'failed' });
  });
});

describe('a Kustomization that cannot be built', () => {
  const kustomization = (tried: string): KubernetesObject =>
    object(`
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: gateway-api, namespace: mesh, generation: 1}
spec: {sourceRef: {kind: GitRepository, name: gateway-api}}
status:
  observedGeneration: 1
  lastAttemptedRevision: ${tried}
  conditions: [{type: Ready, status: "False", reason: BuildFailed, message: no such file, observedGeneration: 1}]
`);
  const source = object(`
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: gateway-api, namespace: mesh}
status: {artifact: {revision: "v1.3.0@sha1:c0ffee"}}
`);
  const release = ours('infra', desired(kustomization('')));
  const delivery: Delivery = {
    resources: [],
    source: foreign('infra', { apiVersion: source.apiVersion, kind: source.kind, namespace: 'mesh', name: 'gateway-api' }),
    release,
  };

  it.each([
    ['v1.3.0@sha1:c0ffee', 'failed'],
    ['v1.2.0@sha1:bad', 'progressing'],
  ])('from revision %s has %s where its source holds v1.3.0@sha1:c0ffee', (tried, state) => {
    expect(judge(delivery, [source, kustomization(tried)])).toMatchObject({ state, reason: 'BuildFailed' });
  });
});

describe('an Application that its AppProject does not permit', () => {
  const application = (since: string, message = 'destination server https://other is not permitted in project mesh'): KubernetesObject =>
    object(`
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: portal, namespace: mesh}
spec: {project: mesh, source: {repoURL: ghcr.io/mesh, chart: portal, targetRevision: 0.5.1}}
status:
  sync: {status: Unknown}
  conditions: [{type: InvalidSpecError, message: "${message}", lastTransitionTime: "${since}"}]
`);
  const project = (written: string): KubernetesObject =>
    object(`
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: mesh
  namespace: argocd
  managedFields: [{manager: mesh, time: "${written}", fieldsV1: {"f:spec": {"f:destinations": {}}}}]
spec: {destinations: [{server: https://kubernetes.default.svc, namespace: mesh}]}
`);
  const delivery: Delivery = {
    resources: [],
    project: ours('infra', desired(project(''))),
    release: ours('infra', desired(application(''))),
  };
  const ABSENT = 'Application references project mesh which does not exist';

  it.each([
    ['by the AppProject as it is', '2026-01-01T00:09:30Z', '2026-01-01T00:09:00Z', undefined, 'failed', undefined],
    ['in the second in which the AppProject changed', '2026-01-01T00:09:00Z', '2026-01-01T00:09:00Z', undefined, 'failed', undefined],
    ['before the AppProject changed', '2026-01-01T00:08:00Z', '2026-01-01T00:09:00Z', undefined, 'progressing', 180_000],
    ['before the AppProject changed, which is long ago', '2026-01-01T00:05:00Z', '2026-01-01T00:06:00Z', undefined, 'failed', undefined],
    ['before Argo CD heard of the AppProject', '2026-01-01T00:09:30Z', '2026-01-01T00:09:00Z', ABSENT, 'progressing', 180_000],
    ['at a time that nobody knows', '', '2026-01-01T00:09:00Z', undefined, 'failed', undefined],
  ] as const)('%s (%s, AppProject of %s)', (_, since, written, message, state, changesIn) => {
    const judged = judge(delivery, [application(since, message), project(written)]);

    expect({ state: judged.state, reason: judged.reason, changesIn: judged.changesIn }).toEqual({
      state,
      reason: 'InvalidSpecError',
      changesIn,
    });
    if (state === 'progressing') expect(judged.message).toContain('looks again within minutes, for AppProject argocd/mesh changed');
  });

  it.each([
    ['in the second before', '2026-01-01T00:08:59Z', 'progressing'],
    ['in the same second', '2026-01-01T00:09:00Z', 'failed'],
  ])('is judged anew where its error and a change of the AppProject are of one second, and it was written %s', (_, time, state) => {
    const written = application('2026-01-01T00:09:00Z');
    const managedFields = [{ manager: 'mesh', time, fieldsV1: { 'f:spec': {} } }];
    const older = { ...written, metadata: { ...written.metadata, managedFields } };

    expect(judge(delivery, [older, project('2026-01-01T00:09:00Z')])).toMatchObject({ state });
  });

  it('has failed where nobody knows the AppProject', () => {
    expect(judge(delivery, [application('2026-01-01T00:08:00Z')])).toMatchObject({ state: 'failed' });
  });
});
