import { ApiError } from './api-error.js';
import { conflictOf, meaningOf, meaningOfCode, WEBHOOK, type Asked } from './meaning.js';
import { redact, REDACTED } from './redact.js';
import { retryAfter } from '../retry.js';
import { parseJson, readStatus, type Status } from './status.js';

/** What a request is about, for messages and for what a refusal means. */
export interface Subject extends Asked {
  /** What the message leads with. */
  readonly text: string;
  /** The object, where it is about one. */
  readonly object?: string;
  /** The kind, where it is about one. */
  readonly kind?: string;
  /** Whether the request sends or reads a secret, so that the server's own words cannot be shown: it likes to quote values. */
  readonly secret?: boolean;
}

/** An answer that refuses. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body. */
  readonly text: string;
}

/** The error that an answer means. */
export function errorFromAnswer(cluster: string, subject: Subject, { status, headers, text }: Refusal): ApiError {
  const body = readStatus(parseJson(text));
  // An object that is not there is named; a path that is not there is not.
  if (status === 404 && subject.kind !== undefined && (body?.name ?? '') === '') return unknownKind(cluster, subject);
  if (!body) return errorWithoutStatus(cluster, subject, status, headers);
  return errorFromStatus(cluster, subject, { ...body, code: status }, headers);
}

/** The error that a `Status` object means; in a watch, it comes without an answer of its own. */
export function errorFromStatus(cluster: string, subject: Subject, status: Status, headers: Refusal['headers'] = {}): ApiError {
  const conflicts = status.causes.filter(({ reason }) => reason === 'FieldManagerConflict').map(conflictOf);
  return new ApiError({
    ...meaningOf(status, subject),
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
  const about = { cluster, subject: subject.text, object: subject.object, status };
  return new ApiError({ ...meaningOfCode(status, subject), ...about, said: `HTTP ${status}`, retryAfter: waitOf(headers) });
}

function unknownKind(cluster: string, { text, object, kind }: Subject): ApiError {
  const hint = 'its CustomResourceDefinition was removed, or the server is not the right one';
  const gone = `there is no kind ${kind ?? ''} any more`;
  return new ApiError({ code: 'unknown-kind', cluster, subject: text, object, text: gone, status: 404, reason: 'NotFound', hint });
}

/** Reasons whose messages hold names only, unless they are a webhook's. */
const NAMES_ONLY: ReadonlySet<string> = new Set([
  'NotFound',
  'AlreadyExists',
  'Unauthorized',
  'TooManyRequests',
  'Expired',
  'Gone',
  'Conflict',
]);

/** What the typed reader of an apply says about a field, without the value. */
const MISTYPED_FIELD = /^failed to create typed patch object \([^)]*\): (\.[^:\s]+: (?:expected \w+|field not declared in schema))/u;

/** What the server said, or what of it may be shown. */
function saidOf(status: Status, { secret }: Subject): string {
  const { message, reason, causes } = status;
  if (secret !== true) return redact(message);
  // RBAC's own refusal names users and resources; a webhook may quote anything, with any reason.
  const isHarmless = NAMES_ONLY.has(reason) || (reason === 'Forbidden' && / cannot \w+ resource /u.test(message));
  if (isHarmless && !WEBHOOK.test(message)) return redact(message);
  const fields = causes.map((cause) => {
    const immutable = /field is immutable\b/u.test(cause.message) ? ': field is immutable' : '';
    return `${cause.field} (${cause.reason})${immutable}`;
  });
  const parts = [reason, MISTYPED_FIELD.exec(message)?.[1], ...fields, 'its message is withheld, because it may quote the Secret'];
  return parts.filter(Boolean).join('; ');
}

function waitOf(headers: Refusal['headers']): number | undefined {
  const value = headers['retry-after'];
  return retryAfter(Array.isArray(value) ? value[0] : value, Date.now());
}
