import { keyOf, type ObjectRef } from '../../../kubernetes/index.js';

/** The object that objects are applied for. */
export interface InventoryOwner {
  /** Such as `PlatformMesh`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * How an object came to its owner:
 *
 * - `created`: we created it.
 * - `adopted`: it existed, and was made from our own output.
 * - `foreign`: it existed, and somebody else made it. It is orphaned, never pruned.
 */
export type Origin = 'created' | 'adopted' | 'foreign';

/** One applied object. */
export interface InventoryEntry {
  readonly ref: ObjectRef;
  readonly origin: Origin;
}

/** Applied objects by the key of their reference. */
export type InventoryEntries = ReadonlyMap<string, InventoryEntry>;

/** What an owner applied by one subroutine to one target, as one run knows it. */
export interface Inventory {
  readonly entries: InventoryEntries;
  /**
   * The stored version that this run has seen; empty while nothing is stored.
   * @default - another run wrote after this one read it
   */
  readonly version?: string;
  /** Whether this run recorded entries that it has not committed yet. */
  readonly isRecorded: boolean;
}

/** An inventory that nobody has stored. */
export const NO_INVENTORY: Inventory = { entries: new Map(), version: '', isRecorded: false };

/** Entries by key. */
export function entriesOf(entries: Iterable<InventoryEntry>): InventoryEntries {
  return new Map([...entries].map((entry) => [keyOf(entry.ref), entry]));
}

/** Whether two inventories have the same objects, with the same versions and origins. */
export function isSameEntries(one: InventoryEntries, other: InventoryEntries): boolean {
  return one.size === other.size && [...one].every(([key, entry]) => isSameEntry(entry, other.get(key)));
}

function isSameEntry({ ref, origin }: InventoryEntry, other: InventoryEntry | undefined): boolean {
  return other !== undefined && other.origin === origin && other.ref.apiVersion === ref.apiVersion;
}
