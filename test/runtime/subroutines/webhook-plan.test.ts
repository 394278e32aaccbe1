import { expect, it } from '@jest/globals';
import { PlatformMeshError } from '../../../src/errors.js';
import type { Observation } from '../../../src/runtime/cluster/index.js';
import { webhookPlan } from '../../../src/runtime/subroutines/deployment/webhook-plan.js';

const WEBHOOK = { namespace: 'team', secretName: 'kcp-webhook-secret', caSecretName: 'webhook-ca', kcpNamespace: 'kcp' };
const ABSENT: Observation = { state: 'absent' };
const FORBIDDEN: Observation = { state: 'forbidden', error: new PlatformMeshError('forbidden', 'secrets "webhook-ca" is forbidden') };

const bundle = (text: string): Observation => ({
  state: 'present',
  object: {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'webhook-ca' },
    data: { 'ca.crt': Buffer.from(text).toString('base64') },
  },
});

/** The CA bundle that the Secret is written with, or the step that is taken instead. */
function bundleOf(bundles: readonly Observation[]): string {
  const plan = webhookPlan({ secret: ABSENT, bundles }, WEBHOOK);
  if (plan.step !== 'write') return plan.step;
  const { data } = plan.secret([]) as unknown as { readonly data: { readonly kubeconfig: string } };
  const kubeconfig = Buffer.from(data.kubeconfig, 'base64').toString();
  return Buffer.from(/certificate-authority-data: (\S+)/u.exec(kubeconfig)?.[1] ?? '', 'base64').toString();
}

it.each<[string, readonly Observation[], string]>([
  ['the bundle that cert-manager issued', [ABSENT, bundle('issued')], 'issued'],
  ['the bundle beside the instance, which wins', [bundle('own'), bundle('issued')], 'own'],
  ['an empty bundle beside the instance, which does not count', [bundle(''), bundle('issued')], 'issued'],
  ['no bundle', [ABSENT, ABSENT], 'wait'],
  ['an empty bundle', [ABSENT, bundle('')], 'wait'],
  ['a bundle that may not be read', [FORBIDDEN, bundle('issued')], 'fail'],
  ['a second bundle that may not be read and is not needed', [bundle('own'), FORBIDDEN], 'own'],
])('makes the kubeconfig of the webhook from %s', (_what, bundles, expected) => {
  expect(bundleOf(bundles)).toBe(expected);
});

/** The annotations that the Secret is written with. */
function marksOf(pods: readonly string[]): readonly (readonly [string, string])[] {
  const plan = webhookPlan({ secret: ABSENT, bundles: [bundle('issued')] }, WEBHOOK);
  if (plan.step !== 'write') throw new Error(plan.step);
  const secret = plan.secret(pods.map((uid) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `kcp-${uid}`, uid } })));
  return Object.entries(secret.metadata.annotations ?? {}).map(([name, value]) => [name.split('/')[1] ?? '', value] as const);
}

it('records the pods that have to restart in the same write', () => {
  expect(marksOf(['a', 'b'])).toEqual([
    ['kcp-restarted-for', ''],
    ['kcp-restarting', 'a b'],
  ]);
});

it('is done with one write where kcp has no pods', () => {
  expect(marksOf([])).toEqual([['kcp-restarted-for', expect.stringMatching(/^[0-9a-f]{16}$/u)]]);
});
