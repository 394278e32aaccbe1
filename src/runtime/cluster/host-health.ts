import { setTimeout as sleep } from 'node:timers/promises';
import { admissionAt, answered, probeFailed, probeStarted, unanswered, UNTRIED } from './breaker.js';
import type { Breaker, OutagePolicy, Unanswered } from './breaker.js';
import type { Outage } from './errors/from-failure.js';
import { SharedRead } from './shared-reads.js';
import type { Lane } from './lane.js';

/** What the health of a host is made of. */
export interface HealthSource {
  readonly policy: OutagePolicy;
  /** Probes the host, and says whether it answered. Never rejected. */
  readonly probe: (lane: Lane) => Promise<boolean>;
  /** Monotonic clock, in milliseconds. */
  readonly now: () => number;
}

/** The host has been silent for too long: nothing is sent. */
export class OutageError extends Error implements Outage {
  readonly last: Unanswered;
  readonly silentFor: number;
  readonly probeIn: number;

  constructor({ last, silentFor, probeIn }: Outage) {
    super('outage');
    this.name = 'OutageError';
    this.last = last;
    this.silentFor = silentFor;
    this.probeIn = probeIn;
  }
}

/** Whether a host answers: the breaker with its clock and its probes. */
export class HostHealth {
  readonly #source: HealthSource;
  #breaker: Breaker = UNTRIED;
  /** The wait for an end of the outage, which all requests share. */
  #recovery: SharedRead<void> | undefined;
  /** By lane: whether the host answers somebody while a request hears nothing. */
  readonly #checks = new Map<Lane, Promise<boolean>>();

  constructor(source: HealthSource) {
    this.#source = source;
  }

  /** Whether the host ever answered: then it is likely to come back. */
  get isKnown(): boolean {
    return this.#breaker.answeredAt !== undefined;
  }

  /** Whether a request may be sent at once. */
  get isClosed(): boolean {
    return this.#admission().kind === 'send';
  }

  /** The host answered. */
  answered(): void {
    this.#breaker = answered(this.#breaker, this.#source.now());
  }

  /** An attempt ended without an answer. */
  unanswered(attempt: Unanswered & { readonly startedAt: number }): void {
    this.#breaker = unanswered(this.#breaker, attempt, this.#source.now(), this.#source.policy);
  }

  /**
   * Waits until a request may be sent.
   *
   * @throws {OutageError} when the host has been silent for too long, and the signal's reason
   */
  async admitted(signal: AbortSignal): Promise<void> {
    for (;;) {
      const admission = this.#admission();
      if (admission.kind === 'send') return;
      if (admission.kind === 'fail') throw new OutageError(admission);
      if (this.#recovery?.isUsable(performance.now()) !== true)
        this.#recovery = new SharedRead(
          (ended) => this.#recover(ended),
          () => 0,
        );
      await this.#recovery.join(signal);
    }
  }

  /** The outage, where there is one now. */
  outage(): OutageError | undefined {
    const { last, since } = this.#breaker;
    const admission = this.#admission();
    if (admission.kind === 'send') return undefined;
    return new OutageError(admission.kind === 'fail' ? admission : { last, silentFor: this.#source.now() - since, probeIn: 0 });
  }

  /** Whether the host answers probes while a request of a lane hears nothing. When it does not, the breaker opens. */
  isAlive(lane: Lane): Promise<boolean> {
    const running = this.#checks.get(lane);
    if (running) return running;
    const check = this.#check(lane).finally(() => this.#checks.delete(lane));
    this.#checks.set(lane, check);
    return check;
  }

  /** The first probe may meet a connection that is dead while the host lives; then undici replaces the connection. */
  async #check(lane: Lane): Promise<boolean> {
    const startedAt = this.#source.now();
    const isAlive = (await this.#source.probe(lane)) || (await this.#source.probe(lane));
    if (isAlive) this.answered();
    else this.#open(startedAt);
    return isAlive;
  }

  #open(startedAt: number): void {
    const { now, policy } = this.#source;
    const silence = { code: 'timeout', reason: 'it does not answer', startedAt: startedAt - policy.probeAfter } as const;
    this.#breaker = unanswered(this.#breaker, { ...silence, isConclusive: true }, now(), policy);
  }

  /** Probes the host until it answers, or until nobody waits for it any longer. */
  async #recover(signal: AbortSignal): Promise<void> {
    for (;;) {
      const admission = this.#admission();
      if (admission.kind === 'wait') await sleep(admission.ms, undefined, { signal, ref: false });
      else if (admission.kind === 'probe') await this.#probe();
      else return;
      signal.throwIfAborted();
    }
  }

  async #probe(): Promise<void> {
    this.#breaker = probeStarted(this.#breaker);
    const isAlive = await this.#source.probe('requests');
    const now = this.#source.now();
    this.#breaker = isAlive ? answered(this.#breaker, now) : probeFailed(this.#breaker, now);
  }

  #admission(): ReturnType<typeof admissionAt> {
    return admissionAt(this.#breaker, this.#source.now(), this.#source.policy);
  }
}
