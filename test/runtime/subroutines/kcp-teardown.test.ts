import { describe, expect, it } from '@jest/globals';
import { keyOf, refOf, type KubernetesObject } from '../../../src/kubernetes/index.js';
import { deletionWaves } from '../../../src/runtime/apply/deletion-order.js';
import { kcpDeletionPlace } from '../../../src/runtime/subroutines/kcp-setup/kcp-area.js';
import { keepsOf } from '../../../src/runtime/subroutines/kcp-setup/kcp-teardown.js';
import { heldByText } from '../../../src/runtime/subroutines/kcp-setup/terminating.js';
import { contentText, isOfUser } from '../../../src/runtime/subroutines/kcp-setup/user-content.js';

const APIS = 'root:platform-mesh-system';

function object(kind: string, name: string, managers: readonly string[] = ['kubectl'], metadata: object = {}): KubernetesObject {
  return {
    apiVersion: 'example.com/v1',
    kind,
    metadata: { name, managedFields: managers.map((manager) => ({ manager, operation: 'Update' })), ...metadata },
  };
}

describe('the order in which a platform leaves kcp', () => {
  it('begins with webhooks and ends with types: workspaces go before the APIs that they bind, the deepest ones first', () => {
    const targets = new Map<KubernetesObject, string>();
    const place = (target: string, ...of: readonly KubernetesObject[]): readonly KubernetesObject[] => {
      for (const each of of) targets.set(each, `kcp/${target}`);
      return of;
    };
    const objects = [
      ...place('root', object('WorkspaceType', 'org'), object('Workspace', 'orgs'), object('Workspace', 'platform-mesh-system')),
      ...place('root', object('Workspace', 'providers')),
      ...place('root:providers', object('Workspace', 'system')),
      ...place(APIS, object('APIExport', 'core'), object('APIBinding', 'core'), object('APIResourceSchema', 'accounts')),
      ...place(APIS, object('MutatingWebhookConfiguration', 'accounts'), object('ContentConfiguration', 'home')),
      ...place('root:orgs', object('Store', 'orgs')),
    ];
    const waves = deletionWaves(objects, (each) => kcpDeletionPlace(targets.get(each) ?? '', each, new Set([APIS])));

    expect(waves.map((wave) => wave.map(({ kind, metadata }) => `${kind} ${metadata.name}`))).toEqual([
      ['MutatingWebhookConfiguration accounts'],
      ['ContentConfiguration home', 'Store orgs'],
      ['Workspace system'],
      ['Workspace orgs', 'Workspace providers'],
      ['APIBinding core'],
      ['APIExport core'],
      ['APIResourceSchema accounts'],
      ['Workspace platform-mesh-system'],
      ['WorkspaceType org'],
    ]);
  });
});

describe('what users have in a workspace', () => {
  const isOurs = (key: string): boolean => key === keyOf(refOf(object('Workspace', 'ours')));

  it.each([
    ['a workspace of a user', object('Workspace', 'acme'), true],
    ['a workspace that an inventory names', object('Workspace', 'ours'), false],
    ['a binding that kcp has made for the type of the workspace', object('APIBinding', 'tenancy.kcp.io-1a2b3', ['kcp', 'kcp']), false],
    ['a binding of a user, whose status kcp writes', object('APIBinding', 'widgets', ['kubectl', 'kcp']), true],
    ['an object without field managers', object('APIExport', 'widgets', []), true],
    ['an object that is being deleted', object('Workspace', 'acme', ['kubectl'], { deletionTimestamp: '2026-01-01T00:00:00Z' }), false],
    ['the namespace that every workspace has', object('Namespace', 'default', ['platform-mesh-provider-secret']), false],
    ['a namespace of a user', object('Namespace', 'team'), true],
  ])('%s', (_, found, expected) => {
    expect(isOfUser(found, isOurs)).toBe(expected);
  });

  it('is named, up to three objects of it', () => {
    const names = ['a', 'b', 'c', 'd', 'e'].map((name) => object('Workspace', name));

    expect(contentText([])).toBeUndefined();
    expect(contentText(names.slice(0, 1))).toBe('it holds Workspace a, which the platform has not made');
    expect(contentText(names)).toBe('it holds Workspace a, Workspace b, Workspace c and 2 more, which the platform has not made');
  });
});

describe('what stays where a workspace has content of users', () => {
  it('nothing where none has', () => {
    expect(keepsOf(new Map())('kcp/root', object('Workspace', 'orgs'))).toBeUndefined();
  });

  it('all but webhooks and pages', () => {
    const keeps = keepsOf(new Map([['root:orgs', 'it holds Workspace acme']]));

    expect(keeps('kcp/root', object('Workspace', 'orgs'))).toBe('it holds Workspace acme');
    expect(keeps('kcp/root', object('Workspace', 'providers'))).toBe('workspace root:orgs stays, and may need it');
    expect(keeps(`kcp/${APIS}`, object('APIExport', 'core'))).toBe('workspace root:orgs stays, and may need it');
    for (const kind of ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'ContentConfiguration'])
      expect(keeps(`kcp/${APIS}`, object(kind, 'one'))).toBeUndefined();
  });
});

describe('what holds a workspace that is being deleted', () => {
  const saying = (status: object): KubernetesObject => ({
    apiVersion: 'core.kcp.io/v1alpha1',
    kind: 'LogicalCluster',
    metadata: { name: 'cluster' },
    status,
  });
  const remaining = { type: 'WorkspaceContentDeleted', status: 'False', message: 'Some resources are remaining' };

  it.each([
    ['nothing is known', {}, undefined],
    ['its content is gone', { conditions: [{ ...remaining, status: 'True' }] }, undefined],
    ['content is left', { conditions: [remaining] }, 'workspace root:orgs: Some resources are remaining'],
    [
      'a terminator is not done, whatever is left',
      { terminators: ['root:security'], conditions: [remaining] },
      'workspace root:orgs waits for its terminator root:security',
    ],
  ])('%s', (_, status, expected) => {
    expect(heldByText('root:orgs', saying(status))).toBe(expected);
  });
});
