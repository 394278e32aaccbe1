/** What is wanted is brought to clusters: plan, apply, prune, delete, and what was applied. */
export { apply, isRemoval, outcomeOfKept, type ApplyListener } from './apply.js';
export type { ApplyContext, Change, Desired, Farewell, Handover, Outcome } from './change.js';
export { changeInventory, readInventory, type Inventory, type InventoryPlace } from './inventory.js';
export type { Verdict, WriteRules } from './judge.js';
export { readLive, type Live } from './live-objects.js';
export { isApplied, managersOf } from './owned-fields.js';
export { rest } from './rest.js';
export { farewells, plan, survey, type Situation } from './plan.js';
export { remove, type Removal } from './remove.js';
export { writtenFields } from './written-fields.js';
