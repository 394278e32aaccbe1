import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlatformMeshError } from '../../errors.js';
import { describeObject, type KubernetesObject } from '../../kubernetes/index.js';
import { isApiError, type CallOptions, type Cluster, type Reach } from '../cluster/index.js';
import { now, type Moment } from './fence.js';
import { HeldLease, type LeaseTimes } from './held-lease.js';
import { hasEndedHere, leaseRef, type LeaseKey } from './lease-key.js';
import { leaseRecordOf, leaseState, microTime, observed, type LeaseObservation, type LeaseRecord } from './lease-record.js';

/** The result of an attempt to take a lease. */
export type LeaseAttempt =
  | { readonly result: 'held'; readonly lease: HeldLease }
  | {
      readonly result: 'taken';
      /** Identity of the run that holds it. */
      readonly holder: string;
      /** When it expires, unless that run renews it. */
      readonly until: Date;
      /** Names the holder and the time. */
      readonly message: string;
    };

/** How a lease is held; all times in milliseconds. */
export type LeaseOptions = Partial<LeaseTimes>;

/** Short enough for a user who waits after a killed run, long enough for a slow API server. */
const TIMES: LeaseTimes = { duration: 10_000, renewEvery: 3_000, margin: 2_000 };

const MANAGER = 'platform-mesh-lease';

/** Length of the part of a field manager that tells runs apart. */
const MANAGER_HASH = 12;

/** Attempts if somebody else writes at the same moment. */
const ATTEMPTS = 5;

/** How often `acquireLease` checks whether a lease is free, in milliseconds. */
const POLL = 1_000;

/**
 * The lease of one instance, as one run sees it: one run at a time writes. It knows since when the lease has not changed,
 * so that attempts without waiting see it expire.
 */
export class InstanceLease {
  readonly #cluster: Cluster;
  readonly #key: LeaseKey;
  readonly #times: LeaseTimes;
  #observation: LeaseObservation | undefined;
  /** What `look` reads. */
  #ahead: Promise<KubernetesObject | undefined> | undefined;

  /**
   * @param cluster the cluster with the Lease. Its requests must not end with a pass: the lease is given back after it.
   */
  constructor(cluster: Cluster, key: LeaseKey, options: LeaseOptions = {}) {
    this.#cluster = cluster;
    this.#key = key;
    this.#times = { ...TIMES, ...options };
  }

  /** Reads the lease ahead, so that the next attempt takes it by one request on an open connection. A failure shows in that attempt. */
  look({ signal }: Pick<CallOptions, 'signal'> = {}): void {
    this.#ahead = this.#read(this.#options(signal));
    this.#ahead.catch(() => undefined);
  }

  /**
   * Takes the lease if it is free, without waiting.
   *
   * @throws {PlatformMeshError} `lease-forbidden`, which says which rights are missing.
   */
  async tryAcquire({ signal }: Pick<CallOptions, 'signal'> = {}): Promise<LeaseAttempt> {
    try {
      return await this.#attempt(this.#options(signal));
    } catch (error) {
      if (isApiError(error, 'forbidden')) throw this.#forbidden(error);
      throw error;
    }
  }

  #options(signal: AbortSignal | undefined): CallOptions {
    // An answer after the lease has expired is useless.
    return { signal, timeout: this.#times.duration / 2, lane: 'lease' };
  }

  #read(options: CallOptions): Promise<KubernetesObject | undefined> {
    return this.#cluster.get(leaseRef(this.#key), options);
  }

  async #attempt(options: CallOptions): Promise<LeaseAttempt> {
    for (let attempt = 1; ; attempt += 1) {
      const ahead = this.#ahead;
      this.#ahead = undefined;
      const found = await (ahead ?? this.#read(options));
      const record = leaseRecordOf(found);
      const at = performance.now();
      this.#observation = observed(this.#observation, record, at);
      const state = leaseState(record, this.#observation, { me: this.#key.identity, now: at, fallback: this.#times.duration });
      if (state.state === 'taken' && !hasEndedHere(state.holder)) return this.#taken(state.holder, state.freeIn);
      try {
        return { result: 'held', lease: await (found ? this.#take(found, record, options) : this.#create(options)) };
      } catch (error) {
        if (!isApiError(error, 'conflict', 'apply-conflict') || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /**
   * Creates the lease with us as its holder. We apply it instead of creating it, because RBAC cannot restrict `create` to one name.
   * Each run applies under a field manager of its own and never by force, so that of two runs at the same moment the API server
   * refuses the second one: another manager owns the holder.
   */
  async #create(options: CallOptions): Promise<HeldLease> {
    const { namespace, name, identity } = this.#key;
    const reach = await this.#cluster.reach();
    const sent = now();
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { namespace, name }, spec: this.#specAt(sent, 1) };
    const fieldManager = `${MANAGER}-${createHash('sha256').update(identity).digest('hex').slice(0, MANAGER_HASH)}`;
    return this.#held(await this.#cluster.apply(lease, { ...options, fieldManager }), sent, reach);
  }

  async #take({ metadata }: KubernetesObject, { holder, transitions }: LeaseRecord, options: CallOptions): Promise<HeldLease> {
    const reach = await this.#cluster.reach();
    const sent = now();
    const spec = this.#specAt(sent, holder === this.#key.identity ? transitions : transitions + 1);
    const patch = { metadata: { resourceVersion: metadata.resourceVersion }, spec };
    return this.#held(await this.#cluster.mergePatch(leaseRef(this.#key), patch, { ...options, fieldManager: MANAGER }), sent, reach);
  }

  /** The spec of a lease that we take at a moment. */
  #specAt({ wall }: Moment, leaseTransitions: number): object {
    const time = microTime(new Date(wall));
    const leaseDurationSeconds = this.#times.duration / 1000;
    return { holderIdentity: this.#key.identity, leaseDurationSeconds, acquireTime: time, renewTime: time, leaseTransitions };
  }

  #held({ metadata: { resourceVersion = '' } }: KubernetesObject, sent: Moment, reach: Reach): HeldLease {
    return new HeldLease(this.#cluster, this.#key, this.#times, { resourceVersion, sent, reach });
  }

  #taken(holder: string, freeIn: number): LeaseAttempt {
    const seconds = Math.ceil(freeIn / 1000);
    const held = `${this.#name}: ${holder} holds it on cluster "${this.#cluster.name}"`;
    const message = `${held}; it expires in ${seconds} s unless ${holder} renews it`;
    return { result: 'taken', holder, until: new Date(Date.now() + freeIn), message };
  }

  #forbidden(cause: Error): PlatformMeshError {
    const { namespace, name } = this.#key;
    return new PlatformMeshError(
      'lease-forbidden',
      `${this.#name}: a run needs it before it writes, but it is forbidden: ${cause.message}`,
      {
        hint:
          `grant get, create and patch on leases.coordination.k8s.io "${name}" in namespace ${namespace}, ` +
          'as `platform-mesh install --rbac-only` prints it',
        cause,
      },
    );
  }

  get #name(): string {
    return describeObject({ kind: 'Lease', namespace: this.#key.namespace, name: this.#key.name });
  }
}

/** How a lease is acquired. */
export interface AcquireOptions extends LeaseOptions {
  /** How long to wait for a lease that somebody else holds, in milliseconds. @default 0 */
  readonly wait?: number;
  /** Ends waiting; the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Takes a lease, and waits for it up to `wait`.
 *
 * @throws {PlatformMeshError} `lease-forbidden`, which says which rights are missing.
 *
 * @example
 * const key = { namespace: 'mesh-system', name: leaseName('mesh'), identity: runIdentity() };
 * const attempt = await acquireLease(cluster, key, { wait: 15_000 });
 */
export async function acquireLease(
  cluster: Cluster,
  key: LeaseKey,
  { wait = 0, signal, ...times }: AcquireOptions = {},
): Promise<LeaseAttempt> {
  const lease = new InstanceLease(cluster, key, times);
  const end = performance.now() + wait;
  for (;;) {
    const attempt = await lease.tryAcquire({ signal });
    const left = end - performance.now();
    if (attempt.result === 'held' || left <= 0) return attempt;
    await sleep(Math.min(POLL, left), undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
  }
}
