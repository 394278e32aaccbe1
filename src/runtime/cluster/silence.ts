/** The host answers nobody, so a waiting request is aborted. */
export class UnresponsiveError extends Error {
  readonly code = 'HOST_TIMEOUT';

  constructor() {
    super('the host does not answer');
    this.name = 'UnresponsiveError';
  }
}

/**
 * A signal for one attempt. It is aborted if probes find that the host answers nobody, or if another signal is aborted.
 *
 * Silence alone means nothing: a webhook may take 30 s. So while a request hears nothing, probes ask whether the host is alive.
 */
export class SilenceGuard {
  readonly #controller = new AbortController();
  readonly #parent: AbortSignal;
  readonly #isAlive: () => Promise<boolean>;
  readonly #after: number;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  /** @param after the silence that is usual, in milliseconds */
  constructor(parent: AbortSignal, isAlive: () => Promise<boolean>, after: number) {
    this.#parent = parent;
    this.#isAlive = isAlive;
    this.#after = after;
    if (parent.aborted) this.#follow();
    else parent.addEventListener('abort', this.#follow, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The request is on its way. */
  readonly sent = (): void => {
    clearTimeout(this.#timer);
    if (!this.#ended) this.#timer = setTimeout(() => void this.#check(), this.#after);
  };

  /** The host answers. From now on, only the other signal counts. */
  heard(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  /** The attempt is over. */
  clear(): void {
    this.heard();
    this.#parent.removeEventListener('abort', this.#follow);
  }

  async #check(): Promise<void> {
    if (await this.#isAlive()) this.sent();
    else if (!this.#ended) this.#controller.abort(new UnresponsiveError());
  }

  readonly #follow = (): void => {
    this.#controller.abort(this.#parent.reason);
  };
}
