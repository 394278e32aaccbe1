/**
 * Applies desired objects to clusters. `changeSet` is a pure function of desired objects and observed state. `planChanges` asks
 * the API servers what would change. `execute` carries out a change set in one pass. The inventory records what was applied.
 */
export { changeSet, type ChangeSet, type DecidedObject, type ObservedState } from './change-set.js';
export type { DeletionPlace } from './deletion-order.js';
export type { DesiredObject, Ownership } from './desired-object.js';
export { execute, type KnownInventories, type OutcomeListener } from './execute.js';
export { isRemoval } from './delete-pass.js';
export { isApplied, managersOf, type Claim, type ForeignFields } from './fields/index.js';
export * from './inventory/index.js';
export { planChanges } from './plan.js';
export {
  outcomeOf,
  type Handover,
  type Keeping,
  type Outcome,
  type Planned,
  type PlannedChange,
  type Removal,
  type Writing,
} from './planned-change.js';
export type { ApplyPolicy, ApplyScope, TargetPlace } from './scope.js';
export { otherUsers } from './shared-objects.js';
export { isLeaseLost } from './write.js';
export { writtenFields } from './written-fields.js';
