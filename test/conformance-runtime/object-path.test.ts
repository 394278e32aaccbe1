import { expect, it } from '@jest/globals';
import { keyOf, objectOf } from '../../scripts/conformance-runtime/object-path.ts';

it.each([
  ['/api/v1/namespaces/a/secrets/s', 'secrets a/s', ''],
  ['/api/v1/namespaces/a', 'namespaces a', ''],
  ['/api/v1/nodes/n?fieldManager=m', 'nodes n', ''],
  ['/api/v1/namespaces/a/pods/p/eviction', 'pods a/p', 'eviction'],
  ['/apis/helm.toolkit.fluxcd.io/v2/namespaces/a/helmreleases/h?fieldManager=m&force=true', 'helmreleases.helm.toolkit.fluxcd.io a/h', ''],
  ['/apis/apiextensions.k8s.io/v1/customresourcedefinitions/x.y.z', 'customresourcedefinitions.apiextensions.k8s.io x.y.z', ''],
])('reads the object out of %s', (url, key, subresource) => {
  const object = objectOf(url)!;
  expect([keyOf(object), object.subresource]).toEqual([key, subresource]);
});

it('takes two versions of a kind for one', () => {
  const key = (version: string): string => keyOf(objectOf(`/apis/helm.toolkit.fluxcd.io/${version}/namespaces/a/helmreleases/h`)!);
  expect(key('v2beta1')).toBe(key('v2'));
});

it.each(['/api', '/apis/helm.toolkit.fluxcd.io/v2', '/openapi/v3', '/readyz'])('finds no object in %s', (url) => {
  expect(objectOf(url)).toBeUndefined();
});
