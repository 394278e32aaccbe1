import { describe, expect, it } from '@jest/globals';
import { render } from '../../../src/charts/index.js';
import { blueprintOf, chartOf, imageOf, NAMESPACE, ocmResource, type GivenComponent } from '../blueprint-of.js';

/** What OCM Resources decide about, as `Kind name: path, path`. */
function claims(...components: readonly GivenComponent[]): readonly string[] {
  return [...render(blueprintOf({ components })).claimedFields.values()].map(
    ({ target, object, claims: paths, resources }) =>
      `${target} ${object.kind} ${object.name}: ${paths.map((path) => path.join('.')).join(', ')} by ${[...new Set(resources)].join(', ')}`,
  );
}

describe('the fields that OCM Resources decide about', () => {
  it('are a source, and image tags in values', () => {
    expect(
      claims({
        name: 'portal',
        ocm: { chart: chartOf('portal'), images: [imageOf('portal-image'), imageOf('ui-image', { for: 'portal', path: 'ui.tag' })] },
      }),
    ).toEqual([
      'infra OCIRepository portal: spec.url, spec.ref.tag by portal-chart',
      'infra HelmRelease portal: spec.values.image.tag, spec.values.ui.tag by portal-image, ui-image',
    ]);
  });

  it('are where an image lies, when it is localized', () => {
    const split = imageOf('a-image', { for: 'portal' }, { localized: true, hasDigestField: true });
    const combined = imageOf('b-image', { for: 'portal', path: 'b.tag', 'image-ref': 'combined' }, { localized: true });

    expect(claims({ name: 'portal', ocm: { images: [split, combined] } })).toEqual([
      'infra HelmRelease portal: spec.values.image.tag, spec.values.image.registry, spec.values.image.repository, ' +
        'spec.values.image.digest, spec.values.b.tag, spec.values.b.repository by a-image, b-image',
    ]);
  });

  it('are the suspension, by whoever ends it', () => {
    expect(claims({ name: 'openfga', ocm: { images: [imageOf('openfga-image', { unsuspend: 'true' })] } })).toEqual([
      'infra HelmRelease openfga: spec.values.image.tag, spec.suspend by openfga-image',
    ]);
  });

  it('are the version of a chart in a Helm repository', () => {
    expect(
      claims({ name: 'portal', source: { kind: 'helm', chart: 'ui' }, ocm: { chart: chartOf('portal', { repo: 'helm' }), images: [] } }),
    ).toEqual([
      'infra HelmRepository portal: spec.url by portal-chart',
      'infra HelmRelease portal: spec.chart.spec.version by portal-chart',
    ]);
  });

  it('are the source of a Kustomization alone', () => {
    const chart = ocmResource('gateway-api', { labels: { artifact: 'chart', repo: 'git' } });

    expect(claims({ name: 'gateway-api', source: { kind: 'kustomization' }, ocm: { chart, images: [] } })).toEqual([
      'infra GitRepository gateway-api: spec.url, spec.ref.commit by gateway-api',
    ]);
  });

  it.each<[GivenComponent['source'] & object, string]>([
    [
      { kind: 'oci', chart: 'portal' },
      'spec.source.repoURL, spec.source.targetRevision, spec.source.chart, spec.source.helm.values.image.tag',
    ],
    [{ kind: 'helm', chart: 'portal' }, 'spec.source.repoURL, spec.source.targetRevision, spec.source.helm.values.image.tag'],
    [{ kind: 'git', path: 'portal' }, 'spec.source.repoURL, spec.source.targetRevision, spec.source.helm.values.image.tag'],
    [{ kind: 'kustomization' }, 'spec.source.repoURL, spec.source.targetRevision, spec.source.path'],
    [{ kind: 'kustomization', path: 'crd' }, 'spec.source.repoURL, spec.source.targetRevision'],
  ])('are the source of an Application from %j, and in its values', (source, paths) => {
    expect(
      claims({ name: 'portal', technology: 'argocd', source, ocm: { chart: chartOf('portal'), images: [imageOf('portal-image')] } })[0],
    ).toMatch(new RegExp(`^infra Application portal: ${paths} by `, 'u'));
  });

  it('are none where nothing is deployed, or nobody resolves anything', () => {
    expect(claims({ name: 'a', release: 'none', ocm: { images: [imageOf('a-image')] } }, { name: 'b' })).toEqual([]);
  });

  it('name the Resource that decides about each', () => {
    const components = [
      {
        name: 'portal',
        ocm: {
          images: [
            imageOf('a-image', { for: 'portal' }),
            imageOf('b-image', { for: 'portal', path: 'b.tag' }),
            imageOf('c-image', { for: 'portal', unsuspend: 'true' }),
          ],
        },
      },
    ];
    const [fields] = render(blueprintOf({ components })).claimedFields.values();

    expect(fields?.claims.map((claim, index) => [claim.join('.'), fields.resources[index]])).toEqual([
      ['spec.values.image.tag', 'c-image'],
      ['spec.values.b.tag', 'b-image'],
      ['spec.suspend', 'c-image'],
    ]);
  });

  it('are found by the key of their object', () => {
    const { claimedFields } = render(blueprintOf({ components: [{ name: 'portal', ocm: { chart: chartOf('portal'), images: [] } }] }));

    expect([...claimedFields.keys()]).toEqual([`source.toolkit.fluxcd.io/OCIRepository/${NAMESPACE}/portal`]);
  });
});
