import { describe, expect, it } from '@jest/globals';
import { PlatformMeshChart } from 'platform-mesh-cdk8s';
import { Testing } from 'platform-mesh-cdk8s/testing';
import { environments, platform } from './platform.ts';

describe.each(Object.entries(environments))('%s', (name, environment) => {
  const { blueprint, problems } = platform(name, environment);

  it('has nothing to warn of', () => {
    expect(problems).toEqual([]);
  });

  it('comes to what was reviewed', () => {
    const app = Testing.app();
    new PlatformMeshChart(app, 'mesh', { blueprint });

    expect(Testing.yaml(app, { targets: ['infra', 'runtime'] })).toMatchSnapshot();
  });
});
