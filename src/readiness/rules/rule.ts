import type { Observed, Readiness } from '../readiness.js';

/**
 * Says whether an object of a kind is ready. What holds for every kind is decided before: deletion, `Stalled`, and the
 * generation that the status is about.
 *
 * @param now the clock, for rules about how long something takes
 */
export type Rule = (object: Observed, now?: Date) => Readiness;

/** Rules by kind. */
export type Rules = Readonly<Record<string, Rule>>;
