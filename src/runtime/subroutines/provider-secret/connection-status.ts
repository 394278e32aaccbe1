import type { PlatformMeshError } from '../../../errors.js';
import type { ObjectRef } from '../../../kubernetes/index.js';
import type { StepResult } from '../step-result.js';

/** How the kubeconfig of one connection is. */
export interface ConnectionStatus {
  /** Name of the Secret. */
  readonly secret: string;
  /** Namespace of the Secret. */
  readonly namespace: string;
  /** Whether a service of the platform needs it, and not the user. */
  readonly isBuiltIn: boolean;
  /** Whether the Secret holds a kubeconfig that works. */
  readonly ready: boolean;
  /** In one word. */
  readonly reason: string;
  /** In a sentence. @default - there is nothing to say */
  readonly message?: string;
  /** When its token expires, such as `2026-01-31T12:00:00Z`. @default - it has none */
  readonly expiresAt?: string;
  /** What nothing but a change of the input, or of somebody's rights, can mend. @default - it may still come */
  readonly error?: PlatformMeshError;
  /** What it waits for. @default - nothing that is watched */
  readonly wakeOn?: readonly ObjectRef[];
}

/** Reasons of a result that speaks of connections of the user's own. */
export const CONNECTIONS_WAITING = 'ConnectionsWaiting';
const CONNECTIONS_FAILED = 'ConnectionsFailed';

/** Nothing tells when a refusal ends, so we try again, in milliseconds. */
const LOOK_AGAIN = 1_000;

/**
 * What the step comes to: it is not done while a service of the platform has no kubeconfig. Connections of the user's own hold
 * nothing up.
 *
 * @param renewIn when the next token has to be renewed, in milliseconds
 */
export function connectionsResult(statuses: readonly ConnectionStatus[], renewIn: number | undefined): StepResult {
  const isReady = statuses.every(({ ready }) => ready);
  const delays = [renewIn, isReady && statuses.every(({ reason }) => reason === 'Ready') ? undefined : LOOK_AGAIN];
  const known = delays.filter((delay) => delay !== undefined);
  const requeue = known.length === 0 ? {} : { requeueAfter: Math.min(...known) };
  const builtIn = statuses.filter(({ isBuiltIn, ready }) => isBuiltIn && !ready);
  const failure = builtIn.find(({ error }) => error !== undefined)?.error;
  if (failure) return { kind: 'failed', error: failure };
  if (builtIn.length > 0) {
    const wakeOn = builtIn.flatMap((status) => status.wakeOn ?? []);
    return { kind: 'waiting', reason: builtIn[0]?.reason ?? '', message: sentence(builtIn), wakeOn, ...requeue };
  }
  const own = connectionsCondition(statuses);
  return own.status === 'True' ? { kind: 'done', ...requeue } : { kind: 'degraded', reason: own.reason, message: own.message, ...requeue };
}

/** What the condition `ProviderConnectionsReady` says: whether all connections of the user's own work. */
export interface ConnectionsCondition {
  readonly type: 'ProviderConnectionsReady';
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** The condition of the connections of the user's own. */
export function connectionsCondition(statuses: readonly ConnectionStatus[]): ConnectionsCondition {
  const type = 'ProviderConnectionsReady';
  const notReady = statuses.filter(({ isBuiltIn, ready }) => !isBuiltIn && !ready);
  if (notReady.length === 0) return { type, status: 'True', reason: 'Ready', message: '' };
  const reason = notReady.every(({ error }) => error !== undefined) ? CONNECTIONS_FAILED : CONNECTIONS_WAITING;
  return { type, status: 'False', reason, message: sentence(notReady) };
}

/** Each of them by its name: whoever looks for one finds it. */
function sentence(statuses: readonly ConnectionStatus[]): string {
  return statuses
    .map(({ secret, namespace, message, reason }) => {
      const subject = `Secret ${namespace}/${secret}: `;
      return message?.startsWith(subject) ? message : `${subject}${message ?? reason}`;
    })
    .join('; ');
}
