import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ObjectRef } from '../../../../src/kubernetes/index.js';
import { entriesOf, type InventoryEntry } from '../../../../src/runtime/apply/inventory/index.js';
import { dataOf, entriesIn, LONGEST_TEXT, type InventoryData } from '../../../../src/runtime/apply/inventory/text.js';
import { entry, release, shown } from './entries.js';

const WHERE = 'ConfigMap mesh-system/mesh-inventory-deployment-infra on cluster "prod"';

/** What a ConfigMap may hold. */
const LIMIT = 1024 * 1024;

/** As the API server counts it: keys, texts, and bytes before base64. */
function sizeOf({ data = {}, binaryData = {} }: InventoryData): number {
  const texts = Object.entries(data).map(([key, text]) => key.length + Buffer.byteLength(text));
  const bytes = Object.entries(binaryData).map(([key, text]) => key.length + Buffer.from(text, 'base64').length);
  return [...texts, ...bytes].reduce((sum, size) => sum + size, 0);
}

/** Names with nothing in common, by a generator that draws the same each time. */
function randomNames(count: number, length: number): readonly string[] {
  let state = 1;
  const next = (): number => (state = (state * 48271) % 0x7fffffff);
  return Array.from({ length: count }, () => Array.from({ length }, () => (next() % 36).toString(36)).join(''));
}

describe('the text of an inventory', () => {
  it('has a key for each kind, and a line for each object with its origin where we did not create it', () => {
    const objects: readonly InventoryEntry[] = [
      entry('portal'),
      entry('openfga', 'adopted'),
      entry('traefik', 'foreign'),
      { ref: { apiVersion: 'v1', kind: 'Secret', namespace: 'kcp', name: 'hook' }, origin: 'created' },
      { ref: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: 'MyApp:Admin' }, origin: 'adopted' },
    ];

    expect(dataOf(entriesOf(objects))).toEqual({
      data: {
        'ClusterRole.v1.rbac.authorization.k8s.io': 'MyApp:Admin adopted',
        'HelmRelease.v2.helm.toolkit.fluxcd.io': 'mesh-system/openfga adopted\nmesh-system/portal\nmesh-system/traefik foreign',
        'Secret.v1': 'kcp/hook',
      },
    });
  });

  it('reads back as it was written', () => {
    const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,8}[a-z0-9])?$/u);
    const ref = fc.record({
      apiVersion: fc.constantFrom('v1', 'apps/v1', 'helm.toolkit.fluxcd.io/v2'),
      kind: fc.constantFrom('Secret', 'HelmRelease'),
      name,
    }) as fc.Arbitrary<ObjectRef>;
    const namespaced = fc
      .record({ ref, namespace: fc.option(name, { nil: undefined }) })
      .map(({ ref: one, namespace }): ObjectRef => (namespace === undefined ? one : { ...one, namespace }));
    const all = fc.array(fc.record({ ref: namespaced, origin: fc.constantFrom('created', 'adopted', 'foreign') })) as fc.Arbitrary<
      readonly InventoryEntry[]
    >;

    fc.assert(fc.property(all, (objects) => expect(entriesIn(dataOf(entriesOf(objects)), WHERE)).toEqual(entriesOf(objects))));
  });

  it.each<readonly [string, InventoryData, string]>([
    [
      'a line that names no object',
      { data: { 'HelmRelease.v2.helm.toolkit.fluxcd.io': 'portal in mesh' } },
      '"HelmRelease.v2.helm.toolkit.fluxcd.io: portal in mesh" is no entry',
    ],
    [
      'an origin that nobody knows',
      { data: { 'HelmRelease.v2.helm.toolkit.fluxcd.io': 'mesh/portal stolen' } },
      '"HelmRelease.v2.helm.toolkit.fluxcd.io: mesh/portal stolen" is no entry',
    ],
    ['a key that names no kind', { data: { HelmRelease: 'mesh/portal' } }, '"HelmRelease: mesh/portal" is no entry'],
    [
      'bytes that are not compressed',
      { binaryData: { 'HelmRelease.v2.helm.toolkit.fluxcd.io': Buffer.from('mesh/portal').toString('base64') } },
      'binaryData "HelmRelease.v2.helm.toolkit.fluxcd.io" cannot be decompressed',
    ],
  ])('is broken by %s', (_, data, message) => {
    expect(() => entriesIn(data, WHERE)).toThrow(
      expect.objectContaining({ code: 'broken-inventory', message: expect.stringContaining(`${WHERE}: ${message}`) }),
    );
  });

  it('has no objects where it is empty, and skips empty lines', () => {
    expect(shown(entriesIn({}, WHERE))).toEqual([]);
    expect(shown(entriesIn({ data: { 'HelmRelease.v2.helm.toolkit.fluxcd.io': '\nmesh-system/portal\n\n' } }, WHERE))).toEqual(['portal']);
  });
});

describe('a large inventory', () => {
  const large = (count: number): ReturnType<typeof entriesOf> =>
    entriesOf(
      Array.from({ length: count }, (_, index) => ({
        ref: release(`service-${String(index).padStart(5, '0')}-chart`, 'platform-mesh-system'),
        origin: 'created',
      })),
    );

  it('stays readable for 5,000 services: 10,000 lines on one cluster', () => {
    const written = dataOf(large(10_000));

    expect(written.binaryData).toBeUndefined();
    expect(sizeOf(written)).toBeLessThan(LONGEST_TEXT);
  });

  it('is compressed before a ConfigMap overflows', () => {
    const objects = large(30_000);
    const written = dataOf(objects);

    expect(written.data).toBeUndefined();
    expect(sizeOf(written)).toBeLessThan(LIMIT / 4);
    expect(entriesIn(written, WHERE)).toEqual(objects);
  });

  it('fits for 5,000 services with the longest names that have nothing in common', () => {
    const namespace = 'n'.repeat(63);
    const objects = entriesOf(randomNames(15_000, 63).map((name) => ({ ref: release(name, namespace), origin: 'adopted' })));
    const written = dataOf(objects);

    expect(objects.size).toBe(15_000);
    expect(sizeOf(written)).toBeLessThan(LIMIT);
    expect(entriesIn(written, WHERE)).toEqual(objects);
  });
});
