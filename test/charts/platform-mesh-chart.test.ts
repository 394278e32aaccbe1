import { describe, expect, it } from '@jest/globals';
import { detachedApp, manifestsOf, PlatformMeshChart } from '../../src/charts/index.js';
import { blueprintOf, manifestsOfBlueprint, objectOf, ocmResource, SERVER, type GivenBlueprint } from './blueprint-of.js';

const PLATFORM: GivenBlueprint = {
  argoProject: { destinationServer: SERVER },
  components: [
    { name: 'portal', technology: 'argocd', ocm: { chart: ocmResource('portal-chart'), images: [] } },
    { name: 'traefik', section: 'infra', ocm: { chart: ocmResource('traefik'), images: [] } },
    { name: 'images-only', release: 'none', ocm: { images: [ocmResource('images-only-image')] } },
  ],
};

describe('PlatformMeshChart', () => {
  it('puts everything into the order in which it may be applied', () => {
    expect(
      manifestsOfBlueprint(PLATFORM).map(({ target, chart, object }) => `${target} ${chart} ${object.kind} ${object.metadata.name}`),
    ).toEqual([
      'runtime infra-ocm-resources Resource traefik',
      'runtime services-ocm-resources Resource portal-chart',
      'runtime services-ocm-resources Resource images-only-image',
      'infra argo-project AppProject platform-mesh-runtime',
      'infra infra-components HelmRelease traefik',
      'infra services Application portal',
      'runtime authorization-webhook Issuer rebac-authz-webhook-issuer',
      'runtime authorization-webhook Certificate rebac-authz-webhook-cert',
    ]);
  });

  it('never lets the order of the charts fall', () => {
    const orders = manifestsOfBlueprint(PLATFORM).map(({ order }) => order);

    expect(orders).toEqual(orders.toSorted((a, b) => a - b));
    expect(new Set(orders).size).toBe(6);
  });

  it('makes the same of the same, twice', () => {
    expect(JSON.stringify(manifestsOfBlueprint(PLATFORM))).toBe(JSON.stringify(manifestsOfBlueprint(PLATFORM)));
  });

  it('needs nothing but an instance', () => {
    expect(manifestsOfBlueprint({}).map(({ object }) => object.kind)).toEqual(['Issuer', 'Certificate']);
  });

  it('mixes technologies', () => {
    const kinds = manifestsOfBlueprint({
      components: [{ name: 'a' }, { name: 'b', technology: 'argocd' }, { name: 'c', source: { kind: 'kustomization', path: '.' } }],
    }).map(({ object }) => object.kind);

    expect(kinds).toEqual(['HelmRelease', 'Application', 'Kustomization', 'Issuer', 'Certificate']);
  });

  it('leaves a deeply frozen Blueprint as it is', () => {
    const blueprint = blueprintOf({ components: [{ name: 'portal', release: { values: { a: { b: 1 } } } }] });
    const before = JSON.stringify(blueprint);
    const app = detachedApp();
    new PlatformMeshChart(app, 'mesh', { blueprint: deepFreeze(blueprint) });

    manifestsOf(app);

    expect(JSON.stringify(blueprint)).toBe(before);
  });

  it('keeps what it makes when it is synthesized by cdk8s itself', () => {
    const app = detachedApp();
    new PlatformMeshChart(app, 'mesh', {
      blueprint: blueprintOf({ components: [{ name: 'portal', release: { values: { nothing: null, emptyList: [] } } }] }),
    });

    expect(app.synthYaml()).toContain('  values:\n    nothing: null\n    emptyList: []\n');
  });
});

describe('the certificate of the authorization webhook', () => {
  it('is what the reference makes, in its fixed namespace', () => {
    expect(objectOf({}, 'Issuer', 'rebac-authz-webhook-issuer')).toEqual({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Issuer',
      metadata: { name: 'rebac-authz-webhook-issuer', namespace: 'platform-mesh-system' },
      spec: { selfSigned: {} },
    });
    expect(objectOf({}, 'Certificate', 'rebac-authz-webhook-cert')).toEqual({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'rebac-authz-webhook-cert', namespace: 'platform-mesh-system' },
      spec: {
        dnsNames: ['rebac-authz-webhook.platform-mesh-system.svc.cluster.local'],
        issuerRef: { name: 'rebac-authz-webhook-issuer' },
        secretName: 'rebac-authz-webhook-cert',
      },
    });
  });
});

describe('two components of one name', () => {
  const collision =
    (given: GivenBlueprint): (() => unknown) =>
    () =>
      manifestsOfBlueprint(given);

  it('collide across charts, and both paths are named', () => {
    const components = [{ name: 'traefik', section: 'infra' as const }, { name: 'traefik' }];

    expect(collision({ components })).toThrow(expect.objectContaining({ code: 'duplicate-object' }));
    expect(collision({ components })).toThrow(/mesh\/infra-components\/traefik.*mesh\/services\/traefik/u);
  });

  // constructs refuses the second one first, by an error without a code. Patch 1 of the review.
  it('collide within a chart', () => {
    expect(collision({ components: [{ name: 'portal' }, { name: 'portal' }] })).toThrow(
      expect.objectContaining({ code: 'duplicate-object' }),
    );
  });

  it('collide by the name of an image', () => {
    const ocm = { images: [ocmResource('portal-image')] };

    expect(
      collision({
        components: [
          { name: 'portal', ocm },
          { name: 'portal-ui', ocm },
        ],
      }),
    ).toThrow(expect.objectContaining({ code: 'duplicate-object' }));
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
