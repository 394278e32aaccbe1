/** How often and how soon a request is repeated. */
export interface RetryPolicy {
  /** Attempts in all. @default 10 */
  readonly attempts: number;
  /** Longest wait before the second attempt, in milliseconds; it doubles with each further one. @default 100 */
  readonly base: number;
  /** Longest wait of all, in milliseconds, also where a server asks for more. @default 10000 */
  readonly cap: number;
}

/** Enough retries for the restart of an API server. */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 10, base: 100, cap: 10_000 };

/** What of a failed attempt decides about another one. */
export interface Attempt {
  /** HTTP status; undefined where there was no answer. */
  readonly status: number | undefined;
  /** What the server asks for, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** Whether the server cannot have seen the request. */
  readonly unsent: boolean;
  /** Number of the attempt, from 1. */
  readonly number: number;
}

/** Maximum attempts for a server that fails, that never answered, or with a conflict: more of them do not help. */
const FEW = 4;

/** Refusals of an identity: if they pass at all, then not within seconds. */
const REFUSED: ReadonlySet<number | undefined> = new Set([401, 403]);

/** What else decides about another attempt. */
export interface RetryContext {
  /** Whether the server may process the request twice. */
  readonly safe: boolean;
  /** Whether this server answered before, so that it is likely to come back. */
  readonly known: boolean;
  /** From 0 to 1. */
  readonly random: number;
}

/** How long to wait before the next attempt, in milliseconds; undefined when there shall be none. */
export function nextDelay(attempt: Attempt, policy: RetryPolicy, { safe, known, random }: RetryContext): number | undefined {
  if (!attempt.retryable || REFUSED.has(attempt.status)) return undefined;
  const throttled = attempt.status === 429 || (attempt.status === 503 && attempt.retryAfter !== undefined);
  // A server that throttles, or is in conflict, did not process the request.
  const isUnprocessed = throttled || attempt.status === 409 || attempt.unsent;
  if (!safe && !isUnprocessed) return undefined;
  const isPatient = throttled || (attempt.status === undefined && known);
  if (attempt.number >= (isPatient ? policy.attempts : Math.min(FEW, policy.attempts))) return undefined;
  const jitter = backoff(attempt.number, policy, random);
  // Jitter separates clients that got the same delay.
  return Math.min(policy.cap, (attempt.retryAfter ?? 0) + jitter);
}

/** Exponential backoff with full jitter: a random part of a time that doubles each time. */
export function backoff(failures: number, { base, cap }: Pick<RetryPolicy, 'base' | 'cap'>, random: number): number {
  return random * Math.min(cap, base * 2 ** Math.min(failures - 1, 30));
}

/** `Retry-After` in milliseconds: seconds, or a date. */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/u.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
