import { expect, it } from '@jest/globals';
import { imageVersionsOf, isAboutImageStore, withImageResources } from '../../scripts/conformance-runtime/image-store.ts';
import type { JsonMap } from '../../scripts/conformance-runtime/json.ts';
import { resolvedResources } from '../../scripts/conformance-runtime/resolved-resources.ts';
import { recordedCase, write } from './recorded.ts';

const release = (name: string, spec: JsonMap): JsonMap => ({ kind: 'HelmRelease', metadata: { name, namespace: 'mesh-ns' }, spec });

it.each([
  ['Versions of the image store are merged', true],
  ['image versions and suspend', true],
  ['A release is unsuspended', true],
  ['The API server refuses one HelmRelease', false],
])('knows what %p is about', (title, expected) => {
  expect(isAboutImageStore(recordedCase({ title }))).toBe(expected);
});

it('reads versions out of values that the profile does not explain', () => {
  const recorded = recordedCase({
    writes: [
      write('HelmRelease', 'a', { spec: { suspend: false, values: { image: { tag: '2' }, own: 'x', count: 1 } } }),
      write('Application', 'b', { spec: { source: { helm: { values: 'x:\n  tag: "3"\n' } } } }),
      write('Secret', 'c', { stringData: { a: 'b' } }),
    ],
  });
  const plain = [release('a', { suspend: true, values: { image: { tag: '1' }, own: 'x', count: 1 } })];
  expect(imageVersionsOf(recorded, plain)).toEqual([
    { resource: 'recorded-version-0', release: 'a', path: 'image.tag', version: '2', unsuspend: true },
    { resource: 'recorded-version-1', release: 'b', path: 'x.tag', version: '3', unsuspend: false },
  ]);
});

it('makes image Resources of them, for a release that is no service with the first service', () => {
  const versions = [
    { resource: 'v-0', release: 'a', path: 'image.tag', version: '2', unsuspend: true },
    { resource: 'v-1', release: 'cert-manager', path: 'tag', version: '3', unsuspend: false },
  ];
  const profile = { infra: { x: 1 }, components: { services: { first: { enabled: true }, a: { imageResources: [{ name: 'own' }] } } } };
  const annotations = { artifact: 'image', repo: 'oci' };
  const unsuspending = { ...annotations, for: 'a', path: 'image.tag', unsuspend: 'true' };
  expect(withImageResources(profile, versions)).toEqual({
    infra: { x: 1 },
    components: {
      services: {
        first: { enabled: true, imageResources: [{ name: 'v-1', annotations: { ...annotations, for: 'cert-manager', path: 'tag' } }] },
        a: { imageResources: [{ name: 'own' }, { name: 'v-0', annotations: unsuspending }] },
      },
    },
  });
});

it('lets OCM find versions, and the charts of Applications whose source was not known', () => {
  const source = (repoURL: string): JsonMap => ({ spec: { source: { repoURL, chart: 'c' } } });
  const writes = [
    write('Application', 'known', source('https://a')),
    ...['open', 'git', 'nobody'].map((name) => write('Application', name, source('PLACEHOLDER_TO_BE_SET_BY_RESOURCE_SUBROUTINE'))),
    write('Resource', 'known-chart'),
    write('Resource', 'open-chart'),
    write('Resource', 'git', { metadata: { labels: { repo: 'git' } } }),
  ];
  const version = { resource: 'v-0', release: 'a', path: 'image.tag', version: '2', unsuspend: false };
  expect(Object.fromEntries(resolvedResources({ writes }, [version]))).toMatchObject({
    'open-chart': { resource: { version: '1.0.0', access: { imageReference: 'oci://registry.example.com/charts/c:1.0.0' } } },
    git: { resource: { access: { type: 'gitHub', repoUrl: 'https://git.example.com/c' } } },
    'v-0': { resource: { version: '2' } },
  });
  expect(resolvedResources({ writes }, []).has('known-chart')).toBe(false);
});
