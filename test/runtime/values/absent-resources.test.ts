import { describe, expect, it } from '@jest/globals';
import { render } from '../../../src/charts/index.js';
import { keyOf, refOf } from '../../../src/kubernetes/index.js';
import { absentResources, ocmResourcesOf } from '../../../src/runtime/values/index.js';
import { blueprintOf, chartOf, imageOf, NAMESPACE } from '../../charts/blueprint-of.js';

const blueprint = blueprintOf({
  components: [
    { name: 'portal', ocm: { chart: chartOf('portal'), images: [imageOf('portal-image')] } },
    { name: 'ui', technology: 'argocd', ocm: { chart: chartOf('ui'), images: [] } },
  ],
});
const keyOfResource = (name: string): string =>
  keyOf({ apiVersion: 'delivery.ocm.software/v1alpha1', kind: 'Resource', namespace: NAMESPACE, name });
const namesOf = (present: readonly string[], applied: readonly string[]): readonly string[] => {
  const keys = new Set(applied.map(keyOfResource));
  const known = { isPresent: (name: string) => present.includes(name), wasApplied: (key: string) => keys.has(key) };
  return absentResources(blueprint, known).map(({ metadata: { name } }) => name);
};

describe('a Resource that the cluster does not hold', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['counts where it is one of a chart', [], [], ['portal-chart', 'ui-chart']],
    ['counts where it is one of an image that was applied before', [], ['portal-image'], ['portal-chart', 'portal-image', 'ui-chart']],
    ['counts no longer when it is there', ['portal-chart', 'portal-image', 'ui-chart'], ['portal-image'], []],
  ])('%s', (_what, present, applied, expected) => {
    expect(namesOf(present, applied)).toEqual(expected);
  });

  it('changes nothing of what was made from it', () => {
    const inRegistry = (name: string): object => ({
      version: '1.2.3',
      access: { imageReference: `ghcr.io/a/${name}:1.2.3` },
    });
    const ocmResources = { 'portal-chart': inRegistry('portal'), 'portal-image': { version: '1.9.0' }, 'ui-chart': inRegistry('ui') };
    const manifests = (values: Parameters<typeof render>[1]): readonly object[] =>
      render(blueprint, values, { mode: 'runtime' }).manifests.map(({ object }) => object);
    const before = render(blueprint, { ocmResources }, { mode: 'runtime' }).manifests.map(({ object }) => object);
    const live = new Map(before.map((object) => [keyOf(refOf(object)), object]));

    const absent = absentResources(blueprint, { isPresent: () => false, wasApplied: () => true });

    expect(manifests({ ocmResources: ocmResourcesOf(absent, live).ocmResources })).toEqual(before);
  });
});
