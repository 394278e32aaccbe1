import { setImmediate as turn } from 'node:timers/promises';
import type { Cluster } from '../cluster/index.js';
import { InstanceLease, leaseName, runIdentity, type HeldLease } from '../manager/index.js';
import type { PassLease } from '../subroutines/index.js';

/** Timeout to give the lease back, in milliseconds. */
const RELEASE_TIMEOUT = 500;

/** Lets one run at a time write for an instance: it takes the lease before the first write of a pass, and gives it back after the pass. */
export class PassLock implements PassLease {
  readonly #lease: InstanceLease;
  readonly #locked: (message: string) => void;
  readonly #signal: AbortSignal;
  #held: HeldLease | undefined;
  #asking: Promise<string | undefined> | undefined;

  /**
   * @param runtime where the instance is; its requests must not end with a pass, for the lease is given back after it
   * @param locked called with a message that names the holder
   */
  constructor(
    runtime: Cluster,
    { name, namespace, signal }: { readonly name: string; readonly namespace: string; readonly signal: AbortSignal },
    locked: (message: string) => void,
  ) {
    this.#signal = signal;
    this.#lease = new InstanceLease(runtime, { namespace, name: leaseName(name), identity: runIdentity() });
    this.#locked = locked;
  }

  async prepare(): Promise<void> {
    if (this.#asking) return;
    this.#lease.look({ signal: this.#signal });
    // The connection begins in the first turn of the event loop, and TLS in the second one.
    await turn();
    await turn();
  }

  enter(): Promise<string | undefined> {
    this.#asking ??= this.#ask();
    return this.#asking;
  }

  mayWrite(): boolean {
    return this.#held?.isHeld() === true;
  }

  get lost(): AbortSignal | undefined {
    return this.#held?.lost;
  }

  /** The pass is over. */
  async leave(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    this.#asking = undefined;
    // If giving it back fails, it expires.
    await held?.release({ timeout: RELEASE_TIMEOUT }).catch(() => undefined);
  }

  async #ask(): Promise<string | undefined> {
    const attempt = await this.#lease.tryAcquire({ signal: this.#signal });
    if (attempt.result === 'held') {
      this.#held = attempt.lease;
      return undefined;
    }
    this.#locked(attempt.message);
    return attempt.message;
  }
}
