import { ApiError, type ApiErrorCode, type FieldCause, type FieldConflict } from './api-error.js';
import { redact, REDACTED } from './redact.js';
import { retryAfter } from '../retry.js';
import { parseJson, readStatus, type Status } from './status.js';

/** What a request is about, for messages. */
export interface Subject {
  /** What the message leads with. */
  readonly text: string;
  /** The object, where it is about one. */
  readonly object?: string;
  /** The kind, where it is about one. */
  readonly kind?: string;
  /** Whether what is sent or stored is secret, so that the server's own words cannot be shown: it likes to quote values. */
  readonly secret?: boolean;
}

/** An answer that refuses. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body. */
  readonly text: string;
}

interface Meaning {
  readonly code: ApiErrorCode;
  readonly text: string;
  readonly hint?: string;
  readonly retryable?: boolean;
}

const MEANINGS: Readonly<Record<number, Meaning>> = {
  400: { code: 'bad-request', text: 'the request is refused as malformed' },
  401: { code: 'unauthorized', text: 'the credentials are not accepted', hint: 'log in again, or check the user of this context; a token may have expired' },
  403: { code: 'forbidden', text: 'is forbidden', hint: 'grant what is missing, as `platform-mesh install --rbac-only` prints it, or use another context' },
  404: { code: 'not-found', text: 'not found' },
  409: { code: 'conflict', text: 'was changed by somebody else meanwhile', hint: 'read it again and repeat the change' },
  410: { code: 'gone', text: 'the version that was asked for is too old', hint: 'list again' },
  413: { code: 'bad-request', text: 'the object is too large', hint: 'an API server takes objects of up to 1.5 MiB' },
  422: { code: 'invalid', text: 'is invalid' },
  429: { code: 'too-many-requests', text: 'too many requests', hint: 'try again later, or with fewer requests at a time', retryable: true },
  504: { code: 'timeout', text: 'the server did not finish in time', retryable: true },
};

const TERMINATING: Meaning = { code: 'namespace-terminating', text: 'its namespace is being deleted', hint: 'wait until the namespace is gone', retryable: true };
const OTHER: Meaning = { code: 'bad-request', text: 'the request is refused' };
const FAILED: Meaning = { code: 'server-error', text: 'the server failed', retryable: true };
const STRANGE: Meaning = {
  code: 'unexpected-answer',
  text: 'something answers that is no API server',
  hint: 'check the server URL and the proxy; a login page or a load balancer may answer instead',
};

/** The error that an answer means. */
export function errorFromAnswer(cluster: string, subject: Subject, { status, headers, text }: Refusal): ApiError {
  const body = readStatus(parseJson(text));
  // An object that is not there is named; only a path that is not there is not.
  if (status === 404 && subject.kind !== undefined && (body?.name ?? '') === '') return unknownKind(cluster, subject);
  return body ? errorFromStatus(cluster, subject, { ...body, code: status }, headers) : errorWithoutStatus(cluster, subject, status, headers);
}

/** The error that a `Status` object means; in a watch, it comes without an answer of its own. */
export function errorFromStatus(cluster: string, subject: Subject, status: Status, headers: Refusal['headers'] = {}): ApiError {
  const meaning = meaningOf(status);
  const conflicts = status.causes.filter(({ reason }) => reason === 'FieldManagerConflict').map(conflictOf);
  return new ApiError({
    ...meaning,
    cluster,
    subject: subject.text,
    object: subject.object,
    said: saidOf(status, subject),
    status: status.code,
    reason: status.reason,
    retryAfter: waitOf(headers) ?? (status.retryAfterSeconds === undefined ? undefined : status.retryAfterSeconds * 1000),
    conflicts,
    causes: status.causes.map((cause) => ({ ...cause, message: subject.secret === true ? REDACTED : redact(cause.message) })),
  });
}

function errorWithoutStatus(cluster: string, subject: Subject, status: number, headers: Refusal['headers']): ApiError {
  const meaning = status >= 500 ? FAILED : status < 400 ? STRANGE : (MEANINGS[status] ?? OTHER);
  return new ApiError({ ...meaning, cluster, subject: subject.text, object: subject.object, status, said: `HTTP ${status}`, retryAfter: waitOf(headers) });
}

function unknownKind(cluster: string, { text, object, kind }: Subject): ApiError {
  const hint = 'its CustomResourceDefinition was removed, or the server is not the right one';
  return new ApiError({ code: 'unknown-kind', cluster, subject: text, object, text: `there is no kind ${kind ?? ''} any more`, status: 404, reason: 'NotFound', hint });
}

const WEBHOOK = /^admission webhook "([^"]*)" denied the request/u;
const POLICY = /ValidatingAdmissionPolicy '([^']*)'.* denied request/u;

/** An API server answers so, with 500, to an apply whose fields have other types than the schema says. */
const MISTYPED = /^failed to (?:create typed patch object|convert new object) /u;

function meaningOf(status: Status): Meaning {
  const { code, reason, message, causes } = status;
  return deniedBy(message) ?? conflictIn(causes) ?? absence(status) ?? special(code, reason, message) ?? MEANINGS[code] ?? (code >= 500 ? FAILED : OTHER);
}

function special(code: number, reason: string, message: string): Meaning | undefined {
  if (reason === 'AlreadyExists') return { code: 'already-exists', text: 'is there already' };
  if (reason === 'Expired') return MEANINGS[410];
  return code === 500 && MISTYPED.test(message) ? MEANINGS[422] : undefined;
}

function absence({ code, resource, name }: Status): Meaning | undefined {
  if (code !== 404) return undefined;
  if (resource === 'namespaces') return { code: 'not-found', text: 'its namespace is not there', hint: 'create the namespace first' };
  // kcp names a workspace by its path, which no object's name can be.
  return resource === 'workspaces' && name.includes(':') ? { code: 'unknown-workspace', text: 'there is no such workspace', hint: 'create the workspace first, and wait until it is Ready' } : undefined;
}

function deniedBy(message: string): Meaning | undefined {
  const webhook = WEBHOOK.exec(message)?.[1];
  if (webhook !== undefined) return { code: 'webhook-denied', text: 'is denied by an admission webhook', hint: `ask whoever runs the webhook ${webhook}` };
  const policy = POLICY.exec(message)?.[1];
  if (policy !== undefined) return { code: 'policy-denied', text: 'is denied by an admission policy', hint: `see the ValidatingAdmissionPolicy ${policy}` };
  return undefined;
}

function conflictIn(causes: readonly FieldCause[]): Meaning | undefined {
  if (causes.some(({ reason }) => reason === 'NamespaceTerminating')) return TERMINATING;
  if (!causes.some(({ reason }) => reason === 'FieldManagerConflict')) return undefined;
  const managers = [...new Set(causes.map((cause) => conflictOf(cause).manager))].join(', ');
  return { code: 'apply-conflict', text: 'has fields that others manage with other values', hint: `leave the fields to ${managers}, or take them over with --force-conflicts` };
}

function conflictOf({ message, field }: FieldCause): FieldConflict {
  return { manager: /conflict with "((?:[^"\\]|\\.)*)"/u.exec(message)?.[1] ?? 'another manager', field };
}

/** Reasons whose messages hold names only. */
const NAMES_ONLY: ReadonlySet<string> = new Set(['NotFound', 'AlreadyExists', 'Unauthorized', 'TooManyRequests', 'Expired', 'Gone', 'Conflict']);

/** What the server said, or what of it may be shown. */
function saidOf(status: Status, { secret }: Subject): string {
  if (secret !== true || NAMES_ONLY.has(status.reason)) return redact(status.message);
  // RBAC's own refusal names users and resources; one of a webhook may quote anything.
  if (status.reason === 'Forbidden' && / cannot \w+ resource /u.test(status.message) && !WEBHOOK.test(status.message)) return redact(status.message);
  const mistyped = /^failed to create typed patch object \([^)]*\): (\.[^:\s]+: (?:expected \w+|field not declared in schema))/u.exec(status.message)?.[1];
  const fields = status.causes.map(({ field, reason, message }) => `${field} (${reason})${/field is immutable\b/u.test(message) ? ': field is immutable' : ''}`);
  return [status.reason, mistyped, ...fields, 'its words are withheld, since they may quote the Secret'].filter(Boolean).join('; ');
}

function waitOf(headers: Refusal['headers']): number | undefined {
  const value = headers['retry-after'];
  return retryAfter(Array.isArray(value) ? value[0] : value, Date.now());
}
