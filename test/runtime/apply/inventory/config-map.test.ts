import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '../../../../src/errors.js';
import { appliedIn, inventoryIn } from '../../../../src/runtime/apply/inventory/index.js';
import { withEntries } from '../../../../src/runtime/apply/inventory/config-map.js';
import { entries, placeOn, shown, stored } from './entries.js';

const CLUSTER = { name: 'prod' };

describe('what was applied', () => {
  it('is the inventory of that step and target', () => {
    const others = [stored('mesh-inventory-deployment-runtime', ['b']), stored('mesh-inventory-kcpsetup-infra', ['c'])];
    const { own, others: beside } = appliedIn(
      [...others, stored('mesh-inventory-deployment-infra', ['a', 'd foreign'], {})],
      placeOn(CLUSTER),
    );

    expect(shown(own.entries)).toEqual(['a', 'd foreign']);
    expect(own.version).toBe('1');
    expect([...beside]).toEqual([]);
  });

  it('is nothing where there is no inventory', () => {
    expect(appliedIn([], placeOn(CLUSTER))).toEqual({ own: { entries: new Map(), version: '', isRecorded: false }, others: new Map() });
  });

  it('says which other owner has applied an object to the same cluster', () => {
    const another = { labels: { 'core.platform-mesh.io/inventory': 'another' } };
    const provider = { labels: { 'core.platform-mesh.io/inventory-kind': 'ManagedProvider' } };
    const inWorkspace = { ...another, annotations: { 'core.platform-mesh.io/inventory-target': 'kcp/root:orgs' } };
    const onRuntime = { ...another, annotations: { 'core.platform-mesh.io/inventory-target': 'runtime' } };
    const { others } = appliedIn(
      [
        stored('one', ['a'], another),
        stored('two', ['b'], provider),
        stored('three', ['c'], inWorkspace),
        stored('four', ['d'], onRuntime),
      ],
      placeOn(CLUSTER),
    );

    expect([...others].map(([key, { kind, namespace, name }]) => `${key} ${kind} ${namespace}/${name}`)).toEqual([
      'helm.toolkit.fluxcd.io/HelmRelease/mesh-system/a PlatformMesh mesh-system/another',
      'helm.toolkit.fluxcd.io/HelmRelease/mesh-system/b ManagedProvider mesh-system/mesh',
      'helm.toolkit.fluxcd.io/HelmRelease/mesh-system/d PlatformMesh mesh-system/another',
    ]);
  });

  it('says which other owner has applied an object to the same workspace, and to no other', () => {
    const inWorkspace = (path: string): object => ({
      'core.platform-mesh.io/inventory-target': `kcp/${path}`,
      'core.platform-mesh.io/inventory-owner': 'another',
    });
    const beside = [
      stored('one', ['a'], { annotations: inWorkspace('root:orgs') }),
      stored('two', ['b'], { annotations: inWorkspace('root') }),
    ];

    expect([...appliedIn(beside, placeOn(CLUSTER, { target: 'kcp/root:orgs' })).others.keys()]).toEqual([
      'helm.toolkit.fluxcd.io/HelmRelease/mesh-system/a',
    ]);
  });

  it('is refused where the cluster holds the inventory of another role: the kubeconfigs are swapped', () => {
    const clusters = { infra: { name: 'two', uid: '2' }, runtime: { name: 'one', uid: '1' } };
    const runtime = stored('mesh-inventory-deployment-runtime', ['a'], {
      annotations: { 'core.platform-mesh.io/clusters': '{"infra":"1","runtime":"2"}' },
    });

    expect(() => appliedIn([runtime], placeOn(CLUSTER, { clusters }))).toThrow(InvalidInputError);
    expect(() => appliedIn([runtime], placeOn(CLUSTER, { clusters }))).toThrow('the two clusters are swapped');
  });

  it('does not check the clusters of other owners', () => {
    const clusters = { infra: { name: 'two', uid: '2' }, runtime: { name: 'one', uid: '1' } };
    const other = stored('another-inventory-deployment-runtime', ['a'], {
      labels: { 'core.platform-mesh.io/inventory': 'another' },
      annotations: { 'core.platform-mesh.io/clusters': '{"infra":"1","runtime":"2"}' },
    });

    expect(appliedIn([other], placeOn(CLUSTER, { clusters })).others.size).toBe(1);
  });

  it('names the ConfigMap and the cluster where it cannot be read', () => {
    expect(() => inventoryIn(stored('mesh-inventory-deployment-infra', ['a b c']), placeOn(CLUSTER))).toThrow(
      'ConfigMap mesh-system/mesh-inventory-deployment-infra on cluster "prod": ',
    );
  });
});

describe('what is stored', () => {
  const clusters = { infra: { name: 'one', uid: '1' }, runtime: { name: 'two', uid: '2' } };

  it('has the UIDs of all clusters, whatever the target is', () => {
    expect(withEntries(stored('a', []), entries('x'), placeOn(CLUSTER, { clusters }), true).metadata.annotations).toMatchObject({
      'core.platform-mesh.io/clusters': '{"infra":"1","runtime":"2"}',
    });
  });

  it('keeps what others have noted on it', () => {
    const noted = stored('a', [], {
      annotations: { 'example.com/backup': 'yes', 'core.platform-mesh.io/clusters': '{"infra":"1","runtime":"2"}' },
    });

    expect(withEntries(noted, entries('x'), placeOn(CLUSTER), false).metadata.annotations).toMatchObject({
      'example.com/backup': 'yes',
      'core.platform-mesh.io/clusters': '{"infra":"1","runtime":"2"}',
    });
  });

  it('changes with each record, also with one that names nothing new, so that other runs see it', () => {
    const record = (object: ReturnType<typeof stored>): ReturnType<typeof stored> =>
      withEntries(object, entries('x'), placeOn(CLUSTER), true);
    const [first, commit] = [record(stored('a', [])), withEntries(record(stored('a', [])), entries('x'), placeOn(CLUSTER), false)];

    expect(record(first)).not.toEqual(first);
    expect(commit).toEqual(first);
  });

  it('is either text or compressed, never both', () => {
    const compressed = { ...stored('a', []), binaryData: { 'HelmRelease.v2.helm.toolkit.fluxcd.io': 'AAAA' } };

    expect(Object.keys(withEntries(compressed, entries('x'), placeOn(CLUSTER), false)).sort()).toEqual([
      'apiVersion',
      'data',
      'kind',
      'metadata',
    ]);
  });
});
