import { describe, expect, it } from '@jest/globals';
import { accessOn } from '../../../../src/charts/rbac/access.js';
import { inventoryName, type InventoryKey } from '../../../../src/runtime/apply/inventory/index.js';
import { inventoryAnnotations, inventoryLabels } from '../../../../src/runtime/apply/inventory/name.js';
import { NAMESPACE, OWNER } from './entries.js';

function key(rest: Partial<InventoryKey> = {}): InventoryKey {
  return { owner: OWNER, subroutine: 'deployment', target: 'infra', ...rest };
}

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/u;

describe('the name of an inventory', () => {
  it.each([
    ['a PlatformMesh', key(), 'mesh-inventory-deployment-infra'],
    ['a workspace of kcp', key({ subroutine: 'kcpsetup', target: 'kcp/root:orgs' }), 'mesh-inventory-kcpsetup-kcp.root.orgs'],
    [
      'an owner of another kind',
      key({ owner: { ...OWNER, kind: 'ManagedProvider' }, target: 'runtime' }),
      'mesh-inventory-managedprovider-deployment-runtime',
    ],
  ])('says whose it is, by which step, and where: %s', (_, of, name) => expect(inventoryName(of)).toBe(name));

  it.each(['a', 'a.b', 'a-', 'a.'].map((part) => [part]))('is a name that Kubernetes takes, however long the target is: %s', (part) => {
    const name = inventoryName(key({ target: `kcp/root:${part.repeat(300)}` }));

    expect(name.length).toBeLessThanOrEqual(253);
    expect(name).toMatch(SUBDOMAIN);
  });

  it('is another one for another long target, and the same for the same', () => {
    const long = (end: string): string => inventoryName(key({ target: `kcp/root:${'a'.repeat(300)}${end}` }));

    expect(long('x')).not.toBe(long('y'));
    expect(long('x')).toBe(long('x'));
  });

  it('is the one that the access rights on the infra cluster name', () => {
    const names = accessOn({ target: 'infra', namespace: NAMESPACE, instance: OWNER.name })
      .filter(({ resource, verbs }) => resource === 'configmaps' && verbs.includes('update'))
      .flatMap((access) => access.names ?? []);

    expect(names).toEqual([inventoryName(key({ target: 'infra' }))]);
  });
});

describe('the labels of an inventory', () => {
  it('fit, and the annotations hold what does not', () => {
    const long = key({ owner: { kind: 'ManagedProvider', namespace: NAMESPACE, name: `a${'.b'.repeat(60)}` }, target: 'kcp/root:orgs' });

    for (const value of Object.values(inventoryLabels(long))) {
      expect(value.length).toBeLessThanOrEqual(63);
      expect(value).toMatch(/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/u);
    }
    expect(Object.values(inventoryAnnotations(long))).toEqual([long.owner.name, 'kcp/root:orgs']);
  });

  it('are the name, the kind and the step as they are where they fit', () => {
    expect(Object.values(inventoryLabels(key()))).toEqual(['mesh', 'PlatformMesh', 'deployment']);
  });
});
