import { expect, it } from '@jest/globals';
import { manifestsOf } from 'platform-mesh-cdk8s';
import { Testing } from 'platform-mesh-cdk8s/testing';
import { platform } from './platform.ts';

it('applies billing after the services of the platform', () => {
  const charts = [...new Set(manifestsOf(platform()).map(({ chart }) => chart))];

  expect(charts.indexOf('billing')).toBeGreaterThan(charts.indexOf('services'));
  expect(charts.indexOf('billing')).toBeGreaterThan(charts.indexOf('billing-resources'));
});

it('lets Flux put back what somebody changed in the portal by hand', () => {
  expect(Testing.manifests(platform()).infra).toContainEqual(
    expect.objectContaining({
      kind: 'HelmRelease',
      metadata: expect.objectContaining({ name: 'portal' }) as unknown,
      spec: expect.objectContaining({ driftDetection: { mode: 'enabled' }, values: { host: 'portal.mesh.example.com' } }) as unknown,
    }),
  );
});

it('comes to what was reviewed', () => {
  expect(Testing.yaml(platform(), { targets: ['infra', 'runtime'] })).toMatchSnapshot();
});
