import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  clusterRolesOf,
  clusterUid,
  commitInventory,
  NO_INVENTORY,
  readInventory,
  recordInventory,
  type InventoryPlace,
} from '../../../../src/runtime/apply/inventory/index.js';
import { keyOf } from '../../../../src/kubernetes/index.js';
import type { Cluster } from '../../../../src/runtime/cluster/index.js';
import { refusal } from '../../cluster/server.js';
import { failure, start } from '../../cluster/setup.js';
import { ConfigMaps } from './config-maps.js';
import { entry, keys, NAMESPACE, placeOn, shown, stored } from './entries.js';

const NAME = 'mesh-inventory-deployment-infra';
const NO_RETRY = { retry: { attempts: 1 } };

let configMaps: ConfigMaps;
let cluster: Cluster;
let place: InventoryPlace;

beforeEach(async () => {
  configMaps = new ConfigMaps();
  ({ cluster } = await start(configMaps.handler));
  place = placeOn(cluster);
});

const names = (): unknown => configMaps.objects.get(NAME)?.['data'];
const lines = (...objects: readonly string[]): object => ({
  'HelmRelease.v2.helm.toolkit.fluxcd.io': objects.map((name) => `${NAMESPACE}/${name}`).join('\n'),
});

describe('an inventory', () => {
  it('is made by the first record, names what is committed, and is gone with the last object', async () => {
    const { own } = await readInventory(place);
    const known = await recordInventory(place, [entry('a'), entry('b', 'adopted')], own);
    expect(names()).toEqual(lines('a', 'b adopted'));

    const after = await commitInventory(place, { applied: [entry('a', 'foreign')], forgotten: keys('b') }, known);
    expect(names()).toEqual(lines('a foreign'));

    await commitInventory(place, { applied: [], forgotten: keys('a') }, after);
    expect(configMaps.objects.size).toBe(0);
  });

  it('has labels and annotations by which it is found', async () => {
    await recordInventory(
      placeOn(cluster, {
        target: 'kcp/root:orgs',
        subroutine: 'kcpsetup',
        clusters: { infra: { name: 'one', uid: '1' }, runtime: { name: 'two', uid: '2' } },
      }),
      [entry('a')],
      NO_INVENTORY,
    );

    expect(configMaps.objects.get('mesh-inventory-kcpsetup-kcp.root.orgs')?.metadata).toMatchObject({
      labels: {
        'core.platform-mesh.io/inventory': 'mesh',
        'core.platform-mesh.io/inventory-kind': 'PlatformMesh',
        'core.platform-mesh.io/inventory-subroutine': 'kcpsetup',
      },
      annotations: {
        'core.platform-mesh.io/inventory-target': 'kcp/root:orgs',
        'core.platform-mesh.io/clusters': '{"infra":"1","runtime":"2"}',
      },
    });
  });

  it('costs no request where nothing is recorded and nothing changes', async () => {
    configMaps.put(stored(NAME, ['a']));
    const { own } = await readInventory(place);
    let asked = 0;
    configMaps.before = () => void (asked += 1);

    expect(await recordInventory(place, [], own)).toBe(own);
    expect(await commitInventory(place, { applied: [entry('a')], forgotten: keys('b') }, own)).toBe(own);
    expect(asked).toBe(0);
  });

  it('is read once more after a record, since another run may have forgotten what it did not see', async () => {
    const known = await recordInventory(place, [entry('a')], NO_INVENTORY);
    configMaps.put(stored(NAME, ['z']));

    expect(shown((await commitInventory(place, { applied: [entry('a')], forgotten: keys('z') }, known)).entries)).toEqual(['a', 'z']);
    expect(names()).toEqual(lines('a', 'z'));
  });

  it('keeps what another run records between a read and a write', async () => {
    configMaps.put(stored(NAME, ['a', 'b']));
    const { own } = await readInventory(place);
    await recordInventory(place, [entry('b')], own);

    expect(shown((await commitInventory(place, { applied: [entry('a')], forgotten: keys('b') }, own)).entries)).toEqual(['a', 'b']);
  });

  it('loses nothing when two runs record at the same moment', async () => {
    await Promise.all([
      recordInventory(place, [entry('a')], NO_INVENTORY),
      recordInventory(place, [entry('b')], NO_INVENTORY),
      recordInventory(place, [entry('c')], NO_INVENTORY),
    ]);

    expect(names()).toEqual(lines('a', 'b', 'c'));
  });

  it('is made by one request where the list shows none', async () => {
    const { own } = await readInventory(place);
    await recordInventory(place, [entry('a')], own);

    expect(configMaps.writes).toEqual([`PATCH ${NAME}`]);
  });

  it('drops nothing of another run that made it at the same moment, for other kinds', async () => {
    const other = { ref: { apiVersion: 'v1', kind: 'Secret', namespace: NAMESPACE, name: 'z' }, origin: 'created' } as const;
    const { own } = await readInventory(place);
    await recordInventory(place, [other], own);
    const known = await recordInventory(place, [entry('a')], own);
    expect(shown(known.entries)).toEqual(['a', 'z']);

    const after = await commitInventory(place, { applied: [entry('a')], forgotten: [keyOf(other.ref)] }, known);
    expect(shown(after.entries)).toEqual(['a', 'z']);
  });

  it('knows its own write whose answer was lost, and goes on as if it had come', async () => {
    configMaps.put(stored(NAME, ['gone']));
    const { own } = await readInventory(place);
    const lost = (method: string): void => {
      let times = 0;
      configMaps.after = (seen) => (seen.method === method && (times += 1) === 1 ? refusal(503, 'ServiceUnavailable', 'away') : undefined);
    };
    lost('PUT');
    const known = await recordInventory(place, [entry('a')], own);
    expect(configMaps.writes).toEqual([`PUT ${NAME}`]);

    lost('PUT');
    const after = await commitInventory(place, { applied: [entry('a')], forgotten: keys('gone') }, known);
    expect(shown(after.entries)).toEqual(['a']);
    expect(names()).toEqual(lines('a'));

    lost('DELETE');
    expect(shown((await commitInventory(place, { applied: [], forgotten: keys('a') }, after)).entries)).toEqual([]);
    expect(configMaps.objects.size).toBe(0);
  });

  it('ends with the error of a server that refuses', async () => {
    configMaps.before = ({ method }) => (method === 'PATCH' ? refusal(403, 'Forbidden', 'no') : undefined);

    expect(await failure(recordInventory(place, [entry('a')], NO_INVENTORY))).toMatchObject({ code: 'forbidden' });
  });

  it('ends with the signal', async () => {
    configMaps.put(stored(NAME, ['a']));
    // Somebody else is always faster.
    configMaps.before = ({ method }) => (method === 'PUT' ? refusal(409, 'Conflict', 'changed', { name: NAME }) : undefined);
    const reason = new Error('enough');
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 100);

    await expect(recordInventory(place, [entry('b')], NO_INVENTORY, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('is read by its name where others may not be listed', async () => {
    configMaps.put(stored(NAME, ['a']));
    configMaps.put(stored('other', ['b'], { labels: { 'core.platform-mesh.io/inventory': 'other' } }));
    configMaps.before = ({ path }) => (path.endsWith('/configmaps') ? refusal(403, 'Forbidden', 'no') : undefined);

    const { own, others } = await readInventory(place);
    expect(shown(own.entries)).toEqual(['a']);
    expect(others.size).toBe(0);
  });
});

describe('the UID of a cluster', () => {
  it('is that of its namespace kube-system', async () => {
    configMaps.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'uid-1' } });

    expect(await clusterUid(cluster)).toBe('uid-1');
  });

  it('is not known where that may not be read, or where there is none', async () => {
    expect(await clusterUid(cluster)).toBeUndefined();
    configMaps.before = () => refusal(403, 'Forbidden', 'no');
    expect(await clusterUid(cluster)).toBeUndefined();
  });

  it('is asked for once where both roles are one cluster', async () => {
    configMaps.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'uid-1' } });
    let asked = 0;
    configMaps.before = () => void (asked += 1);

    expect(await clusterRolesOf({ infra: cluster, runtime: cluster })).toEqual({
      infra: { name: 'test', uid: 'uid-1' },
      runtime: { name: 'test', uid: 'uid-1' },
    });
    expect(asked).toBe(1);
  });

  it('is unknown for a cluster that does not answer, and does not keep the other one waiting for an error', async () => {
    const away = (await start(() => refusal(500, 'InternalError', 'away'), NO_RETRY)).cluster;
    configMaps.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'uid-1' } });
    const roles = await clusterRolesOf({ infra: away, runtime: cluster });

    expect([roles.infra.uid, roles.runtime.uid]).toEqual([undefined, 'uid-1']);
    // Both contexts are called alike, so their hosts are named.
    expect([roles.infra.name, roles.runtime.name]).toEqual([`test at ${away.server.host}`, `test at ${cluster.server.host}`]);
  });
});
