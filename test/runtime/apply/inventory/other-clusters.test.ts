import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '../../../../src/errors.js';
import type { ClusterRoles } from '../../../../src/runtime/apply/inventory/index.js';
import {
  checkClusters,
  storedClustersIn,
  storedClustersWith,
  type StoredClusters,
} from '../../../../src/runtime/apply/inventory/other-clusters.js';
import { OWNER } from './entries.js';

/** Clusters by their UIDs; the cluster with UID 1 is called `one`. */
const NAMES: Readonly<Record<string, string>> = { '1': 'one', '2': 'two', '3': 'three' };
const given = (infra: string | undefined, runtime: string | undefined): ClusterRoles => ({
  infra: { name: NAMES[infra ?? ''] ?? 'closed', uid: infra },
  runtime: { name: NAMES[runtime ?? ''] ?? 'closed', uid: runtime },
});

function refusal(clusters: ClusterRoles, stored: StoredClusters): { readonly message: string; readonly hint: string | undefined } {
  try {
    checkClusters(OWNER, clusters, stored);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const [problem] = error.problems;
    expect(problem?.code).toBe('other-clusters');
    return { message: problem?.message ?? '', hint: problem?.hint };
  }
  throw new Error('the clusters were accepted');
}

describe('the clusters of an instance', () => {
  it.each<readonly [string, ClusterRoles, StoredClusters]>([
    ['one cluster, as before', given('1', '1'), { infra: '1', runtime: '1' }],
    ['two clusters, as before', given('1', '2'), { infra: '1', runtime: '2' }],
    ['an inventory from a run that might not read them', given('1', '2'), {}],
    ['a run that may not read them', given(undefined, undefined), { infra: '1', runtime: '2' }],
    ['a run that may read one of them', given('1', undefined), { infra: '1', runtime: '2' }],
    ['an inventory from a run that might read one of them', given('1', '2'), { runtime: '2' }],
  ])('are accepted: %s', (_, clusters, stored) => {
    expect(() => checkClusters(OWNER, clusters, stored)).not.toThrow();
  });

  it.each<readonly [string, ClusterRoles, StoredClusters, string, string]>([
    [
      'swapped',
      given('2', '1'),
      { infra: '1', runtime: '2' },
      'PlatformMesh mesh-system/mesh: the two clusters are swapped: ' +
        'cluster "two" is given as infra and is its runtime cluster; ' +
        'cluster "one" is given as runtime and is its infra cluster',
      'exchange the kubeconfigs',
    ],
    [
      'one too few',
      given('1', '1'),
      { infra: '1', runtime: '2' },
      'PlatformMesh mesh-system/mesh: it was applied to two clusters, but only one is given: ' +
        'cluster "one" is given as infra, as before; ' +
        'cluster "one" is given as runtime and is its infra cluster; its runtime cluster has UID 2 of kube-system, not 1',
      'name the other one with --remote-runtime-kubeconfig or --remote-infra-kubeconfig',
    ],
    [
      'one too many',
      given('1', '2'),
      { infra: '1', runtime: '1' },
      'PlatformMesh mesh-system/mesh: it was applied to one cluster, but two are given: ' +
        'cluster "one" is given as infra, as before; ' +
        'cluster "two" is given as runtime and is not known to it; its runtime cluster is "one"',
      'leave out --remote-runtime-kubeconfig',
    ],
    [
      'another one',
      given('1', '3'),
      { infra: '1', runtime: '2' },
      'PlatformMesh mesh-system/mesh: it was applied to another cluster: ' +
        'cluster "one" is given as infra, as before; ' +
        'cluster "three" is given as runtime and is not known to it; its runtime cluster has UID 2 of kube-system, not 3',
      'name the clusters that it was applied to',
    ],
    [
      'another one beside one that may not be read',
      given(undefined, '1'),
      { infra: '1', runtime: '2' },
      'PlatformMesh mesh-system/mesh: it was applied to another cluster: ' +
        'cluster "closed" is given as infra; ' +
        'cluster "one" is given as runtime and is its infra cluster; its runtime cluster has UID 2 of kube-system, not 1',
      'name the clusters that it was applied to',
    ],
  ])('are refused with both names, and with what each of them is: %s', (_, clusters, stored, message, hint) => {
    const refused = refusal(clusters, stored);

    expect(refused.message).toBe(message);
    expect(refused.hint).toContain(hint);
  });
});

describe('the clusters in an inventory', () => {
  it.each<readonly [string, ClusterRoles, StoredClusters, string | undefined]>([
    ['both', given('1', '2'), {}, '{"infra":"1","runtime":"2"}'],
    ['nothing while they may not be read', given(undefined, undefined), {}, undefined],
    ['what is known of them', given('1', undefined), {}, '{"infra":"1"}'],
    [
      'what was stored, by a run that may not read them',
      given(undefined, undefined),
      { infra: '1', runtime: '2' },
      '{"infra":"1","runtime":"2"}',
    ],
    ['what is known besides', given('1', '2'), { infra: '1' }, '{"infra":"1","runtime":"2"}'],
  ])('are stored: %s', (_, clusters, before, annotation) => {
    expect(storedClustersWith(before, clusters)).toBe(annotation);
    expect(storedClustersIn(annotation, 'it')).toEqual(annotation === undefined ? {} : JSON.parse(annotation));
  });

  it.each(['2', '[]', '{"infra":', '{"infra":1}'])('are refused where somebody broke them: %s', (annotation) => {
    expect(() => storedClustersIn(annotation, 'ConfigMap a/b on cluster "c"')).toThrow(
      expect.objectContaining({ code: 'broken-inventory' }),
    );
  });
});
