import { asProgress, byCondition, findCondition, trueCondition } from '../conditions.js';
import { READY } from '../readiness.js';
import type { Rule } from './rule.js';

/** By its Ready condition, without which it is not ready: kinds whose controller always sets one. */
export const byReady: Rule = byCondition('Ready');

/** It is ready as soon as it is there. */
export const atOnce: Rule = () => READY;

/**
 * Kinds that nobody knows: by the Ready condition when there is one, and at once without, as for a ConfigMap; in
 * between, `Reconciling` says that a controller is at it.
 */
export const unknownKind: Rule = (object) => {
  const reconciling = trueCondition(object, 'Reconciling');
  if (findCondition(object, 'Ready')) return reconciling && trueCondition(object, 'Ready') ? asProgress(reconciling) : byReady(object);
  return reconciling ? asProgress(reconciling) : READY;
};
