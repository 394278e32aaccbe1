import { expect, it } from '@jest/globals';
import { exposureOf } from '../../src/resources/index.js';

it.each([
  [{}, { baseDomain: 'portal.localhost', port: 8443, protocol: 'https' }],
  [{ exposure: {} }, { baseDomain: 'portal.localhost', port: 8443, protocol: 'https' }],
  [{ exposure: { baseDomain: '', port: 0, protocol: '' } }, { baseDomain: 'portal.localhost', port: 8443, protocol: 'https' }],
  [{ exposure: { baseDomain: 'example.com', port: 443, protocol: 'http' } }, { baseDomain: 'example.com', port: 443, protocol: 'http' }],
])('the exposure of %j', (spec, exposure) => {
  expect(exposureOf(spec)).toEqual(exposure);
});
