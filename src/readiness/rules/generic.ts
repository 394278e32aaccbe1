import { READY } from '../readiness.js';
import { asProgress, byCondition, findCondition, trueCondition } from './conditions.js';
import type { Rule } from './rule.js';

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
