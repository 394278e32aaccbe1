import { describe, expect, it } from '@jest/globals';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { GitManifests, Release, type GitManifestsProps, type ReleaseProps } from '../../src/constructs/index.js';
import { objectIn } from './in-chart.js';

const release = (props: Partial<ReleaseProps> = {}): Readonly<Record<string, unknown>> =>
  objectIn(
    (chart) =>
      new Release(chart, 'portal', { name: 'portal', namespace: 'mesh', source: { kind: 'OCIRepository', name: 'portal' }, ...props }),
  );
const manifests = (props: Partial<GitManifestsProps> = {}): Readonly<Record<string, unknown>> =>
  objectIn((chart) => new GitManifests(chart, 'crds', { name: 'crds', namespace: 'mesh', ...props }));

describe('Release', () => {
  it('heals by default', () => {
    expect(release()).toEqual({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'portal', namespace: 'mesh' },
      spec: {
        chartRef: { kind: 'OCIRepository', name: 'portal', namespace: 'mesh' },
        install: { remediation: { retries: -1 } },
        interval: '5m',
        releaseName: 'portal',
        targetNamespace: 'mesh',
        timeout: '15m',
        upgrade: { remediation: { retries: 3 } },
      },
    });
  });

  it('counts retries down to none', () => {
    expect(release({ installRetries: 0, upgradeRetries: 0 })).toMatchObject({
      spec: { install: { remediation: { retries: 0 } }, upgrade: { remediation: { retries: 0 } } },
    });
  });

  it('takes a chart from a repository of charts, version by version', () => {
    expect(release({ source: { kind: 'HelmRepository', name: 'repo', chart: 'portal' } })).toMatchObject({
      spec: {
        chart: { spec: { chart: 'portal', reconcileStrategy: 'ChartVersion', sourceRef: { kind: 'HelmRepository', name: 'repo' } } },
      },
    });
  });

  it('hands values to Helm as they are, twice alike', () => {
    const values = { nothing: null, emptyMap: {}, emptyList: [], list: [null], deep: { nothing: null } };
    const chart = new Chart(new App({ outdir: 'unused' }), 'chart');
    const { helmRelease } = new Release(chart, 'portal', {
      name: 'portal',
      namespace: 'mesh',
      source: { kind: 'OCIRepository', name: 'portal' },
      values,
    });

    expect(helmRelease.toJson()).toHaveProperty('spec.values', values);
    expect(helmRelease.toJson()).toHaveProperty('spec.values', values);
  });

  it('leaves out what is not set', () => {
    expect(Object.keys(release()['spec'] as object).sort()).toEqual([
      'chartRef',
      'install',
      'interval',
      'releaseName',
      'targetNamespace',
      'timeout',
      'upgrade',
    ]);
  });

  it('can be patched through its object', () => {
    const object = objectIn((chart) => {
      const { helmRelease } = new Release(chart, 'portal', {
        name: 'portal',
        namespace: 'mesh',
        source: { kind: 'OCIRepository', name: 'portal' },
      });
      helmRelease.addJsonPatch(JsonPatch.replace('/spec/interval', '1h'), JsonPatch.add('/spec/maxHistory', 3));
    });

    expect(object).toMatchObject({ spec: { interval: '1h', maxHistory: 3 } });
  });

  // Patch 1 of the review.
  it('is found by ApiObject.of, as any cdk8s construct is', () => {
    objectIn((chart) => {
      const construct = new Release(chart, 'portal', {
        name: 'portal',
        namespace: 'mesh',
        source: { kind: 'OCIRepository', name: 'portal' },
      });

      expect(ApiObject.of(construct)).toBe(construct.helmRelease);
    });
  });

  // Patch 3 of the review.
  it('can be patched with a field that the schema does not know', () => {
    const object = objectIn((chart) => {
      const { helmRelease } = new Release(chart, 'portal', {
        name: 'portal',
        namespace: 'mesh',
        source: { kind: 'OCIRepository', name: 'portal' },
      });
      helmRelease.addJsonPatch(JsonPatch.add('/spec/fieldOfTomorrow', 1));
    });

    expect(object).toMatchObject({ spec: { fieldOfTomorrow: 1 } });
  });
});

describe('GitManifests', () => {
  it('prunes and does not force by default', () => {
    expect(manifests()).toEqual({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'crds', namespace: 'mesh' },
      spec: { force: false, interval: '5m', prune: true, sourceRef: { kind: 'GitRepository', name: 'crds' } },
    });
  });

  it('takes over path, interval, labels and another cluster', () => {
    expect(manifests({ path: './crd', interval: '1h', labels: { a: 'b' }, kubeConfig: { secretName: 's', secretKey: 'k' } })).toMatchObject(
      {
        metadata: { labels: { a: 'b' } },
        spec: { path: './crd', interval: '1h', kubeConfig: { secretRef: { name: 's', key: 'k' } } },
      },
    );
  });
});
