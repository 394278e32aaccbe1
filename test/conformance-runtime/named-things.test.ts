import { expect, it } from '@jest/globals';
import { namedThings, unnamedThings } from '../../scripts/conformance-runtime/named-things.ts';

it.each([
  ['cert-manager CRD issuers.cert-manager.io is not established', ['cert-manager', 'issuers.cert-manager.io']],
  ['istio-istiod Application is not healthy', ['istio-istiod']],
  ['istio-istiod/ns resource not found, waiting for it to be created', ['istio-istiod']],
  ['pod not found', ['pod']],
  ['RootShard is not ready', ['RootShard']],
  ['resource default/a of type HelmRelease is not ready yet', ['HelmRelease']],
  ['Failed to apply rendered manifest from template: /a/helmreleases.yaml (HelmRelease/b): refused', ['b', 'HelmRelease']],
  ['ca.crt not found or empty in secret ns/rebac-authz-webhook-cert', ['ca.crt', 'rebac-authz-webhook-cert']],
  ['Failed to get secret: secrets "my-webhook" not found', ['my-webhook']],
  ['', []],
])('reads what %p is about', (message, things) => {
  expect(namedThings(message, ['ns', 'default'])).toEqual(things);
});

it('misses what a text does not name as a word of its own', () => {
  const text = 'HelmRelease ns/b: data of ca.crt';
  expect(unnamedThings(['b', 'a', 'ca.crt', 'crt', 'helmrelease', 'rt'], text, new Map())).toEqual(['a', 'rt']);
});

it('takes a kind for its CustomResourceDefinition', () => {
  const kinds = new Map([['issuers.cert-manager.io', 'Issuer']]);
  expect(unnamedThings(['issuers.cert-manager.io'], '3 objects wait for kind Issuer', kinds)).toEqual([]);
  expect(unnamedThings(['issuers.cert-manager.io'], '3 objects wait for kind Certificate', kinds)).toEqual(['issuers.cert-manager.io']);
});
