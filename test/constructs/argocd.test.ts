import { describe, expect, it } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { SelfHealingApplication, type SelfHealingApplicationProps } from '../../src/constructs/index.js';
import { objectIn } from './in-chart.js';

const PROPS: SelfHealingApplicationProps = {
  name: 'portal',
  namespace: 'mesh',
  project: 'platform',
  source: { repoURL: 'ghcr.io/example/charts', chart: 'portal', targetRevision: '1.10' },
  destination: { server: 'https://kubernetes.default.svc', namespace: 'mesh' },
};
const application = (props: Partial<SelfHealingApplicationProps> = {}): Readonly<Record<string, unknown>> =>
  objectIn((chart) => new SelfHealingApplication(chart, 'portal', { ...PROPS, ...props }));

describe('SelfHealingApplication', () => {
  it('syncs, prunes, heals and takes away by default', () => {
    expect(application()).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        annotations: { 'argocd.argoproj.io/sync-wave': '0' },
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
        name: 'portal',
        namespace: 'mesh',
      },
      spec: {
        destination: { namespace: 'mesh', server: 'https://kubernetes.default.svc' },
        project: 'platform',
        source: { chart: 'portal', repoURL: 'ghcr.io/example/charts', targetRevision: '1.10' },
        syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['CreateNamespace=true'] },
      },
    });
  });

  it('keeps a version that looks like a number a string', () => {
    expect(application()).toHaveProperty('spec.source.targetRevision', '1.10');
  });

  it('deploys a folder as well as a chart', () => {
    expect(application({ source: { repoURL: 'r', path: 'config', targetRevision: 'main' } })).toHaveProperty('spec.source', {
      path: 'config',
      repoURL: 'r',
      targetRevision: 'main',
    });
  });

  it('has no helm block for empty values', () => {
    expect(application({ values: {} })).not.toHaveProperty('spec.source.helm');
  });

  // The generated class renames the field after the patch. Patch 3 of the review.
  it('can be patched by the names of the API', () => {
    const object = objectIn((chart) => {
      new SelfHealingApplication(chart, 'portal', PROPS).application.addJsonPatch(JsonPatch.add('/spec/source/repoURL', 'elsewhere'));
    });

    expect(object).toHaveProperty('spec.source.repoURL', 'elsewhere');
  });
});
