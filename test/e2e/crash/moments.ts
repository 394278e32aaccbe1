/** When a kill comes. */
export type Moment =
  /** As a run sends its n-th write: the server never sees it. */
  | { readonly kind: 'before write'; readonly write: number }
  /** As the server has carried out the n-th write: the run does not hear of it. */
  | { readonly kind: 'after write'; readonly write: number }
  /** At this fraction of the time from the first request to the end. */
  | { readonly kind: 'at time'; readonly fraction: number };

/**
 * Different moments, spread evenly over a run that makes so many writes: two of three at a write, the others at a time. The
 * same arguments yield the same moments.
 */
export function momentsOf(count: number, writes: number, seed: number): readonly Moment[] {
  const atWrites = Array.from({ length: writes }, (_, index): readonly Moment[] => [
    { kind: 'before write', write: index + 1 },
    { kind: 'after write', write: index + 1 },
  ]).flat();
  const random = randomOf(seed);
  const chosen = spread(atWrites, Math.min(atWrites.length, Math.ceil((count * 2) / 3)), random());
  const rest = count - chosen.length;
  const atTimes = Array.from({ length: rest }, (_, index): Moment => ({ kind: 'at time', fraction: (index + random()) / rest }));
  return [...chosen, ...atTimes];
}

/** Names a moment, for a message. */
export function describeMoment(moment: Moment): string {
  return moment.kind === 'at time' ? `at ${(moment.fraction * 100).toFixed(1)} % of the time` : `${moment.kind} ${moment.write}`;
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
