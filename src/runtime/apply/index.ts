/** What is wanted is brought to clusters: plan, apply, prune, delete, and what was applied. */
export { apply, isRemoval, outcomeOfKept, type ApplyListener } from './apply.js';
export type { ApplyContext, Change, Desired, Farewell, Outcome } from './change.js';
export { INVENTORY_LABEL, inventoryOf, readInventory, writeInventory, type Inventory, type InventoryPlace } from './inventory.js';
export { isImmutable, type Verdict, type WriteRules } from './judge.js';
export { readLive, type Live } from './live-objects.js';
export { idOf, keyOf, type ObjectId } from './object-id.js';
export { isApplied, managersOf } from './owned-fields.js';
export { rest } from './rest.js';
export { farewells, plan, survey, type Situation } from './plan.js';
export { remove, type Removal } from './remove.js';
export { writtenFields } from './written-fields.js';
