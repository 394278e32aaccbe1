import { describe, expect, it } from '@jest/globals';
import { parseImageReference } from '../../../src/profile/index.js';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('an image reference', () => {
  it.each([
    ['ghcr.io/platform-mesh/charts/portal', { host: 'ghcr.io', path: 'platform-mesh/charts/portal' }],
    ['oci://ghcr.io/platform-mesh/charts/portal:1.0.0', { host: 'ghcr.io', path: 'platform-mesh/charts/portal', tag: '1.0.0' }],
    [`oci://ghcr.io/a/b:1.0.0@${DIGEST}`, { host: 'ghcr.io', path: 'a/b', tag: '1.0.0', digest: DIGEST }],
    [`ghcr.io/a/b@${DIGEST}`, { host: 'ghcr.io', path: 'a/b', digest: DIGEST }],
    ['oci://ghcr.io:443/a/b:1.0', { host: 'ghcr.io:443', path: 'a/b', tag: '1.0' }],
    ['localhost:5000/foo/bar:1', { host: 'localhost:5000', path: 'foo/bar', tag: '1' }],
    ['10.0.0.1/a/b:1.0', { host: '10.0.0.1', path: 'a/b', tag: '1.0' }],
    ['registry/foo', { host: 'registry', path: 'foo' }],
    ['oci://ghcr.io//foo/bar:1', { host: 'ghcr.io', path: 'foo/bar', tag: '1' }],
    ['ghcr.io/a/b:1.0.0+build.1', { host: 'ghcr.io', path: 'a/b', tag: '1.0.0+build.1' }],
    ['ghcr.io/a.b/c_d/e__f/g---h:v1_2', { host: 'ghcr.io', path: 'a.b/c_d/e__f/g---h', tag: 'v1_2' }],
  ])('%s', (text, parts) => {
    expect(parseImageReference(text)).toEqual(parts);
  });

  it.each([
    '',
    'portal',
    'portal:1.0',
    'oci://',
    'oci://ghcr.io',
    'oci://ghcr.io/',
    'https://ghcr.io/a',
    'oci://oci://ghcr.io/a',
    'ghcr.io/Platform-Mesh/Foo:1.0',
    'ghcr.io/a b:1',
    ' ghcr.io/a',
    'ghcr.io/a//b:1',
    'ghcr.io/a/b:',
    'ghcr.io/a/b:1@sha256:abc',
    'ghcr.io/a/b@',
    'ghcr.io/.a',
    'ghcr.io/a:b:c',
    'ghcr.io:port/a',
    '-ghcr.io/a',
    'ghcr..io/a',
    '/a/b',
    './a/b',
    '${REGISTRY}/a',
  ])('is not %j', (text) => {
    expect(parseImageReference(text)).toBeUndefined();
  });
});
