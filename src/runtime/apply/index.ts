/** What is wanted is brought to clusters: plan, apply, prune, delete, and what was applied. */
export { apply, isRemoval, outcomeOfKept, type ApplyListener } from './apply.js';
export type { ApplyContext, Change, Desired, Handover, Outcome } from './change.js';
export { changeInventory, type InventoryPlace } from './inventory.js';
export type { WriteRules } from './judge.js';
export { isApplied, managersOf } from './fields/index.js';
export { rest } from './rest.js';
export { farewells, plan, survey } from './plan.js';
export { remove } from './remove.js';
export { writtenFields } from './written-fields.js';
