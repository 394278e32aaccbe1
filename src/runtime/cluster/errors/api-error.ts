import { PlatformMeshError } from '../../../errors.js';
import type { Precondition } from '../preconditions.js';

/** What went wrong between us and an API server; stable. */
export type ApiErrorCode =
  | 'already-exists'
  | 'apply-conflict'
  | 'bad-request'
  | 'closed'
  | 'conflict'
  | 'forbidden'
  | 'gone'
  | 'invalid'
  | 'namespace-terminating'
  | 'not-found'
  | 'policy-denied'
  | 'server-error'
  | 'timeout'
  | 'tls'
  | 'too-many-requests'
  | 'unauthorized'
  | 'unexpected-answer'
  | 'unknown-kind'
  | 'unknown-workspace'
  | 'unreachable'
  | 'webhook-denied';

/** A field that another manager owns with another value. */
export interface FieldConflict {
  /** Such as `kubectl-client-side-apply`. */
  readonly manager: string;
  /** Such as `.spec.replicas`. */
  readonly field: string;
}

/** One reason for a refusal, as the API server gives it. */
export interface FieldCause {
  /** Such as `spec.replicas`; empty where it is about no field. */
  readonly field: string;
  readonly message: string;
  /** Such as `FieldValueInvalid`. */
  readonly reason: string;
}

/** What an ApiError is made of. */
export interface ApiErrorProps {
  readonly code: ApiErrorCode;
  /** What the error is about, which the message leads with: an object, or the request. */
  readonly subject: string;
  /** What happened, in a few words. */
  readonly text: string;
  /** Name of the cluster. */
  readonly cluster: string;
  /** The API server's own words, or those of the system. @default - none */
  readonly said?: string | undefined;
  readonly object?: string | undefined;
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly retryable?: boolean;
  readonly retryAfter?: number | undefined;
  readonly conflicts?: readonly FieldConflict[];
  readonly precondition?: Precondition | undefined;
  readonly causes?: readonly FieldCause[];
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/**
 * A request to an API server failed. Neither its message nor anything in it holds credentials, bodies, or values of Secrets.
 *
 * The message reads `ConfigMap default/settings: is forbidden on cluster "prod": configmaps "settings" is forbidden: ...`.
 */
export class ApiError extends PlatformMeshError {
  declare readonly code: ApiErrorCode;
  /** Name of the cluster, or `name workspace` for a workspace of kcp. */
  readonly cluster: string;
  /** The object that the error is about, such as `ConfigMap default/settings`; absent where it is about none. */
  readonly object: string | undefined;
  /** HTTP status; absent where there was no answer. */
  readonly status: number | undefined;
  /** Kubernetes' own word, such as `AlreadyExists`. */
  readonly reason: string | undefined;
  /** Whether the same request may succeed later, without a change of it. */
  readonly retryable: boolean;
  /** How long the server asks us to wait, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** With `apply-conflict`: whose fields they are. */
  readonly conflicts: readonly FieldConflict[];
  /**
   * With `conflict`: the precondition of the request that does not hold. With `uid`, this very object is gone; with
   * `resourceVersion`, somebody else changed it. Absent where the conflict is no precondition's: then the error is retryable.
   */
  readonly precondition: Precondition | undefined;
  /** What the server says about single fields. */
  readonly causes: readonly FieldCause[];

  constructor(props: ApiErrorProps) {
    const said = props.said === undefined || props.said === '' ? '' : `: ${props.said}`;
    super(props.code, `${props.subject}: ${props.text} on cluster "${props.cluster}"${said}`, {
      ...(props.hint === undefined ? {} : { hint: props.hint }),
      cause: props.cause,
    });
    this.name = 'ApiError';
    this.cluster = props.cluster;
    this.object = props.object;
    this.status = props.status;
    this.reason = props.reason;
    this.retryable = props.retryable ?? false;
    this.retryAfter = props.retryAfter;
    this.conflicts = props.conflicts ?? [];
    this.precondition = props.precondition;
    this.causes = props.causes ?? [];
  }
}

/** Whether an error says that the very object is missing. An error of discovery, for example, does not. */
export function isObjectMissing(error: unknown): boolean {
  return isApiError(error, 'not-found') && error.object !== undefined;
}

/** Whether an error is an ApiError, with one of these codes where any are named. */
export function isApiError(error: unknown, ...codes: readonly ApiErrorCode[]): error is ApiError {
  return error instanceof ApiError && (codes.length === 0 || codes.includes(error.code));
}
