/** When a kill comes. */
export type Moment =
  /** As a run sends its n-th write: the server never sees it. */
  | { readonly kind: 'before write'; readonly write: number }
  /** As the server has carried out the n-th write: the run does not hear of it. */
  | { readonly kind: 'after write'; readonly write: number }
  /** So many ms after the server has answered the n-th request, reads included. */
  | { readonly kind: 'after request'; readonly request: number; readonly delay: number };

/** How much a run asks of the API server. */
export interface Requests {
  readonly all: number;
  readonly writes: number;
}

/** A run does this much within a request and the next, in ms. */
const LONGEST_DELAY = 20;

/** A run that is lucky sends fewer requests than the one that was counted. */
const CERTAIN = 0.8;

/**
 * Different moments, spread evenly over a run that asks so much: two of three at a write, the others after any request. The
 * same arguments yield the same moments.
 */
export function momentsOf(count: number, { all, writes }: Requests, seed: number): readonly Moment[] {
  const atWrites = Array.from({ length: writes }, (_, index): readonly Moment[] => [
    { kind: 'before write', write: index + 1 },
    { kind: 'after write', write: index + 1 },
  ]).flat();
  const random = randomOf(seed);
  const chosen = spread(atWrites, Math.min(atWrites.length, Math.ceil((count * 2) / 3)), random());
  const rest = count - chosen.length;
  const afterRequests = Array.from({ length: rest }, (_, index): Moment => {
    const request = 1 + Math.floor(((index + random()) / rest) * all * CERTAIN);
    return { kind: 'after request', request, delay: random() * LONGEST_DELAY };
  });
  return [...chosen, ...afterRequests];
}

/** Names a moment, for a message. */
export function describeMoment(moment: Moment): string {
  return moment.kind === 'after request'
    ? `${moment.delay.toFixed(1)} ms after request ${moment.request}`
    : `${moment.kind} ${moment.write}`;
}

/** So many of a list, each from another part of it. */
function spread<Each>(all: readonly Each[], count: number, offset: number): readonly Each[] {
  return Array.from({ length: count }, (_, index) => all[Math.floor(((index + offset) * all.length) / count)]!);
}

/** Numbers from 0 to 1 that look random; the same ones for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
