import { type Observed, READY, type Readiness } from '../readiness.js';
import { asProgress, byCondition, findCondition, trueCondition } from './conditions.js';

/**
 * Says whether an object of a kind is ready. The common rules come first: deletion, `Stalled`, and the generation of the
 * status.
 *
 * @param now the clock, for rules about how long something takes
 */
export type Rule = (object: Observed, now?: Date) => Readiness;

/** Rules by kind. */
export type Rules = Readonly<Record<string, Rule>>;

/** Kinds whose controller always sets a Ready condition: an object without one is not ready. */
export const byReady: Rule = byCondition('Ready');

/** Kinds that are ready as soon as they exist. */
export const atOnce: Rule = () => READY;

/**
 * Kinds without a rule: by the Ready condition when there is one, else ready at once, as a ConfigMap is. `Reconciling`
 * says that a controller still works on it.
 */
export const unknownKind: Rule = (object) => {
  const reconciling = trueCondition(object, 'Reconciling');
  if (findCondition(object, 'Ready')) return reconciling && trueCondition(object, 'Ready') ? asProgress(reconciling) : byReady(object);
  return reconciling ? asProgress(reconciling) : READY;
};
