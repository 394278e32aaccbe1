/**
 * When objects are ready, and what blocks those that are not. No I/O: objects come in, states go out.
 *
 * `readinessOf` judges one object by the rule of its kind (`rules/`); `gateOf` says what the next level waits for.
 * `deliveryReadiness` follows a new version through OCM Resource, source and release (`delivery/`). `evaluateEntries` judges
 * everything that a platform waits for (`wait/`). `explain` follows a state to its first cause, `isStuck` says when waiting
 * changes nothing any more (`explain/`).
 */
export { type Delivery, type DeliveryPart, deliveriesOf } from './delivery/delivery.js';
export { type DeliveryContext, type DeliveryReadiness, deliveryReadiness, type Found } from './delivery/delivery-readiness.js';
export { madeFrom } from './delivery/ocm-resource.js';
export { parseDuration } from './duration.js';
export { explain } from './explain/explain.js';
export { needsOf } from './explain/needs.js';
export { isStuck } from './explain/stuck.js';
export { type Gate, gateOf, gateReadiness, holdsNextLevel } from './gates.js';
export { changesIn, type Need, type ObjectState, unreadable, unserved } from './object-state.js';
export { failed, isSame, NOT_FOUND, NOT_READ, type Observed, progressing, READY, type Readiness } from './readiness.js';
export { isCurrent, readinessOf } from './rules/readiness-of.js';
export { type Criterion, judgeBy } from './wait/criterion.js';
export { evaluateEntries, type EvaluateOptions, type WaitEvaluation } from './wait/evaluate.js';
export type { Observation, Observe, WaitQuery } from './wait/observation.js';
export { type Istio, type IstioPlace, prerequisiteEntries, type Prerequisites } from './wait/prerequisites.js';
export { afterLook, isRoutine, lostAmong, placeKey, type ReadyBefore, type ReadyMemory, routineEndsIn } from './wait/ready-before.js';
export { defaultGoals, waitEntriesOf } from './wait/wait-entries.js';
export type { WaitEntry } from './wait/wait-entry.js';
