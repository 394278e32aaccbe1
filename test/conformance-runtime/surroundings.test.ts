import { expect, it } from '@jest/globals';
import { kindKeyOfObject } from '../../scripts/conformance-runtime/object-path.ts';
import type { RecordedCase } from '../../scripts/conformance-runtime/recorded-case.ts';
import { healthySurroundings } from '../../scripts/conformance-runtime/surroundings.ts';
import { recordedCase, write } from './recorded.ts';

const names = (given: Partial<RecordedCase>): readonly string[] => healthySurroundings(recordedCase(given)).map(kindKeyOfObject);

it('has kcp and the authority of the webhook where a case says nothing', () => {
  expect(names({})).toEqual([
    'RootShard platform-mesh-system/root',
    'FrontProxy platform-mesh-system/frontproxy',
    'Secret platform-mesh-system/rebac-authz-webhook-cert',
    'Secret mesh-ns/rebac-authz-webhook-cert',
  ]);
});

it('follows the flags, and leaves to the state what it gives', () => {
  const flags = { '--kcp-namespace': 'kcp', '--kcp-root-shard-name': 'rs', '--authorization-webhook-secret-ca-name': 'ca' };
  const runtime = [
    { kind: 'FrontProxy', metadata: { name: 'frontproxy' } },
    { kind: 'Secret', metadata: { name: 'ca' } },
  ];
  expect(names({ flags, state: { runtime, infra: [], kcp: [] } })).toEqual(['RootShard kcp/rs']);
});

it('has no authority where the reference wrote a kubeconfig without one', () => {
  const kubeconfig = '{"kind":"Config","clusters":[{"cluster":{"server":"https://a"}}]}';
  const found = names({ writes: [write('Secret', 'kcp-webhook-secret', { stringData: { kubeconfig } })] });
  expect(found.filter((name) => name.startsWith('Secret'))).toEqual([]);
});
