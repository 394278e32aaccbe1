import { describe, expect, it } from '@jest/globals';
import { instanceName } from '../../src/cli/options/cluster-options.js';
import { deadlineOf } from '../../src/cli/options/delivery-options.js';
import { removalOf } from '../../src/cli/options/removal-options.js';
import { checkLiveOptions } from '../../src/cli/options/live-options.js';
import { InvalidInputError } from '../../src/errors.js';
import { platformMesh } from './platform-mesh.js';

function problem(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    if (error instanceof InvalidInputError) return error.message;
    throw error;
  }
  return 'none';
}

describe('which platform is meant', () => {
  it('is said by files or by a name, and not by both', () => {
    expect(problem(() => instanceName(undefined, {}))).toBe('no platform: neither -f nor a name is given');
    expect(instanceName(undefined, { filename: ['a.yaml'] })).toBeUndefined();
    expect(instanceName('mesh', {})).toEqual({ name: 'mesh', namespace: 'platform-mesh-system' });
    expect(instanceName('mesh', { namespace: 'other' })).toEqual({ name: 'mesh', namespace: 'other' });
    expect(problem(() => instanceName('mesh', { filename: ['a.yaml'] }))).toBe('both -f and the name "mesh" are given');
    expect(problem(() => instanceName(undefined, { filename: ['a.yaml'], namespace: 'other' }))).toBe(
      '--namespace goes with the name of a PlatformMesh on the cluster',
    );
  });
});

describe('the clusters', () => {
  const both = ['--remote-runtime-kubeconfig', 'runtime', '--remote-infra-kubeconfig', 'infra'];

  it.each([[['--context', 'third']], [['--kubeconfig', 'third']]])('are two at most, and not another one with %j', async (third) => {
    const { code, err } = await platformMesh('status', 'mesh', ...both, ...third);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(`${third[0]!} names a third cluster`) });
  });
});

describe('what becomes of kcp in a deletion', () => {
  it('is to delete what users have there, or to leave all of it, and not both', () => {
    expect(removalOf({})).toEqual({ deleteWorkspaces: false, orphan: false });
    expect(removalOf({ deleteWorkspaces: true })).toEqual({ deleteWorkspaces: true, orphan: false });
    expect(removalOf({ orphanKcp: true })).toEqual({ deleteWorkspaces: false, orphan: true });
    expect(problem(() => removalOf({ deleteWorkspaces: true, orphanKcp: true }))).toBe(
      '--delete-workspaces and --orphan-kcp are both given',
    );
  });

  it.each([['--delete-workspaces'], ['--orphan-kcp']])('%s is about a plan of a deletion only', async (flag) => {
    const { code, err } = await platformMesh('plan', 'mesh', flag);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(`${flag} is given, but not --delete`) });
  });
});

describe('how long is waited', () => {
  it('is a duration as Go writes it', async () => {
    expect(await deadlineOf('1h30m', 0)).toEqual(new Date(5_400_000));
    await expect(deadlineOf('15', 0)).rejects.toThrow('--timeout "15" is not a duration');
    await expect(deadlineOf('-1m', 0)).rejects.toThrow('--timeout "-1m" is not a duration');
  });
});

describe('values of a running platform', () => {
  it('are read only where that is asked for', () => {
    expect(problem(() => checkLiveOptions({}))).toBe('none');
    expect(problem(() => checkLiveOptions({ runtimeValuesFromCluster: true, kcpUrl: 'https://kcp.example.com:8443' }))).toBe('none');
    expect(problem(() => checkLiveOptions({ context: 'prod' }))).toBe('--context is given, but not --runtime-values-from-cluster');
    expect(problem(() => checkLiveOptions({ runtimeValuesFromCluster: true, kcpUrl: 'kcp.example.com' }))).toBe(
      '--kcp-url "kcp.example.com" is not a URL',
    );
  });
});

describe('commands that use a cluster', () => {
  it.each([['plan'], ['apply'], ['delete'], ['status']])('%s refuses a kubeconfig that is not there as wrong input', async (command) => {
    const { code, err } = await platformMesh(command, '-f', 'examples/quickstart', '--kubeconfig', '/does/not/exist');
    expect(code).toBe(2);
    expect(err).toContain('/does/not/exist: cannot be read');
  });

  it('want the Secret of a remote runtime, since releases would go to the wrong cluster without it', async () => {
    const { code, err } = await platformMesh(
      'plan',
      '-f',
      'examples/quickstart',
      '--kubeconfig',
      'test/cli/kubeconfig.yaml',
      '--remote-runtime-kubeconfig',
      'test/cli/kubeconfig.yaml',
    );
    expect(code).toBe(2);
    expect(err).toContain('a remote runtime needs --remote-runtime-infra-secret-name and --remote-runtime-infra-secret-key');
  });
});
