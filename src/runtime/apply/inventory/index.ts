/** What an owner applied: recorded before it is written, committed after it. */
export { appliedIn, inventoryIn, inventoryTargets, type Applied, type InventoryPlace } from './config-map.js';
export { clusterRolesOf, clusterUid } from './cluster-uid.js';
export {
  entriesOf,
  NO_INVENTORY,
  type Inventory,
  type InventoryEntries,
  type InventoryEntry,
  type InventoryOwner,
  type Origin,
} from './entry.js';
export type { InventoryCommit } from './merge.js';
export { INVENTORY_LABEL, inventoryName, type InventoryKey } from './name.js';
export type { ClusterIdentity, ClusterRole, ClusterRoles } from './other-clusters.js';
export { commitInventory, listInventories, readInventory, recordInventory } from './store.js';
