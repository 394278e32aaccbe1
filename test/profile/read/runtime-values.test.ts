import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError } from '../../../src/errors.js';
import { loadRuntimeValues } from '../../../src/profile/index.js';
import { Problems } from '../../../src/profile/problems.js';
import { readRuntimeValues, type RuntimeValues } from '../../../src/profile/read/runtime-values.js';
import { fileSource } from '../../../src/profile/read/source-text.js';
import { messages } from '../blueprint-of.js';

function read(text: string): {
  readonly values: RuntimeValues | undefined;
  readonly problems: readonly string[];
  readonly hints: readonly (string | undefined)[];
} {
  const problems = new Problems();
  const values = readRuntimeValues(fileSource('values.yaml', text), problems);
  return { values, problems: messages(problems.list()), hints: problems.list().map(({ hint }) => hint) };
}

describe('runtime values', () => {
  it('are read as they stand', () => {
    const { values, problems } = read(`identityHashes:
  root:tenancy.kcp.io: 4f0c
caBundles:
  domain-certificate: |
    -----BEGIN CERTIFICATE-----
    MII
    -----END CERTIFICATE-----
  none: ""
audiences:
  welcome: [portal, "1234"]
ocmResources:
  portal-chart: {version: "1.10", access: {imageReference: "oci://ghcr.io/example/charts/portal:1.10"}}
  gateway-api: {version: 1.3.0, componentVersion: 0.4.0, access: {repoUrl: https://git.example.com/gateway, commit: c0ffee, ref: v1.3.0}}
  openfga: {access: {helmRepository: https://charts.example.com}}
  openfga-image: {version: 1.9.0, image: {registry: docker.io, repository: openfga/openfga, tag: v1.9.0, digest: "sha256:abc"}}
  empty: {}
`);

    expect(problems).toEqual([]);
    expect(values).toEqual({
      identityHashes: { 'root:tenancy.kcp.io': '4f0c' },
      caBundles: { 'domain-certificate': '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n', none: '' },
      audiences: { welcome: ['portal', '1234'] },
      ocmResources: {
        'portal-chart': { version: '1.10', access: { imageReference: 'oci://ghcr.io/example/charts/portal:1.10' } },
        'gateway-api': {
          version: '1.3.0',
          componentVersion: '0.4.0',
          access: { repoUrl: 'https://git.example.com/gateway', commit: 'c0ffee', ref: 'v1.3.0' },
        },
        openfga: { access: { helmRepository: 'https://charts.example.com' } },
        'openfga-image': {
          version: '1.9.0',
          image: { registry: 'docker.io', repository: 'openfga/openfga', tag: 'v1.9.0', digest: 'sha256:abc' },
        },
        empty: {},
      },
    });
  });

  it.each(['', '# nothing yet\n', 'null\n', '---\n'])('may be none: %j', (text) => {
    expect(read(text)).toMatchObject({ values: {}, problems: [] });
  });

  it('are not rendered', () => {
    expect(read("audiences: {welcome: ['{{ .x }}']}")).toMatchObject({ values: { audiences: { welcome: ['{{ .x }}'] } }, problems: [] });
  });

  it.each([
    [
      'a number in place of a hash',
      'identityHashes:\n  root:tenancy.kcp.io: 1234\n',
      '2:24 invalid-value: runtime values: identityHashes.root:tenancy.kcp.io must be the identity of an export, ' +
        'as its status.identityHash has it, not 1234',
      'put it in quotes: "1234"',
    ],
    [
      'an empty hash',
      'identityHashes:\n  a: ""\n',
      '2:6 invalid-value: runtime values: identityHashes.a must be the identity of an export, as its status.identityHash has it, not ""',
      undefined,
    ],
    [
      'an authority that is none',
      'caBundles:\n  domain-certificate: LS0tLS1CRUdJTi\n',
      '2:23 invalid-value: runtime values: caBundles.domain-certificate must be a certificate as PEM, ' +
        'or an empty text where there is none, not "LS0tLS1CRUdJTi"',
      undefined,
    ],
    [
      'one client id that is no list',
      'audiences:\n  welcome: portal\n',
      '2:12 invalid-value: runtime values: audiences.welcome must be a list, not "portal"',
      undefined,
    ],
    [
      'an empty client id',
      'audiences:\n  welcome:\n  - a\n  - ""\n',
      '4:5 invalid-value: runtime values: audiences.welcome[1] must be a text that is not empty, not ""',
      undefined,
    ],
    ['a list of authorities', 'caBundles: [a]\n', '1:12 invalid-value: runtime values: caBundles must be a map, not a list', undefined],
    [
      'a version that is a number',
      'ocmResources:\n  a: {version: 1.10}\n',
      '2:16 invalid-value: runtime values: ocmResources.a.version must be a text that is not empty, not 1.1',
      'put it in quotes: "1.1"',
    ],
    [
      'an image reference without a host',
      'ocmResources:\n  a: {access: {imageReference: "portal:1"}}\n',
      '2:32 invalid-value: runtime values: ' +
        'ocmResources.a.access.imageReference must be a reference such as registry.example.com/charts/portal:1.2.3, not "portal:1"',
      undefined,
    ],
    [
      'a part that nobody knows',
      'ocmResources:\n  a: {image: {tags: v1}}\n',
      '2:15 unknown-field: runtime values: ocmResources.a.image.tags is not a known field and has no effect',
      'did you mean "tag"?',
    ],
    ['a text', 'portal\n', '1:1 invalid-value: runtime values: it must be a map, not "portal"', undefined],
  ])('are refused with their place: %s', (_, text, problem, hint) => {
    expect(read(text)).toEqual({ values: undefined, problems: [`values.yaml:${problem}`], hints: [hint] });
  });

  it('take a key without a value for no key', () => {
    expect(
      read('audiences:\ncaBundles: {a: null}\nocmResources:\n  portal-chart: {version: "1", access: null}\n  portal-image:\n').values,
    ).toEqual({ caBundles: {}, ocmResources: { 'portal-chart': { version: '1' } } });
  });

  it('are refused where nobody would read a key, since its values would be missing', () => {
    const { values, problems, hints } = read('identityHash:\n  a: b\naudiences: {welcome: [a]}\n');

    expect(values).toBeUndefined();
    expect(problems).toEqual(['values.yaml:1:1 unknown-field: runtime values: identityHash is not a known field and has no effect']);
    expect(hints).toEqual(['did you mean "identityHashes"?']);
  });

  it('say where they are no YAML', () => {
    expect(read('audiences: [a\n').problems).toEqual([expect.stringMatching(/^values\.yaml:\d+:\d+ invalid-yaml: /u)]);
  });
});

describe('loadRuntimeValues', () => {
  const folder = mkdtempSync(join(tmpdir(), 'runtime-values-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads a file, or tells everything that is wrong with it', () => {
    const file = join(folder, 'values.yaml');
    writeFileSync(file, 'audiences: {welcome: [a]}\n');
    expect(loadRuntimeValues(file)).toEqual({ audiences: { welcome: ['a'] } });

    writeFileSync(file, 'audiences: [a]\ncaBundles: 1\n');
    expect(() => loadRuntimeValues(file)).toThrow(InvalidInputError);
  });

  it('says which file is not there', () => {
    expect(() => loadRuntimeValues(join(folder, 'none.yaml'))).toThrow('none.yaml');
  });
});
