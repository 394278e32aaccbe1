import { describe, expect, it } from '@jest/globals';
import { isApplied, managersOf } from '../../../../src/runtime/apply/fields/index.js';
import type { KubernetesObject } from '../../../../src/kubernetes/index.js';

const RELEASE = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease' } as const;

/** An object as the API server keeps it: what was applied, defaults, and who owns what. */
function live(
  spec: object,
  fieldsV1: object,
  rest: {
    readonly manager?: string;
    readonly operation?: string;
    readonly apiVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
  } = {},
): KubernetesObject {
  const { manager = 'ours', operation = 'Apply', apiVersion = RELEASE.apiVersion, labels } = rest;
  return {
    ...RELEASE,
    metadata: {
      name: 'portal',
      namespace: 'mesh',
      uid: '1',
      resourceVersion: '7',
      ...(labels ? { labels } : {}),
      managedFields: [{ manager, operation, apiVersion, fieldsType: 'FieldsV1', fieldsV1 }],
    },
    spec,
    status: { observedGeneration: 1 },
  };
}

function wanted(spec: object, labels?: Readonly<Record<string, string>>): KubernetesObject {
  return { ...RELEASE, metadata: { name: 'portal', namespace: 'mesh', ...(labels ? { labels } : {}) }, spec };
}

const leaf = {};
const FIELDS = { 'f:spec': { 'f:interval': leaf, 'f:values': { 'f:replicas': leaf } } };

describe('an object is applied', () => {
  it('when the manager owns what is wanted, with the values that are wanted', () => {
    expect(
      isApplied(
        wanted({ interval: '5m', values: { replicas: 2 } }),
        live({ interval: '5m', values: { replicas: 2 }, suspend: false }, FIELDS),
        'ours',
      ),
    ).toBe(true);
  });

  it('whatever others add beside it', () => {
    expect(
      isApplied(
        wanted({ interval: '5m', values: { replicas: 2 } }),
        live({ interval: '5m', values: { replicas: 2, image: { tag: '1' } } }, FIELDS),
        'ours',
      ),
    ).toBe(true);
  });

  it('with labels', () => {
    const fields = { ...FIELDS, 'f:metadata': { 'f:labels': { 'f:a/b': leaf } } };
    const spec = { interval: '5m', values: { replicas: 2 } };
    expect(isApplied(wanted(spec, { 'a/b': 'c' }), live(spec, fields, { labels: { 'a/b': 'c', other: 'x' } }), 'ours')).toBe(true);
    expect(isApplied(wanted(spec), live(spec, fields, { labels: { 'a/b': 'c' } }), 'ours')).toBe(false);
  });

  it('with lists whose items have keys, and with sets, among items of others', () => {
    const fields = {
      'f:spec': {
        'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': leaf, 'f:port': leaf, 'f:protocol': leaf } },
        'f:finalizers': { '.': leaf, 'v:"a"': leaf },
      },
    };
    const spec = { ports: [{ port: 80, protocol: 'TCP' }], finalizers: ['a'] };
    expect(
      isApplied(
        wanted(spec),
        live(
          {
            ports: [
              { port: 443, protocol: 'TCP' },
              { port: 80, protocol: 'TCP', nodePort: 3 },
            ],
            finalizers: ['b', 'a'],
          },
          fields,
        ),
        'ours',
      ),
    ).toBe(true);
  });
});

describe('an object is not known to be applied', () => {
  const spec = { interval: '5m', values: { replicas: 2 } };

  it.each<[string, KubernetesObject, KubernetesObject]>([
    ['when a value differs', wanted({ ...spec, interval: '1m' }), live(spec, FIELDS)],
    ['when a field is wanted that nobody owns', wanted({ ...spec, timeout: '1m' }), live({ ...spec, timeout: '1m' }, FIELDS)],
    ['when a field is owned that is wanted no more', wanted({ interval: '5m' }), live(spec, FIELDS)],
    ['when a list differs', wanted({ a: [1, 2] }), live({ a: [2, 1] }, { 'f:spec': { 'f:a': leaf } })],
    [
      'when items have another order',
      wanted({ finalizers: ['a', 'b'] }),
      live({ finalizers: ['b', 'c', 'a'] }, { 'f:spec': { 'f:finalizers': { 'v:"a"': leaf, 'v:"b"': leaf } } }),
    ],
    [
      'when an item without its default is wanted',
      wanted({ ports: [{ port: 80 }] }),
      live(
        { ports: [{ port: 80, protocol: 'TCP' }] },
        { 'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { 'f:port': leaf } } } },
      ),
    ],
    ['when another manager owns it', wanted(spec), live(spec, FIELDS, { manager: 'theirs' })],
    ['when it was updated, not applied', wanted(spec), live(spec, FIELDS, { operation: 'Update' })],
    ['when it was applied in another version', wanted(spec), live(spec, FIELDS, { apiVersion: 'helm.toolkit.fluxcd.io/v2beta2' })],
    ['when somebody took the field away', wanted(spec), live({ interval: '5m' }, FIELDS)],
  ])('%s', (_, given, there) => {
    expect(isApplied(given, there, 'ours')).toBe(false);
  });
});

it('tells who wrote to an object', () => {
  expect(managersOf(live({}, {}, { manager: 'kubectl' }))).toEqual(['kubectl']);
  expect(managersOf(wanted({}))).toEqual([]);
});
