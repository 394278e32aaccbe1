import { expect, it } from '@jest/globals';
import { caBundle, missingIssuers } from '../../../src/runtime/kcp/connections/ca-bundle.js';
import { certificate } from '../cluster/certificate.js';

const root = certificate({ name: 'root' });
const middle = certificate({ name: 'middle', issuer: root });
const other = certificate({ name: 'other' });
const namesake = certificate({ name: 'root' });
const without = (text: string): string => text.replaceAll(/\s+/gu, '');

it.each([
  ['all certificates in their order', [middle.cert, root.cert], [middle, root]],
  ['several of one text', [`${middle.cert}\n${root.cert}`, other.cert], [middle, root, other]],
  ['each once, whatever stands around it', [root.cert, `a comment\n${root.cert.trim()}\r\n`, middle.cert], [root, middle]],
  ['no block that is no certificate', ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', root.cert], [root]],
  ['no key', [root.key, root.cert], [root]],
  ['nothing of no text', ['', 'none'], []],
])('holds %s', (_what, texts, expected) => {
  expect(without(caBundle(texts))).toBe(without(expected.map(({ cert }) => cert).join('')));
});

it.each([
  ['nothing of a chain', [middle, root], []],
  ['nothing of a root', [root], []],
  ['the root of a chain', [middle], ['CN=root']],
  ['a root that only has its name', [middle, namesake], ['CN=root']],
])('lacks %s', (_what, certificates, expected) => {
  expect(missingIssuers(caBundle(certificates.map(({ cert }) => cert)))).toEqual(expected);
});
