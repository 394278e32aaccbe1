import type { Precondition } from '../preconditions.js';
import type { ApiErrorCode, FieldCause, FieldConflict } from './api-error.js';
import type { Status } from './status.js';

/** The error that a refusal stands for. */
export interface Meaning {
  readonly code: ApiErrorCode;
  readonly text: string;
  readonly hint?: string;
  readonly retryable?: boolean;
  readonly precondition?: Precondition;
}

/** What the meaning of a refusal depends on, apart from the refusal. */
export interface Asked {
  /** Kind and resource of the object, where the request is about one: a refusal names either. */
  readonly names?: readonly string[];
  /** Whether it is a server-side apply. */
  readonly isApply?: boolean;
  /** What the request demands of the object. */
  readonly preconditions?: readonly Precondition[];
  /** Whether a refusal of the identity may pass. @default false */
  readonly refusalPasses?: boolean;
}

const MEANINGS: Readonly<Record<number, Meaning>> = {
  400: { code: 'bad-request', text: 'the request is refused as malformed' },
  401: {
    code: 'unauthorized',
    text: 'the credentials are not accepted',
    hint: 'log in again, or check the user of this context; a token may have expired',
  },
  403: {
    code: 'forbidden',
    text: 'is forbidden',
    hint: 'grant what is missing, as `platform-mesh install --rbac-only` prints it, or use another context',
  },
  404: { code: 'not-found', text: 'not found' },
  409: { code: 'conflict', text: 'the server cannot do this now, because of another change', hint: 'try again', retryable: true },
  410: { code: 'gone', text: 'the requested version is too old', hint: 'list again' },
  413: { code: 'bad-request', text: 'the object is too large', hint: 'an API server accepts objects of up to 1.5 MiB' },
  422: { code: 'invalid', text: 'is invalid' },
  429: { code: 'too-many-requests', text: 'too many requests', hint: 'try again later, or with fewer requests at a time', retryable: true },
  504: { code: 'timeout', text: 'the server did not finish in time', retryable: true },
};

const TERMINATING: Meaning = {
  code: 'namespace-terminating',
  text: 'its namespace is being deleted',
  hint: 'wait until the namespace is gone',
  retryable: true,
};
const OTHER: Meaning = { code: 'bad-request', text: 'the request is refused' };
const FAILED: Meaning = { code: 'server-error', text: 'the server failed', retryable: true };
const STRANGE: Meaning = {
  code: 'unexpected-answer',
  text: 'the server that answers is not an API server',
  hint: 'check the server URL and the proxy; a login page or a load balancer may answer instead',
};
/** `precondition` says which one does not hold. */
const UNMET: Readonly<Record<Precondition, Meaning>> = {
  uid: { code: 'conflict', text: 'is now another object of the same name', hint: 'read it again', precondition: 'uid' },
  resourceVersion: {
    code: 'conflict',
    text: 'changed in the meantime',
    hint: 'read it again and repeat the change',
    precondition: 'resourceVersion',
  },
};
/** The budget decides, so retries do not help: the caller evicts again later. */
const BUDGET: Meaning = { code: 'too-many-requests', text: 'a disruption budget does not allow it now', hint: 'try again later' };

/** The reason by which an API server names a PodDisruptionBudget. */
export const DISRUPTION_BUDGET = 'DisruptionBudget';

/** An admission webhook, which may answer with any status and any reason. */
export const WEBHOOK = /^admission webhook "([^"]*)" denied the request/u;
const POLICY = /ValidatingAdmissionPolicy '([^']*)'.* denied request/u;

/** An API server answers so, with 500, to an apply whose fields have other types than the schema says. */
const MISTYPED = /^failed to (?:create typed patch object|convert new object) /u;

/** How API servers say that an object has another UID; they have no reason of its own for it. */
const OTHER_UID = /\bUID in (?:the )?precondition\b|^uid mismatch\b/u;

/** What a `Status` means. */
export function meaningOf(status: Status, asked: Asked): Meaning {
  const { code, message, causes } = status;
  const special = deniedBy(status) ?? conflictIn(causes) ?? unmetBy(status, asked) ?? absence(status) ?? byReason(status, asked);
  const mistyped = code === 500 && MISTYPED.test(message) ? MEANINGS[422] : undefined;
  return special ?? mistyped ?? ordinary(code, asked) ?? (code >= 500 ? FAILED : OTHER);
}

function ordinary(code: number, { refusalPasses = false }: Asked): Meaning | undefined {
  const meaning = MEANINGS[code];
  return meaning && refusalPasses && (code === 401 || code === 403) ? { ...meaning, retryable: true } : meaning;
}

/** What an answer without a `Status` means. */
export function meaningOfCode(code: number, asked: Asked): Meaning {
  return code >= 500 ? FAILED : code < 400 ? STRANGE : (ordinary(code, asked) ?? OTHER);
}

/** A field that another manager owns, as a refused apply names it. */
export function conflictOf({ message, field }: FieldCause): FieldConflict {
  return { manager: /conflict with "((?:[^"\\]|\\.)*)"/u.exec(message)?.[1] ?? 'another manager', field };
}

function byReason({ code, reason, causes }: Status, { isApply = false }: Asked): Meaning | undefined {
  // An apply does not mind whether the object is there: somebody else created it at the same moment.
  if (reason === 'AlreadyExists') return { code: 'already-exists', text: 'already exists', retryable: isApply };
  if (reason === 'Expired') return MEANINGS[410];
  return code === 429 && causes.some((cause) => cause.reason === DISRUPTION_BUDGET) ? BUDGET : undefined;
}

function absence({ code, resource, name }: Status): Meaning | undefined {
  if (code !== 404) return undefined;
  if (resource === 'namespaces') {
    const hint = `create the namespace first: kubectl create namespace ${name}`;
    return { code: 'not-found', text: 'its namespace does not exist', hint };
  }
  // kcp names a workspace by its path, which no object's name can be.
  if (resource !== 'workspaces' || !name.includes(':')) return undefined;
  return { code: 'unknown-workspace', text: 'there is no such workspace', hint: 'create the workspace first, and wait until it is Ready' };
}

function deniedBy({ code, message }: Status): Meaning | undefined {
  // A webhook that answers "conflict" says that the same request may do later.
  const retryable = code === 409;
  const webhook = WEBHOOK.exec(message)?.[1];
  if (webhook !== undefined) {
    const hint = `ask whoever runs the webhook ${webhook}`;
    return { code: 'webhook-denied', text: 'is denied by an admission webhook', hint, retryable };
  }
  const policy = POLICY.exec(message)?.[1];
  if (policy === undefined) return undefined;
  const hint = `see the ValidatingAdmissionPolicy ${policy}`;
  return { code: 'policy-denied', text: 'is denied by an admission policy', hint, retryable };
}

function conflictIn(causes: readonly FieldCause[]): Meaning | undefined {
  if (causes.some(({ reason }) => reason === 'NamespaceTerminating')) return TERMINATING;
  if (!causes.some(({ reason }) => reason === 'FieldManagerConflict')) return undefined;
  const managers = [...new Set(causes.map((cause) => conflictOf(cause).manager))].join(', ');
  const hint = `leave the fields to ${managers}, or take them over with --force-conflicts`;
  return { code: 'apply-conflict', text: 'has fields that others manage with other values', hint };
}

/**
 * The precondition that does not hold. A conflict about another resource is no precondition's, such as that of a quota which
 * two requests count up at the same moment.
 */
function unmetBy({ code, resource, message, causes }: Status, { names = [], preconditions = [] }: Asked): Meaning | undefined {
  // A patch or an apply that names the UID of another object is refused as if it wanted to change the UID.
  const isFieldOfOther = code === 422 && causes.length > 0 && causes.every(({ field }) => field === 'metadata.uid');
  if (preconditions.includes('uid') && isFieldOfOther) return UNMET.uid;
  if (code !== 409 || (resource !== '' && !names.includes(resource))) return undefined;
  if (preconditions.includes('uid') && OTHER_UID.test(message)) return UNMET.uid;
  return preconditions.includes('resourceVersion') ? UNMET.resourceVersion : undefined;
}
