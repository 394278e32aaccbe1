import { describe, expect, it } from '@jest/globals';
import { contentOf } from '../../scripts/conformance-runtime/content.ts';
import { fieldDifferences } from '../../scripts/conformance-runtime/field-differences.ts';
import type { JsonMap } from '../../scripts/conformance-runtime/json.ts';

/** Paths of what differs between a recorded object and one that is there. */
const differing = (recorded: JsonMap, live: JsonMap): readonly string[] =>
  fieldDifferences(contentOf(recorded), contentOf(live)).map(({ path }) => path.join('.'));

describe('fields', () => {
  it.each<[string, JsonMap, JsonMap, readonly string[]]>([
    ['the same value', { spec: { a: 1 } }, { spec: { a: 1 } }, []],
    ['another value', { spec: { a: 1, b: { c: 'x' } } }, { spec: { a: 1, b: { c: 'y' } } }, ['spec.b.c']],
    ['a value of another type', { spec: { a: '1' } }, { spec: { a: 1 } }, ['spec.a']],
    ['a field that is missing', { spec: { a: 1 } }, { spec: {} }, ['spec.a']],
    ['a field that only the server has', { spec: { a: 1 } }, { spec: { a: 1, b: 2 } }, []],
    ['null in place of nothing', { spec: { a: null } }, { spec: {} }, ['spec.a']],
    ['an empty map in place of nothing', { spec: { a: {} } }, { spec: {} }, ['spec.a']],
    ['an empty list in place of nothing', { spec: { a: [] } }, { spec: {} }, ['spec.a']],
    ['a longer list', { spec: { a: [1] } }, { spec: { a: [1, 2] } }, ['spec.a']],
    ['a list in another order', { spec: { a: [1, 2] } }, { spec: { a: [2, 1] } }, ['spec.a.0', 'spec.a.1']],
    ['an element with more fields', { spec: { a: [{ b: 1 }] } }, { spec: { a: [{ b: 1, c: 2 }] } }, []],
    ['what the server writes', { metadata: { uid: '1', generation: 3 } }, { metadata: { uid: '2' } }, []],
    ['the status', { status: { a: 1 } }, { status: { a: 2 } }, []],
  ])('tells %s', (_what, recorded, live, expected) => {
    expect(differing(recorded, live)).toEqual(expected);
  });
});

describe('a Secret', () => {
  const secret = (fields: JsonMap): JsonMap => ({ kind: 'Secret', metadata: {}, ...fields });
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const kubeconfig = (server: string, authority: string | null): string => {
    const cluster = { server, 'certificate-authority-data': authority };
    return JSON.stringify({ kind: 'Config', clusters: [{ name: 'w', cluster }], users: null });
  };

  it('says the same by stringData, by decoded data and by data', () => {
    const live = secret({ data: { a: base64('text') } });
    expect([{ stringData: { a: 'text' } }, { decoded: { a: 'text' } }].map((fields) => differing(secret(fields), live))).toEqual([[], []]);
  });

  it('holds a kubeconfig, which is compared as data', () => {
    const live = secret({ data: { kubeconfig: base64(kubeconfig('https://b', 'other')) } });
    const recorded = secret({ stringData: { kubeconfig: kubeconfig('https://a', 'some') } });
    expect(differing(recorded, live)).toEqual(['data.kubeconfig.clusters.0.cluster.server']);
  });

  it('has an authority, whichever it is, or has none', () => {
    const recorded = secret({ stringData: { kubeconfig: kubeconfig('https://a', 'some') } });
    const live = (authority: string | null): JsonMap => secret({ data: { kubeconfig: base64(kubeconfig('https://a', authority)) } });
    expect(differing(recorded, live('other'))).toEqual([]);
    expect(differing(recorded, live(null))).toEqual(['data.kubeconfig.clusters.0.cluster.certificate-authority-data']);
  });
});

describe('what differs from installation to installation', () => {
  it.each<[string, JsonMap, JsonMap, readonly string[]]>([
    ['a port of this machine', { url: 'https://127.0.0.1:6443/a' }, { url: 'https://127.0.0.1:7000/a' }, []],
    ['a port of a service', { url: 'https://kcp.example.com:6443' }, { url: 'https://kcp.example.com:8443' }, ['url']],
    ['an identity', { identityHash: 'abc' }, { identityHash: 'def' }, []],
    ['an identity that is missing', { identityHash: 'abc' }, { identityHash: '' }, ['identityHash']],
    ['a certificate', { cert: '-----BEGIN CERTIFICATE-----\nA' }, { cert: '-----BEGIN CERTIFICATE-----\nB' }, []],
    ['a key in place of a certificate', { cert: '-----BEGIN CERTIFICATE-----\nA' }, { cert: '-----BEGIN PRIVATE KEY-----\nA' }, ['cert']],
  ])('is compared by structure: %s', (_what, recorded, live, expected) => {
    expect(fieldDifferences(recorded, live).map(({ path }) => path.join('.'))).toEqual(expected);
  });
});

it('takes Helm values of an Application for the same as text and as an object', () => {
  const application = (helm: JsonMap): JsonMap => ({ kind: 'Application', spec: { source: { helm } } });
  const recorded = application({ values: '\nimage:\n  tag: "1.10"\nother: 1\n' });
  expect(differing(recorded, application({ valuesObject: { other: 1, image: { tag: '1.10' } } }))).toEqual([]);
  expect(differing(recorded, application({ values: 'other: 1\nimage: {tag: 1.10}' }))).toEqual(['spec.source.helm.values.image.tag']);
});
