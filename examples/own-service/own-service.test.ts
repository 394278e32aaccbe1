import { expect, it } from '@jest/globals';
import { manifestsOf, synthesize } from 'platform-mesh-cdk8s';
import { Testing } from 'platform-mesh-cdk8s/testing';
import { platform } from './platform.ts';

it('applies billing after the services of the platform', () => {
  const charts = [...new Set(manifestsOf(platform().app).map(({ chart }) => chart))];

  expect(charts.indexOf('billing')).toBeGreaterThan(charts.indexOf('services'));
  expect(charts.indexOf('billing')).toBeGreaterThan(charts.indexOf('billing-resources'));
});

it('lets Flux put back what somebody changed in the portal by hand', () => {
  expect(Testing.manifests(platform().app).infra).toContainEqual(
    expect.objectContaining({
      kind: 'HelmRelease',
      metadata: expect.objectContaining({ name: 'portal' }) as unknown,
      spec: expect.objectContaining({ driftDetection: { mode: 'enabled' }, values: { host: 'portal.mesh.example.com' } }) as unknown,
    }),
  );
});

it('tells which values only a running platform knows', () => {
  const { app, unresolved } = platform();
  const files = synthesize(manifestsOf(app), { unresolved });
  const text = [...files].map(([path, content]) => (path === 'unresolved.yaml' ? '' : content)).join('');
  const placeholders = [...text.matchAll(/\$\{(\w+):=0\}/gu)].map(([, name]) => name);

  expect(unresolved.map(({ name }) => name)).toEqual([...new Set(placeholders)].sort());
  expect(files.has('unresolved.yaml')).toBe(true);
});

it('comes to what was reviewed', () => {
  expect(Testing.yaml(platform().app, { targets: ['infra', 'runtime'] })).toMatchSnapshot();
});
