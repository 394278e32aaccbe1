import type { ApiErrorCode } from './errors/api-error.js';

/** When requests stop at a host that does not answer. Times are in milliseconds. */
export interface OutagePolicy {
  /** Attempts in a row without an answer after which only probes go to the host. @default 4 */
  readonly threshold: number;
  /**
   * How long requests wait for a host that answered before, from the moment at which it fell silent. Then they fail at once.
   * @default 20000
   */
  readonly tolerance: number;
  /** Silence of a single request after which a probe asks whether the host is alive. @default 3000 */
  readonly probeAfter: number;
  /** How long a probe may take. @default 2500 */
  readonly probeTimeout: number;
}

/** An API server restarts in up to 20 s; waiting longer for one that hangs does not help. */
export const DEFAULT_OUTAGE: OutagePolicy = { threshold: 4, tolerance: 20_000, probeAfter: 3_000, probeTimeout: 2_500 };

/** How long requests wait for a host that never answered: it is probably the wrong host. */
const TOLERANCE_OF_UNKNOWN = 1_000;

/** Backoff of probes: the longer the host is silent, the fewer probes. */
const PROBE_INTERVAL = { min: 250, max: 5_000, share: 0.25 };

/** Why an attempt got no answer. */
export interface Unanswered {
  readonly code: ApiErrorCode;
  /** In a few words, such as `nothing listens there`. */
  readonly reason: string;
}

/** The circuit breaker of one host, as data. Only an answer of any kind closes it; HTTP errors are answers. */
export interface Breaker {
  /** When the host last answered; undefined when it never did. */
  readonly answeredAt: number | undefined;
  /** Attempts without an answer since then. */
  readonly failures: number;
  /** When the host fell silent. */
  readonly since: number;
  /** When an attempt last ended without an answer. */
  readonly failedAt: number;
  readonly last: Unanswered;
  /** When the next probe may start; undefined while one runs. */
  readonly probeAt: number | undefined;
}

/** What a request may do. */
export type Admission =
  | { readonly kind: 'send' }
  /** Probe the host first. */
  | { readonly kind: 'probe' }
  /** Wait for a probe, so long at most. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** Fail at once. */
  | { readonly kind: 'fail'; readonly last: Unanswered; readonly silentFor: number; readonly probeIn: number };

/** The state of a host before the first request. */
export const UNTRIED: Breaker = {
  answeredAt: undefined,
  failures: 0,
  since: 0,
  failedAt: 0,
  last: { code: 'timeout', reason: '' },
  probeAt: 0,
};

/** The host answered. */
export function answered(breaker: Breaker, now: number): Breaker {
  return { ...breaker, answeredAt: now, failures: 0, probeAt: 0 };
}

/**
 * An attempt ended without an answer.
 *
 * @param attempt when it started, and whether probes show that the host is silent to everybody
 */
export function unanswered(
  breaker: Breaker,
  attempt: Unanswered & { readonly startedAt: number; readonly isConclusive?: boolean },
  now: number,
  { threshold, tolerance }: OutagePolicy,
): Breaker {
  const { code, reason, startedAt, isConclusive = false } = attempt;
  const wasOpen = breaker.failures >= threshold;
  // Ignore an old failure.
  const isFirst = breaker.failures === 0 || (!wasOpen && startedAt - breaker.failedAt > tolerance);
  const began = isFirst ? startedAt : Math.min(breaker.since, startedAt);
  const failures = Math.max((isFirst ? 0 : breaker.failures) + 1, isConclusive ? threshold : 0);
  return {
    answeredAt: breaker.answeredAt,
    failures,
    since: Math.max(began, breaker.answeredAt ?? began),
    failedAt: now,
    last: { code, reason },
    probeAt: !wasOpen && failures >= threshold ? now : breaker.probeAt,
  };
}

/** A probe starts; it ends with `answered` or `probeFailed`. */
export function probeStarted(breaker: Breaker): Breaker {
  return { ...breaker, probeAt: undefined };
}

/** A probe got no answer. */
export function probeFailed(breaker: Breaker, now: number): Breaker {
  const { min, max, share } = PROBE_INTERVAL;
  return { ...breaker, probeAt: now + Math.min(max, Math.max(min, (now - breaker.since) * share)) };
}

/** What a request may do now. */
export function admissionAt(breaker: Breaker, now: number, { threshold, tolerance }: OutagePolicy): Admission {
  const { answeredAt, failures, since, last, probeAt } = breaker;
  if (failures < threshold) return { kind: 'send' };
  if (probeAt !== undefined && now >= probeAt) return { kind: 'probe' };
  const tolerated = since + (answeredAt === undefined ? TOLERANCE_OF_UNKNOWN : tolerance) - now;
  const probeIn = Math.max(0, (probeAt ?? now) - now);
  if (tolerated <= 0) return { kind: 'fail', last, silentFor: now - since, probeIn };
  return { kind: 'wait', ms: probeAt === undefined ? tolerated : Math.min(tolerated, probeIn) };
}
