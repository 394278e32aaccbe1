import { PlatformMeshError } from '../../errors.js';
import { describeObject, textAt, type KubernetesObject } from '../../kubernetes/index.js';
import { isApiError, type CallOptions, type Cluster, type Reach } from '../cluster/index.js';
import { Fence, now, type Moment } from './fence.js';
import { leaseRef, type LeaseKey } from './lease-key.js';
import type { RenewalReport } from './renewal-messages.js';
import { startRenewal, type Renewal } from './renewals.js';

/** How a lease is held, all times in milliseconds. */
export interface LeaseTimes {
  /** How long others wait after the last renewal that they see; whole seconds. */
  readonly duration: number;
  /** Time between two renewals. */
  readonly renewEvery: number;
  /** How long before its end we stop writing. What was sent by then reaches the server in time. */
  readonly margin: number;
}

/** What a lease was when it was taken. */
export interface TakenLease {
  readonly resourceVersion: string;
  /** When the request was sent that took it. */
  readonly sent: Moment;
  readonly reach: Reach;
}

/** How often the main thread checks a lease, in milliseconds. */
const CHECK_EVERY = 500;
/** How often giving a lease back is tried while a renewal is on its way. */
const RELEASE_ATTEMPTS = 3;

/** A lease that this run holds. Another thread renews it until it is released, or lost. */
export class HeldLease {
  readonly #cluster: Cluster;
  readonly #key: LeaseKey;
  readonly #times: LeaseTimes;
  readonly #fence: Fence;
  readonly #lost = new AbortController();
  readonly #renewal: Renewal;
  readonly #timer: NodeJS.Timeout;
  #resourceVersion: string;
  #reach: Reach;
  /** Why the last renewal failed. */
  #failure: string | undefined;
  #isReleased = false;

  /** Use `acquireLease` or `InstanceLease`. */
  constructor(cluster: Cluster, key: LeaseKey, { duration, renewEvery, margin }: LeaseTimes, { resourceVersion, sent, reach }: TakenLease) {
    this.#cluster = cluster;
    this.#key = key;
    this.#times = { duration, renewEvery, margin };
    this.#fence = new Fence(sent, duration - margin);
    this.#resourceVersion = resourceVersion;
    this.#reach = reach;
    this.#renewal = this.#start();
    // It looks for new credentials, and notices when the lease has ended. Neither keeps a process alive.
    this.#timer = setInterval(() => void this.#look(), Math.min(CHECK_EVERY, margin / 2)).unref();
  }

  /** Who holds it. */
  get holder(): string {
    return this.#key.identity;
  }

  /** Aborted when somebody else may hold the lease. Its reason is a PlatformMeshError `lease-lost`. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Whether nobody else can hold the lease now. Ask before each write; the answer needs no event loop. */
  isHeld(): boolean {
    return !this.#isReleased && !this.#lost.signal.aborted && this.#fence.isHeld(now());
  }

  /**
   * Gives the lease back, so that others need not wait until it expires. From its first moment on, `isHeld` is false.
   *
   * @throws {ApiError} when the API server does not take it; then others wait until the lease expires.
   */
  async release({ timeout = this.#times.duration, ...rest }: CallOptions = {}): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#stop();
    if (this.#lost.signal.aborted) return;
    const options: CallOptions = { ...rest, timeout, lane: 'lease' };
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#clear(options);
        return;
      } catch (error) {
        if (isApiError(error, 'not-found')) return;
        // A renewal of ours came in between, or the answer was lost.
        const mayHelp = isApiError(error, 'conflict') || (isApiError(error) && error.retryable);
        if (!mayHelp || attempt === RELEASE_ATTEMPTS) throw error;
        if (!(await this.#isStillOurs(options))) return;
      }
    }
  }

  /** `await using lease = ...` releases it. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  #start(): Renewal {
    const { namespace, name, identity } = this.#key;
    const { renewEvery, duration, margin } = this.#times;
    const task = {
      path: `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/leases/${encodeURIComponent(name)}`,
      identity,
      resourceVersion: this.#resourceVersion,
      reach: this.#reach,
      renewEvery,
      holds: duration - margin,
      sent: this.#fence.shared,
    };
    return startRenewal(task, (report) => void this.#read(report));
  }

  async #read(report: RenewalReport): Promise<void> {
    if (report.type === 'renewed') {
      this.#resourceVersion = report.resourceVersion;
      this.#failure = undefined;
    } else if (report.type === 'lost') {
      this.#lose(report.reason);
    } else {
      this.#failure = report.reason;
      if (report.type === 'refused') await this.#refreshReach(report.reach);
    }
  }

  async #look(): Promise<void> {
    if (this.#fence.isHeld(now())) await this.#refreshReach();
    else this.#lose(`it was not renewed in time${this.#failure === undefined ? '' : `: ${this.#failure}`}`);
  }

  /** Without new credentials, the renewal thread continues with the old ones and reports its own failures. */
  async #refreshReach(refused?: Reach): Promise<void> {
    const reach = await this.#cluster.reach(refused).catch(() => this.#reach);
    if (JSON.stringify(reach) === JSON.stringify(this.#reach)) return;
    this.#reach = reach;
    this.#renewal.reach(reach);
  }

  #lose(reason: string): void {
    if (this.#isReleased || this.#lost.signal.aborted) return;
    const lease = describeObject({ kind: 'Lease', namespace: this.#key.namespace, name: this.#key.name });
    this.#lost.abort(
      new PlatformMeshError('lease-lost', `${lease}: it is lost on cluster "${this.#cluster.name}": ${reason}`, {
        hint: 'another run may write now; run the command again; it continues where this one ended',
      }),
    );
    this.#stop();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#renewal.stop();
  }

  #clear(options: CallOptions): Promise<KubernetesObject> {
    const patch = {
      metadata: { resourceVersion: this.#resourceVersion },
      spec: { holderIdentity: null, acquireTime: null, renewTime: null },
    };
    return this.#cluster.mergePatch(leaseRef(this.#key), patch, options);
  }

  async #isStillOurs(options: CallOptions): Promise<boolean> {
    const lease = await this.#cluster.get(leaseRef(this.#key), options);
    this.#resourceVersion = lease?.metadata.resourceVersion ?? '';
    return textAt(lease, 'spec', 'holderIdentity') === this.#key.identity;
  }
}
