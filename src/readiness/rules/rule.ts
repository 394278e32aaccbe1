import type { Observed } from '../observed.js';
import type { Readiness } from '../readiness.js';

/**
 * Tells whether an object of a kind is ready. What holds for every kind is decided before: deletion, `Stalled`, and
 * the generation that the status is about.
 */
export type Rule = (object: Observed) => Readiness;

/** Rules by kind. */
export type Rules = Readonly<Record<string, Rule>>;
