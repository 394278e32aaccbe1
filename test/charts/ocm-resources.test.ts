import { describe, expect, it } from '@jest/globals';
import { manifestsOfBlueprint, NAMESPACE, objectOf, ocmResource, specOf } from './blueprint-of.js';
import type { OcmResource, Technology } from '../../src/profile/index.js';

const LABEL = 'core.platform-mesh.io/deployment-technology';
const resource = (more: Partial<OcmResource> = {}, technology: Technology = 'fluxcd'): ReturnType<typeof objectOf> =>
  objectOf(
    { components: [{ name: 'portal', technology, ocm: { chart: ocmResource('portal-chart', more), images: [] } }] },
    'Resource',
    'portal-chart',
  );

describe('an OCM Resource', () => {
  it('is what the reference makes of a chart, and says its technology', () => {
    expect(resource({ labels: { artifact: 'chart', repo: 'oci' }, referencePath: [{ name: 'portal' }, { name: 'chart' }] })).toEqual({
      apiVersion: 'delivery.ocm.software/v1alpha1',
      kind: 'Resource',
      metadata: { labels: { artifact: 'chart', repo: 'oci', [LABEL]: 'fluxcd' }, name: 'portal-chart', namespace: NAMESPACE },
      spec: {
        componentRef: { name: 'platform-mesh' },
        ocmConfig: [{ apiVersion: 'delivery.ocm.software/v1alpha1', kind: 'Repository', name: 'platform-mesh', namespace: NAMESPACE }],
        resource: { byReference: { referencePath: [{ name: 'portal' }, { name: 'chart' }], resource: { name: 'chart' } } },
      },
    });
  });

  it.each<Technology>(['fluxcd', 'argocd'])('says that it is for %s', (technology) => {
    expect(resource({}, technology).metadata.labels).toEqual({ [LABEL]: technology });
  });

  it('takes over component, repository, type and annotations', () => {
    const object = resource({
      component: 'own',
      repository: 'mirror',
      resource: 'etcd-druid',
      resourceType: 'helmChart',
      annotations: { path: 'image.tag' },
    });

    expect(object.metadata.annotations).toEqual({ path: 'image.tag' });
    expect(specOf(object, 'componentRef')).toEqual({ name: 'own' });
    expect(specOf(object, 'ocmConfig')).toEqual([expect.objectContaining({ name: 'mirror' })]);
    expect(specOf(object, 'resource.byReference.resource')).toEqual({ name: 'etcd-druid', type: 'helmChart' });
  });

  it('leaves annotations out when there are none', () => {
    expect(resource().metadata).not.toHaveProperty('annotations');
  });

  it('keeps an empty reference path and the further fields of its elements', () => {
    expect(specOf(resource({ referencePath: [] }), 'resource.byReference.referencePath')).toEqual([]);
    expect(
      specOf(resource({ referencePath: [{ name: 'a', extraIdentity: { arch: 'arm64' } }] }), 'resource.byReference.referencePath'),
    ).toEqual([{ name: 'a', extraIdentity: { arch: 'arm64' } }]);
  });

  it('publishes the parts of a localized image', () => {
    expect(specOf(resource({ localized: true }), 'additionalStatusFields')).toEqual({
      registry: 'resource.access.imageReference.toOCI().registry',
      repository: 'resource.access.imageReference.toOCI().repository',
      tag: 'resource.access.imageReference.toOCI().tag',
      digest: 'resource.access.imageReference.toOCI().digest',
    });
    expect(specOf(resource(), 'additionalStatusFields')).toBeUndefined();
  });

  it('is there for the chart and for each image, even when nothing is released', () => {
    const manifests = manifestsOfBlueprint({
      components: [
        {
          name: 'portal',
          release: 'none',
          ocm: { chart: ocmResource('portal-chart'), images: [ocmResource('portal-image'), ocmResource('portal-ui-image')] },
        },
      ],
    });

    expect(
      manifests
        .filter(({ chart }) => chart !== 'authorization-webhook')
        .map(({ target, object }) => [target, object.kind, object.metadata.name]),
    ).toEqual([
      ['runtime', 'Resource', 'portal-chart'],
      ['runtime', 'Resource', 'portal-image'],
      ['runtime', 'Resource', 'portal-ui-image'],
    ]);
  });
});
