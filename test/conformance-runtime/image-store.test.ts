import { expect, it } from '@jest/globals';
import { imageVersionsOf, isAboutImageStore, withImageResources } from '../../scripts/conformance-runtime/image-store.ts';
import type { JsonMap } from '../../scripts/conformance-runtime/json.ts';
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
