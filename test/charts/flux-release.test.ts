import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HelmValues, Json } from '../../src/profile/index.js';
import { NAMESPACE, objectOf, specOf, type GivenComponent } from './blueprint-of.js';

const REMOTE = { settings: { remoteRuntime: { secretName: 'runtime-secret', secretKey: 'kubeconfig' } } };
const release = (given: Partial<GivenComponent> = {}, more = {}): ReturnType<typeof objectOf> =>
  objectOf({ components: [{ name: 'portal', ...given }], ...more }, 'HelmRelease', 'portal');

describe('a HelmRelease', () => {
  it('is what the reference makes of a service with nothing set', () => {
    expect(release()).toEqual({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { labels: { 'core.platform-mesh.io/operator-created': 'true' }, name: 'portal', namespace: NAMESPACE },
      spec: {
        chartRef: { kind: 'OCIRepository', name: 'portal', namespace: NAMESPACE },
        install: { remediation: { retries: -1 } },
        interval: '1m',
        releaseName: 'portal',
        targetNamespace: NAMESPACE,
        timeout: '15m',
        upgrade: { remediation: { retries: 3 } },
      },
    });
  });

  it.each([
    ['createNamespace', { createNamespace: true }, 'install', { createNamespace: true, remediation: { retries: -1 } }],
    ['createNamespace, off', { createNamespace: false }, 'install', { remediation: { retries: -1 } }],
    ['suspend', { suspend: true }, 'suspend', true],
    ['suspend, off', { suspend: false }, 'suspend', undefined],
    ['an empty dependsOn', { dependsOn: [] }, 'dependsOn', []],
    [
      'dependsOn',
      { dependsOn: [{ name: 'a' }, { name: 'b', namespace: 'other' }] },
      'dependsOn',
      [{ name: 'a' }, { name: 'b', namespace: 'other' }],
    ],
    ['timeout', { timeout: '20m' }, 'timeout', '20m'],
    ['interval', { interval: '5m' }, 'interval', '5m'],
    ['targetNamespace', { targetNamespace: 'elsewhere' }, 'targetNamespace', 'elsewhere'],
    ['no values', {}, 'values', undefined],
    ['empty values', { values: {} }, 'values', {}],
    ['values', { values: { a: 1 } }, 'values', { a: 1 }],
  ])('takes over %s', (_, settings, path, expected) => {
    expect(specOf(release({ release: settings }), path)).toEqual(expected);
  });

  it.each([
    [
      { kind: 'helm', chart: 'the-chart' } as const,
      { chart: 'the-chart', reconcileStrategy: 'ChartVersion', sourceRef: { kind: 'HelmRepository', name: 'portal' } },
    ],
    [
      { kind: 'git', path: 'charts/x' } as const,
      { chart: 'charts/x', reconcileStrategy: 'ChartVersion', sourceRef: { kind: 'GitRepository', name: 'portal' } },
    ],
  ])('finds its chart through %j', (source, expected) => {
    const object = release({ source });

    expect(specOf(object, 'chart.spec')).toEqual(expected);
    expect(specOf(object, 'chartRef')).toBeUndefined();
  });

  it('reaches a remote runtime through a Secret', () => {
    expect(specOf(release({}, REMOTE), 'kubeConfig')).toEqual({ secretRef: { name: 'runtime-secret', key: 'kubeconfig' } });
    expect(specOf(release(), 'kubeConfig')).toBeUndefined();
  });

  it('keeps nulls and empty collections within values, since Helm deletes defaults by them', () => {
    const values = { nothing: null, emptyMap: {}, emptyList: [], list: [null, {}, [], ''], nested: { nothing: null }, zero: 0, no: false };

    expect(specOf(release({ release: { values } }), 'values')).toStrictEqual(values);
  });

  it('keeps any values as they are', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', '', 'a/b', 'a~b', 'length'));
    const { json } = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<Json>(null, {}, [], '', 0, false, 1e21, 5e-324, '\u0085'),
        fc.string({ unit: 'grapheme' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(tie('json'), { maxLength: 4 }),
        fc.dictionary(key, tie('json'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, json, { maxKeys: 5, noNullPrototype: true }) as fc.Arbitrary<HelmValues>, (values) => {
        // As text: it tells nulls, order and a key such as `constructor` apart, which matchers do not.
        expect(JSON.stringify(specOf(release({ release: { values } }), 'values'))).toBe(JSON.stringify(values));
      }),
    );
  });

  it('gives every reader a copy of the values', () => {
    const values = Object.freeze({ image: Object.freeze({ tag: '1' }) });

    expect(specOf(release({ release: { values } }), 'values')).not.toBe(values);
    expect(specOf(release({ release: { values } }), 'values.image')).not.toBe(values.image);
  });
});

describe('a Kustomization', () => {
  const kustomization = (more = {}): ReturnType<typeof objectOf> =>
    objectOf(
      {
        components: [
          {
            name: 'gateway-api',
            source: { kind: 'kustomization', path: './config/crd' },
            release: { interval: '10m', values: { ignored: 1 }, suspend: true },
          },
        ],
        ...more,
      },
      'Kustomization',
      'gateway-api',
    );

  it('is what the reference makes of the gateway API', () => {
    expect(kustomization()).toEqual({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { labels: { 'core.platform-mesh.io/operator-created': 'true' }, name: 'gateway-api', namespace: NAMESPACE },
      spec: { force: false, interval: '10m', path: './config/crd', prune: true, sourceRef: { kind: 'GitRepository', name: 'gateway-api' } },
    });
  });

  it('reaches a remote runtime through a Secret', () => {
    expect(specOf(kustomization(REMOTE), 'kubeConfig')).toEqual({ secretRef: { name: 'runtime-secret', key: 'kubeconfig' } });
  });
});
