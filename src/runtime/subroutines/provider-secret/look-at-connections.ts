import { describeObject, type KubernetesObject, type ObjectRef } from '../../../kubernetes/index.js';
import { publishedAge, secretPlace, stamp, type ConnectionPlan } from '../../kcp/index.js';
import { storeOf, type InstanceContext, type ReconcileContext } from '../context.js';
import { appliedRefs, knownTargets } from '../inventories.js';
import type { ConnectionStatus } from './connection-status.js';
import { planOf, statusOf, type Item } from './decide-connection.js';
import { STEP } from './observe-connections.js';
import { gather } from './provider-secret.js';

/** How a connection is, and how old its token is. */
export interface ConnectionView extends Omit<ConnectionStatus, 'isBuiltIn' | 'wakeOn'> {
  /** When its token was made, such as `2026-01-31T12:00:00Z`. @default - it has none */
  readonly issuedAt?: string;
}

/**
 * How the connections of a platform are; nothing is written.
 *
 * @param isKcpKnown whether kcp answers
 */
export async function lookAtConnections(context: ReconcileContext, isKcpKnown: boolean): Promise<readonly ConnectionStatus[]> {
  const { kcp } = context.memory;
  if (!kcp || !isKcpKnown) return lookAtSecrets(context);
  const { items, work } = await gather(context, kcp.secret, true);
  return items.map((item) => statusBy(item, planOf(item, work), secretIn(context, item.place.ref)));
}

/** What a plan says of a connection that is only looked at. */
function statusBy(item: Item, plan: ConnectionPlan, secret: KubernetesObject | undefined): ConnectionStatus {
  const missing = { reason: 'SecretNotFound', message: `${describeObject(item.place.ref)} does not exist` };
  switch (plan.kind) {
    case 'unchanged':
      return ready(item, { reason: 'Ready' }, plan.times?.expiresAt);
    case 'write':
      return statusOf(item, secret ? { reason: 'Outdated', message: 'apply writes it anew' } : missing);
    case 'renew':
      if (plan.until) return ready(item, { reason: 'RenewalDue', message: 'apply renews its token' }, plan.until);
      return statusOf(item, secret ? { reason: 'TokenInvalid', message: 'its token is no longer accepted; apply renews it' } : missing);
    case 'conflict':
      return statusOf(item, { reason: 'ForeignSecret', error: plan.error });
    default:
      return statusOf(item, plan);
  }
}

function ready(item: Item, why: { readonly reason: string; readonly message?: string }, expiresAt: Date | undefined): ConnectionStatus {
  return { ...statusOf(item, why), ready: true, ...(expiresAt ? { expiresAt: stamp(expiresAt) } : {}) };
}

/** What the Secrets tell while kcp cannot be asked. */
async function lookAtSecrets(context: ReconcileContext): Promise<readonly ConnectionStatus[]> {
  const all = context.blueprint.kcp.connections;
  const places = all.map((connection) => secretPlace(connection, context.kcp).ref);
  await context.stores.runtime.ensure({ refs: places });
  return all.map(({ isBuiltIn }, index) => {
    const ref = places[index];
    if (ref === undefined) throw new Error('each connection has a Secret');
    return { ...statusOfSecret(ref, context), isBuiltIn };
  });
}

/** How the Secrets are that the inventory names, where nobody knows which connections there are to be. */
export async function lookAtAppliedSecrets(context: InstanceContext): Promise<readonly ConnectionStatus[]> {
  context.memory.inventories = await knownTargets(context, ['runtime'], STEP);
  const refs = appliedRefs('runtime', context, STEP);
  await context.stores.runtime.ensure({ refs });
  return refs.map((ref) => statusOfSecret(ref, context));
}

function statusOfSecret(ref: ObjectRef, context: InstanceContext): ConnectionStatus {
  const status = { secret: ref.name, namespace: ref.namespace ?? '', isBuiltIn: false };
  const secret = secretIn(context, ref);
  if (!secret) return { ...status, ready: false, reason: 'SecretNotFound', message: `${describeObject(ref)} does not exist` };
  const age = publishedAge(secret);
  const expires = age ? { expiresAt: stamp(age.expiresAt) } : {};
  if (age && age.expiresAt <= context.now()) return { ...status, ready: false, reason: 'TokenExpired', ...expires };
  return { ...status, ready: true, reason: 'Ready', ...expires };
}

/** Adds how old the tokens are. */
export function withAges(statuses: readonly ConnectionStatus[], context: InstanceContext): readonly ConnectionView[] {
  return statuses.map(({ secret: name, namespace, ready: isReady, reason, message, error, expiresAt }) => {
    const secret = secretIn(context, { apiVersion: 'v1', kind: 'Secret', namespace, name });
    const age = secret && publishedAge(secret);
    return {
      secret: name,
      namespace,
      ready: isReady,
      reason,
      ...(message === undefined ? {} : { message }),
      ...(error === undefined ? {} : { error }),
      ...(age ? { issuedAt: stamp(age.issuedAt) } : {}),
      ...(expiresAt === undefined ? (age ? { expiresAt: stamp(age.expiresAt) } : {}) : { expiresAt }),
    };
  });
}

function secretIn(context: InstanceContext, ref: ObjectRef): KubernetesObject | undefined {
  const observed = storeOf(context, 'runtime').observe(ref);
  return observed.state === 'present' ? observed.object : undefined;
}
