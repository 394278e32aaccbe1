import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { handoverTo } from '../../../src/runtime/subroutines/deployment/handover.js';

const release = (kind: string, metadata = '{name: portal, namespace: mesh}', spec = '{}'): KubernetesObject => {
  const apiVersion = {
    HelmRelease: 'helm.toolkit.fluxcd.io/v2',
    Kustomization: 'kustomize.toolkit.fluxcd.io/v1',
    Application: 'argoproj.io/v1alpha1',
    Resource: 'delivery.ocm.software/v1alpha1',
  }[kind];
  return parse(`{apiVersion: ${apiVersion ?? ''}, kind: ${kind}, metadata: ${metadata}, spec: ${spec}}`) as KubernetesObject;
};

const handover = (leaving: KubernetesObject, ...desired: readonly KubernetesObject[]): ReturnType<ReturnType<typeof handoverTo>> =>
  handoverTo(desired.map((object) => ({ target: 'infra', level: 0, object, fieldManager: 'mesh', ownership: 'manage' })))(leaving);

describe('a release that leaves', () => {
  it.each([
    ['HelmRelease', 'Application'],
    ['Kustomization', 'Application'],
    ['Application', 'HelmRelease'],
    ['Application', 'Kustomization'],
  ])('leaves what it deployed where %s makes way for %s', (from, to) => {
    expect(handover(release(from), release('Resource'), release(to))?.to).toMatchObject({ kind: to, namespace: 'mesh', name: 'portal' });
  });

  it.each([
    ['HelmRelease', release('Kustomization')],
    ['Kustomization', release('HelmRelease')],
    ['Application', release('Application', '{name: iam, namespace: mesh}')],
    ['Application', release('HelmRelease', '{name: portal, namespace: other}')],
    ['Application', release('Resource')],
    ['Resource', release('Application')],
  ])('takes along what it deployed where %s makes way for %j', (from, to) => {
    expect(handover(release(from), to)).toBeUndefined();
  });

  it.each([
    ['{}', null],
    ['{suspend: true}', true],
  ])('is suspended before it goes where it is of Flux, and was with spec %s before', (spec, suspend) => {
    expect(handover(release('HelmRelease', undefined, spec), release('Application'))).toMatchObject({
      patch: { spec: { suspend: true } },
      undo: { spec: { suspend } },
    });
  });

  it('loses the finalizers of Argo CD before it goes where it is an Application, and no other', () => {
    const metadata =
      '{name: portal, namespace: mesh, resourceVersion: "7", finalizers: ' +
      '[resources-finalizer.argocd.argoproj.io, resources-finalizer.argocd.argoproj.io/background, example.com/mine]}';

    expect(handover(release('Application', metadata), release('HelmRelease'))).toMatchObject({
      patch: { metadata: { finalizers: ['example.com/mine'], resourceVersion: '7' } },
      undo: {
        metadata: {
          finalizers: ['resources-finalizer.argocd.argoproj.io', 'resources-finalizer.argocd.argoproj.io/background', 'example.com/mine'],
        },
      },
    });
  });
});
