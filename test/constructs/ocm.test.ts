import { describe, expect, it } from '@jest/globals';
import { ApiObject } from 'cdk8s';
import { ReferencedResource, type ReferencedResourceProps } from '../../src/constructs/index.js';
import { objectIn } from './in-chart.js';

const PROPS: ReferencedResourceProps = {
  name: 'portal-chart',
  namespace: 'mesh',
  component: 'platform',
  repository: 'mirror',
  referencePath: [{ name: 'portal' }],
  resource: { name: 'chart' },
};

describe('ReferencedResource', () => {
  it('refers to its component and repository in its own namespace', () => {
    expect(objectIn((chart) => new ReferencedResource(chart, 'r', PROPS))).toEqual({
      apiVersion: 'delivery.ocm.software/v1alpha1',
      kind: 'Resource',
      metadata: { name: 'portal-chart', namespace: 'mesh' },
      spec: {
        componentRef: { name: 'platform' },
        ocmConfig: [{ apiVersion: 'delivery.ocm.software/v1alpha1', kind: 'Repository', name: 'mirror', namespace: 'mesh' }],
        resource: { byReference: { referencePath: [{ name: 'portal' }], resource: { name: 'chart' } } },
      },
    });
  });

  it('publishes image parts only when it is localized', () => {
    expect(objectIn((chart) => new ReferencedResource(chart, 'r', { ...PROPS, localized: false }))).not.toHaveProperty(
      'spec.additionalStatusFields',
    );
    expect(Object.keys(objectIn((chart) => new ReferencedResource(chart, 'r', { ...PROPS, localized: true }))['spec'] as object)).toContain(
      'additionalStatusFields',
    );
  });

  it('is found by ApiObject.of', () => {
    objectIn((chart) => {
      const construct = new ReferencedResource(chart, 'r', PROPS);

      expect(ApiObject.of(construct)).toBe(construct.object);
    });
  });
});
