import { describe, expect, it } from '@jest/globals';
import type { OcmResource, ReleaseSettings } from '../../../src/profile/index.js';
import { chartOf, imageOf, manifestsOfBlueprint, objectOf, specOf, type GivenComponent } from '../blueprint-of.js';

interface Spec {
  readonly values?: unknown;
  readonly valuesFrom?: unknown;
  readonly suspend?: unknown;
}

/** The release `openfga` as Git holds it for Flux. */
function inGit(images: readonly OcmResource[], settings: Partial<ReleaseSettings> = {}, component: Partial<GivenComponent> = {}): Spec {
  const components = [{ name: 'openfga', release: settings, ocm: { chart: chartOf('openfga'), images }, ...component }];
  return specOf(
    objectOf(
      {
        components,
        isInGit: true,
        runtimeValues: {
          ocmResources: {
            'openfga-image': { version: '9' },
            'openfga-chart': { version: '9', access: { imageReference: 'ghcr.io/a/openfga' } },
          },
        },
      },
      'HelmRelease',
      'openfga',
    ),
  ) as Spec;
}

const FROM = (optional: boolean): object => ({ kind: 'ConfigMap', name: 'openfga-ocm-values', optional });

describe('a release that Flux takes from Git', () => {
  it('has no value that an OCM Resource decides about, known or not, and reads it from a ConfigMap', () => {
    expect(inGit([imageOf('openfga-image')], { values: { image: { tag: 'profile', pullPolicy: 'Always' }, replicas: 2 } })).toMatchObject({
      values: { image: { pullPolicy: 'Always' }, replicas: 2 },
      valuesFrom: [FROM(true)],
    });
  });

  it('has no map that nothing is left of, and no values then', () => {
    const { values, valuesFrom } = inGit([imageOf('openfga-image')], { values: { image: { tag: 'profile' } } });

    expect(values).toBeUndefined();
    expect(valuesFrom).toEqual([FROM(true)]);
  });

  it('has none of the parts of a localized image', () => {
    const image = { tag: 't', registry: 'r', repository: 'p', digest: 'd', other: 1 };

    expect(inGit([imageOf('openfga-image', {}, { localized: true, hasDigestField: true })], { values: { image } }).values).toEqual({
      image: { other: 1 },
    });
    expect(inGit([imageOf('openfga-image', { 'image-ref': 'combined' }, { localized: true })], { values: { image } }).values).toEqual({
      image: { registry: 'r', digest: 'd', other: 1 },
    });
  });

  it('is as ever where no OCM Resource decides about its values', () => {
    expect(inGit([], { values: { a: {} }, suspend: true })).toMatchObject({ values: { a: {} }, suspend: true });
    expect(inGit([], { values: { a: {} } }).valuesFrom).toBeUndefined();
  });

  it('needs the ConfigMap where it starts suspended, in place of the suspension', () => {
    const { suspend, valuesFrom } = inGit([imageOf('openfga-image', { unsuspend: 'true' })], { suspend: true });

    expect(suspend).toBeUndefined();
    expect(valuesFrom).toEqual([FROM(false)]);
  });

  it('stays suspended where no Resource starts it', () => {
    expect(inGit([imageOf('openfga-image')], { suspend: true })).toMatchObject({ suspend: true, valuesFrom: [FROM(true)] });
  });

  it('has no version of a chart, and no source: both are made of Resources', () => {
    const components: readonly GivenComponent[] = [
      { name: 'portal', source: { kind: 'helm', chart: 'portal' }, ocm: { chart: chartOf('portal', { repo: 'helm' }), images: [] } },
    ];
    const manifests = manifestsOfBlueprint({
      components,
      isInGit: true,
      runtimeValues: { ocmResources: { 'portal-chart': { version: '1', access: { helmRepository: 'https://charts.example.com' } } } },
    });

    expect(manifests.map(({ chart }) => chart)).not.toContain('sources');
    expect(JSON.stringify(manifests)).not.toContain('"version":"1"');
  });
});

describe('an Application that Flux takes from Git', () => {
  const annotations = (ocm: GivenComponent['ocm']): unknown =>
    objectOf({ components: [{ name: 'portal', technology: 'argocd', ...(ocm ? { ocm } : {}) }], isInGit: true }, 'Application', 'portal')
      .metadata.annotations;

  it('is made once, where OCM Resources decide about it', () => {
    expect(annotations({ chart: chartOf('portal'), images: [] })).toMatchObject({ 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' });
    expect(annotations({ images: [imageOf('portal-image')] })).toMatchObject({ 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' });
    expect(annotations({ images: [] })).not.toHaveProperty(['kustomize.toolkit.fluxcd.io/ssa']);
  });
});
