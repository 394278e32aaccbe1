/**
 * Desired objects are brought to clusters. `changeSet` decides, purely, from what is desired and observed; `planChanges`
 * asks the API servers what would change; `execute` carries it out in one pass; the inventory remembers what was applied.
 */
export { changeSet, type ChangeSet, type DecidedObject, type ObservedState } from './change-set.js';
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
