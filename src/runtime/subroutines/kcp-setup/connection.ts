import { isDeepStrictEqual } from 'node:util';
import { describeObject, listAt, textAt, type KubernetesObject, type ObjectRef } from '../../../kubernetes/index.js';
import type { Observation } from '../../cluster/index.js';
import { kcpFromSecret, Workspaces } from '../../kcp/index.js';
import type { InstanceContext, KcpPlace } from '../context.js';
import type { StepResult } from '../step-result.js';

const OPERATOR = 'operator.kcp.io/v1alpha1';

/** Nothing tells when rights or kinds come, so we look again, in milliseconds. */
const LOOK_AGAIN = 5_000;

/** What has to be there before kcp can be used: its two servers, which have to be available, and its administrator. */
export function kcpRefs({ namespace, rootShardName, frontProxyName, secretName }: KcpPlace): {
  readonly servers: readonly [ObjectRef, ObjectRef];
  readonly admin: ObjectRef;
} {
  return {
    servers: [
      { apiVersion: OPERATOR, kind: 'RootShard', namespace, name: rootShardName },
      { apiVersion: OPERATOR, kind: 'FrontProxy', namespace, name: frontProxyName },
    ],
    admin: { apiVersion: 'v1', kind: 'Secret', namespace, name: secretName },
  };
}

/**
 * Connects to kcp as its administrator, once its servers are available, and again when the Secret changes.
 *
 * @returns why that is not possible yet; undefined when `memory.kcp` is connected
 * @throws {PlatformMeshError} `broken-admin-secret` when the Secret holds neither a kubeconfig nor a certificate.
 */
export async function connectedKcp(context: InstanceContext): Promise<StepResult | undefined> {
  const { stores, kcp, memory } = context;
  const { servers, admin } = kcpRefs(kcp);
  await stores.runtime.ensure({ refs: [...servers, admin] });
  for (const ref of servers) {
    const unavailable = unavailableServer(ref, stores.runtime.observe(ref));
    if (unavailable) return unavailable;
  }
  const secret = stores.runtime.observe(admin);
  if (secret.state !== 'present') return missing(admin, secret, 'KcpAdminSecret');
  await reconnect(secret.object, context);
  return memory.kcp ? undefined : missing(admin, { state: 'absent' }, 'KcpAdminSecret');
}

async function reconnect(secret: KubernetesObject, { memory, kcp, signal, changes }: InstanceContext): Promise<void> {
  if (memory.kcp && isDeepStrictEqual(memory.kcp.secret['data'], secret['data'])) return;
  const former = memory.kcp;
  const admin = await kcpFromSecret(secret, kcp);
  memory.kcp = { secret, workspaces: new Workspaces(signal ? admin.with({ signal }) : admin, changes.note) };
  await former?.workspaces.close();
}

/** The condition of which kcp-operator says that a server answers. */
function unavailableServer(ref: ObjectRef, observed: Observation): StepResult | undefined {
  if (observed.state !== 'present') return missing(ref, observed, `${ref.kind}NotReady`);
  const available = listAt(observed.object, 'status', 'conditions').find((condition) => textAt(condition, 'type') === 'Available');
  if (textAt(available, 'status') === 'True') return undefined;
  const why = textAt(available, 'message');
  const message = `${describeObject(ref)} is not available${why ? `: ${why}` : ' yet'}`;
  return { kind: 'waiting', reason: `${ref.kind}NotReady`, message, wakeOn: [ref] };
}

function missing(ref: ObjectRef, observed: Exclude<Observation, { state: 'present' }>, reason: string): StepResult {
  const subject = describeObject(ref);
  switch (observed.state) {
    case 'absent':
    case 'unread':
      return { kind: 'waiting', reason, message: `${subject} does not exist yet`, wakeOn: [ref] };
    case 'unserved':
      return {
        kind: 'waiting',
        reason,
        message: `${subject} does not exist yet: no server knows its kind, so kcp-operator is not installed`,
        wakeOn: [ref],
      };
    case 'unreadable':
      return { kind: 'waiting', reason: 'Unreachable', message: observed.error.message, wakeOn: [ref], requeueAfter: LOOK_AGAIN };
    case 'forbidden':
      return { kind: 'failed', error: observed.error };
  }
}
