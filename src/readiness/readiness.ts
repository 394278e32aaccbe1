/** Whether an object does what it is there for. */
export interface Readiness {
  /**
   * `ready`: it does.
   *
   * `progressing`: not yet, and somebody is at it: its controller tries, or tries again by itself, or waits for
   * something else that may come.
   *
   * `failed`: its controller has given up, or says that what it was given cannot work. Nothing happens until somebody
   * changes something; the controller may be told so and then be at it again.
   */
  readonly state: 'ready' | 'progressing' | 'failed';
  /** Why, in one word: the controller's own where it gave one. */
  readonly reason?: string;
  /** Why, in a sentence: the controller's own where it gave one. */
  readonly message?: string;
}

/** It does what it is there for. */
export const READY: Readiness = { state: 'ready' };

/** Not yet, and somebody is at it. */
export function progressing(reason: string, message?: string): Readiness {
  return readiness('progressing', reason, message);
}

/** Given up, until somebody changes something. */
export function failed(reason: string, message?: string): Readiness {
  return readiness('failed', reason, message);
}

function readiness(state: Readiness['state'], reason: string, message: string | undefined): Readiness {
  return { state, reason, ...(message === undefined ? {} : { message }) };
}

/** Whether two say the same. */
export function isSame(a: Readiness, b: Readiness): boolean {
  return a.state === b.state && a.reason === b.reason && a.message === b.message;
}
