import { describe, expect, it } from '@jest/globals';
import { PlatformMeshChart } from '../../src/charts/index.js';
import { Testing } from '../../src/testing/index.js';
import { blueprintOf, ocmResource } from './blueprint-of.js';

describe('Testing', () => {
  const platform = (): ReturnType<typeof Testing.app> => {
    const app = Testing.app();
    new PlatformMeshChart(app, 'mesh', {
      blueprint: blueprintOf({
        components: [{ name: 'portal', release: { values: { nothing: null } }, ocm: { chart: ocmResource('portal-chart'), images: [] } }],
      }),
    });
    return app;
  };

  it('gives the objects by target, in order', () => {
    const { infra = [], runtime = [], ...others } = Testing.manifests(platform());

    expect(infra.map(({ kind }) => kind)).toEqual(['HelmRelease']);
    expect(runtime.map(({ kind }) => kind)).toEqual(['Resource', 'Issuer', 'Certificate']);
    expect(Object.keys(others).every((target) => target.startsWith('kcp/'))).toBe(true);
  });

  it('has no objects in an empty app', () => {
    expect(Testing.manifests(Testing.app())).toEqual({});
    expect(Testing.yaml(Testing.app())).toBe('');
  });

  it('prints what a snapshot shows', () => {
    expect(Testing.yaml(platform(), { targets: ['infra', 'runtime'] })).toMatchSnapshot();
  });
});
