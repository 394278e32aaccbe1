import { PlatformMeshError } from '../../../errors.js';
import { describeObject, keyOf, type KubernetesObject } from '../../../kubernetes/index.js';
import type { KcpConnection } from '../../../profile/index.js';
import type { Outcome } from '../../apply/index.js';
import { isApiError } from '../../cluster/index.js';
import {
  connectionPlan,
  decoded,
  keptSecret,
  missingIssuers,
  secretOwner,
  stamp,
  tryKubeconfig,
  type ConnectionPlan,
  type Material,
  type MaterialContext,
  type Placed,
} from '../../kcp/index.js';
import type { ReconcileContext } from '../context.js';
import type { ConnectionStatus } from './connection-status.js';
import { accountUidOf, newToken, type Given } from './new-token.js';

/** A connection on its way to its Secret. */
export interface Item {
  readonly connection: KcpConnection;
  /** At the end of the names of what it has in kcp. */
  readonly suffix: string;
  readonly place: Placed;
  readonly material: Material;
}

/** What one run works with. */
export interface Work {
  readonly context: ReconcileContext;
  readonly sources: MaterialContext;
  readonly hosts: readonly string[];
  readonly targets: readonly string[];
  readonly isFree: boolean;
}

/** What is decided of a connection. */
export interface Decided {
  readonly item: Item;
  /** Its Secret as it is to be. @default - it is left alone */
  readonly secret?: KubernetesObject;
  /** Whether what it has in kcp stays as it is, because it is not known what it is to be. */
  readonly isKept: boolean;
  readonly status: ConnectionStatus;
  readonly renewAt?: Date;
}

/** What is to be done about a connection, by what is known. */
export function planOf({ place, material }: Item, { context, sources, hosts }: Work): ConnectionPlan {
  const key = keyOf(place.ref);
  const trial = context.memory.trials?.get(key);
  return connectionPlan(material, {
    ref: place.ref,
    secret: sources.observe(place),
    accountUid: material.kind === 'scoped' ? accountUidOf(material.rights, context) : undefined,
    newToken: context.memory.tokens?.get(key),
    refused: trial?.isRefused === true ? trial.token : undefined,
    now: context.now(),
    force: context.policy.force === true,
    hosts,
  });
}

/** Decides about a connection, once its rights are there; asks for a token, and tries what is new. */
export async function decideOne(item: Item, problem: PlatformMeshError | string | undefined, work: Work): Promise<Decided> {
  const plan = planOf(item, work);
  if (plan.kind === 'unchanged') return ready(item, plan);
  if (plan.kind === 'conflict') return { item, isKept: false, status: statusOf(item, { reason: 'ForeignSecret', error: plan.error }) };
  if (plan.kind === 'failed') return notReady(item, work, plan);
  if (plan.kind === 'waiting') return notReady(item, work, plan);
  if (problem !== undefined) return notReady(item, work, problemOf(problem));
  if (plan.kind === 'write') return tried(item, plan, work);
  const given = item.material.kind === 'scoped' ? await newToken(item.material.rights, keyOf(item.place.ref), work.context) : {};
  const next = planOf(item, work);
  if (next.kind === 'write') return tried(item, next, work, plan.until);
  return notReady(item, work, refusalStatus(given), plan.until);
}

async function tried(item: Item, plan: Extract<ConnectionPlan, { readonly kind: 'write' }>, work: Work, until?: Date): Promise<Decided> {
  const { context, sources } = work;
  try {
    const trial = { kubeconfig: decoded(plan.secret, 'kubeconfig') ?? '', path: probePath(item) };
    await tryKubeconfig(trial, sources.adminSecret, context.kcp, context.signal);
    return ready(item, plan);
  } catch (error) {
    if (!(error instanceof PlatformMeshError)) throw error;
    const reason = isApiError(error) && error.retryable ? 'Unreachable' : 'Refused';
    return notReady(item, work, { reason, message: `kcp does not accept the new kubeconfig: ${error.message}` }, until);
  }
}

/**
 * The path that services ask first. Whoever serves a literal path may itself need the kubeconfig to start, so only the credentials
 * are tried.
 */
export function probePath({ connection: { access, path }, material }: Item): string {
  if (access.kind === 'admin' && access.endpointSlice === undefined) return `/clusters/${path === '' ? 'root' : path}/api`;
  const server = 'path' in material ? material.path : '';
  return server.startsWith('/services/') ? `${server}/clusters/*/api` : `${server}/api`;
}

function ready(item: Item, plan: Extract<ConnectionPlan, { readonly kind: 'write' | 'unchanged' }>): Decided {
  const { times } = plan;
  const { material } = item;
  const missing = material.kind === 'admin' ? missingIssuers(material.bundle) : [];
  const message = missing.length === 0 ? {} : { message: `its CA bundle lacks the certificate of ${missing.join(' and of ')}` };
  const expires = times ? { expiresAt: stamp(times.expiresAt) } : {};
  const status = { ...statusOf(item, { reason: 'Ready', ...message }), ready: true, ...expires };
  return { item, secret: plan.secret, isKept: false, status, ...(times ? { renewAt: times.renewAt } : {}) };
}

/** Why a connection is not ready. */
type Problem = Pick<ConnectionStatus, 'reason' | 'message' | 'error' | 'wakeOn'>;

/** What is there stays as it is; a token that is still good counts as ready. */
function notReady(item: Item, work: Work, { reason, message, error, wakeOn }: Problem, until?: Date): Decided {
  const live = work.sources.observe(item.place);
  const isOurs = secretOwner(live, work.hosts) === 'ours';
  const status = statusOf(item, {
    reason: until ? 'RenewalDelayed' : reason,
    ...(message === undefined ? {} : { message }),
    ...(error === undefined || until ? {} : { error }),
    ...(wakeOn === undefined ? {} : { wakeOn }),
  });
  return {
    item,
    ...(isOurs && live.state === 'present' ? { secret: keptSecret(live.object) } : {}),
    isKept: item.connection.access.kind !== 'admin',
    status: until ? { ...status, ready: true, expiresAt: stamp(until) } : status,
  };
}

/** A status that is not ready. */
export function statusOf({ connection, place }: Item, problem: Problem): ConnectionStatus {
  const message = problem.message ?? problem.error?.message;
  return {
    secret: connection.secret,
    namespace: place.ref.namespace ?? '',
    isBuiltIn: connection.isBuiltIn,
    ready: false,
    ...problem,
    ...(message === undefined ? {} : { message }),
  };
}

/** What a refusal, or a reason to wait, says of a connection. */
export function problemOf(problem: PlatformMeshError | string): Problem {
  if (typeof problem === 'string') return { reason: 'Waiting', message: problem };
  return isApiError(problem) && problem.retryable
    ? { reason: 'Unreachable', message: problem.message }
    : { reason: 'Refused', message: problem.message, error: problem };
}

function refusalStatus({ reason, error }: Given): Problem {
  if (error) return problemOf(error);
  return { reason: 'Waiting', message: reason ?? 'its ServiceAccount does not exist yet' };
}

/** Why an object is not as it is to be. */
export function reasonOf({ id, planned, error }: Outcome): PlatformMeshError | string {
  return error ?? `${describeObject(id)}: ${planned.action === 'blocked' ? planned.reason : 'it is not written yet'}`;
}
