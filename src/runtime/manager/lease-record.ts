import { numberAt, textAt, type KubernetesObject } from '../../kubernetes/index.js';

/** What a Lease says. */
export interface LeaseRecord {
  /** Who holds it; undefined when nobody does. */
  readonly holder: string | undefined;
  /** For how long after its last renewal it is held, in milliseconds; undefined where it does not say. */
  readonly duration: number | undefined;
  /** How often it changed hands. */
  readonly transitions: number;
  /** The same text as long as nobody renews it or takes it. */
  readonly fingerprint: string;
}

/** What we saw of a Lease, and since when it has not changed, by our own monotonic clock in milliseconds. */
export interface LeaseObservation {
  readonly fingerprint: string;
  readonly since: number;
}

/** Whether a Lease can be taken. */
export type LeaseState = { readonly state: 'free' } | { readonly state: 'taken'; readonly holder: string; readonly freeIn: number };

/** Reads a Lease; nobody holds one that does not exist. */
export function leaseRecordOf(lease: KubernetesObject | undefined): LeaseRecord {
  const spec = lease?.['spec'];
  const seconds = numberAt(spec, 'leaseDurationSeconds');
  return {
    holder: textAt(spec, 'holderIdentity'),
    duration: seconds === undefined ? undefined : seconds * 1000,
    transitions: numberAt(spec, 'leaseTransitions') ?? 0,
    fingerprint: JSON.stringify(spec ?? {}),
  };
}

/** The next observation; a record that has not changed keeps its first time. */
export function observed(before: LeaseObservation | undefined, { fingerprint }: LeaseRecord, now: number): LeaseObservation {
  return before?.fingerprint === fingerprint ? before : { fingerprint, since: now };
}

/**
 * Whether somebody may take a Lease.
 *
 * It expires when we have seen it unchanged for its duration, by our own clock. The times in it are from the clock of its
 * holder, which may differ from ours by more than the duration.
 *
 * @param me who asks; a Lease that one holds oneself is free
 * @param fallback duration of a Lease that does not say its own, in milliseconds
 */
export function leaseState(
  record: LeaseRecord,
  { since }: LeaseObservation,
  { me, now, fallback }: { readonly me: string; readonly now: number; readonly fallback: number },
): LeaseState {
  const { holder, duration = fallback } = record;
  const freeIn = since + duration - now;
  return holder === undefined || holder === me || freeIn <= 0 ? { state: 'free' } : { state: 'taken', holder, freeIn };
}

/** A moment as Kubernetes' MicroTime: six digits of fraction, where a Date prints three. The API server refuses three. */
export function microTime(moment: Date): string {
  return moment.toISOString().replace(/Z$/u, '000Z');
}
