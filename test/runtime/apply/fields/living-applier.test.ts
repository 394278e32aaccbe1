import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../../src/kubernetes/index.js';
import { livingApplier } from '../../../../src/runtime/apply/fields/index.js';
import { live, owns, release } from './objects.js';

const KUSTOMIZATION = { 'kustomize.toolkit.fluxcd.io/name': 'platform', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' };
const KUSTOMIZED = [
  'metadata labels kustomize.toolkit.fluxcd.io/name',
  'metadata labels kustomize.toolkit.fluxcd.io/namespace',
  'spec interval',
];

const TRACKING = 'argocd.argoproj.io/tracking-id';

function tracked(id: string, ...managedFields: readonly object[]): KubernetesObject {
  const object = release({ interval: '5m' });
  return live({ ...object, metadata: { ...object.metadata, annotations: { [TRACKING]: id } } }, ...managedFields);
}

describe('what may apply an object again', () => {
  it('is the Kustomization of its labels', () => {
    expect(livingApplier(live(release({}, KUSTOMIZATION), owns('kustomize-controller:Apply', ...KUSTOMIZED)))).toEqual({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      namespace: 'flux-system',
      name: 'platform',
    });
  });

  it.each<[string, string, object]>([
    ['in the namespace of Argo CD', 'mesh', {}],
    ['in another namespace', 'apps_mesh', { namespace: 'apps' }],
  ])('is the Application of its tracking id, %s', (_, application, namespace) => {
    const there = tracked(
      `${application}:helm.toolkit.fluxcd.io/HelmRelease:mesh/portal`,
      owns('argocd-controller:Apply', `metadata annotations ${TRACKING}`),
    );
    expect(livingApplier(there)).toEqual({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', ...namespace, name: 'mesh' });
  });

  it('is the Application of its label, where Argo CD set that', () => {
    const label = { 'app.kubernetes.io/instance': 'mesh' };
    expect(
      livingApplier(live(release({}, label), owns('argocd-controller:Update', 'metadata labels app.kubernetes.io/instance'))),
    ).toMatchObject({ kind: 'Application', name: 'mesh' });
  });

  it.each<[string, KubernetesObject]>([
    ['an object without marks has', live(release({}), owns('kustomize-controller:Apply', 'spec interval'))],
    ['labels that somebody else copied name', live(release({}, KUSTOMIZATION), owns('kubectl:Apply', ...KUSTOMIZED))],
    [
      'a label that a Helm chart set names',
      live(
        release({}, { 'app.kubernetes.io/instance': 'mesh' }),
        owns('helm:Update', 'metadata labels app.kubernetes.io/instance'),
        owns('argocd-controller:Update', 'status health'),
      ),
    ],
    [
      'a tracking id of another object names',
      tracked('mesh:helm.toolkit.fluxcd.io/HelmRelease:mesh/other', owns('argocd-controller:Apply', `metadata annotations ${TRACKING}`)),
    ],
    [
      'a tracking id of another kind names',
      tracked('mesh:apps/Deployment:mesh/portal', owns('argocd-controller:Apply', `metadata annotations ${TRACKING}`)),
    ],
  ])('is nothing that %s', (_, there) => {
    expect(livingApplier(there)).toBeUndefined();
  });
});
