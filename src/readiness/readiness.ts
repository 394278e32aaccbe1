/** An object as a server sends it: only its kind is certain. */
export interface Observed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** Whether an object is ready. */
export interface Readiness {
  /**
   * `ready`: it does what its spec asks for.
   *
   * `progressing`: not yet. Its controller works on it, retries it, or waits for something that may still come.
   *
   * `failed`: its controller has given up, or says that the spec cannot work. Nothing happens until somebody changes
   * something.
   */
  readonly state: 'ready' | 'progressing' | 'failed';
  /** Why, in one word: the controller's own word where it has one. */
  readonly reason?: string;
  /** Why, in a sentence: the controller's own sentence where it has one. */
  readonly message?: string;
  /** After so long, in ms, the rule says something else although the object stays the same. @default - it does not */
  readonly changesIn?: number;
}

/** The object is ready. */
export const READY: Readiness = { state: 'ready' };

/** The reason of an object that does not exist. */
export const NOT_FOUND = 'NotFound';

/** The reason of an object that has not been read yet. */
export const NOT_READ = 'NotRead';

/** The reason of an object whose controller has not observed it, or not its current generation. */
export const NOT_OBSERVED = 'NotObserved';

/** The reason of a suspended object. */
export const SUSPENDED = 'Suspended';

/** Not ready yet; its controller works on it. */
export function progressing(reason: string, message?: string): Readiness {
  return readiness('progressing', reason, message);
}

/** Not ready, and nothing happens until somebody changes something. */
export function failed(reason: string, message?: string): Readiness {
  return readiness('failed', reason, message);
}

/** The same for so long, in ms; then the rule says something else. */
export function during(ms: number, readiness: Readiness): Readiness {
  return { ...readiness, changesIn: ms };
}

function readiness(state: Readiness['state'], reason: string, message: string | undefined): Readiness {
  return { state, reason, ...(message === undefined ? {} : { message }) };
}

/** The one that matters most of several: the first failed one, else the first that is not ready, else ready. */
export function worst(all: readonly Readiness[]): Readiness {
  return all.find(({ state }) => state === 'failed') ?? all.find(({ state }) => state === 'progressing') ?? READY;
}

/** Whether two say the same. */
export function isSame(a: Readiness, b: Readiness): boolean {
  return a.state === b.state && a.reason === b.reason && a.message === b.message;
}
