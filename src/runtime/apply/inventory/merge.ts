import { entriesOf, type Inventory, type InventoryEntries, type InventoryEntry, type Origin } from './entry.js';

/** The result of a run. */
export interface InventoryCommit {
  /** The objects that exist now, with their origin. */
  readonly applied: Iterable<InventoryEntry>;
  /** Keys of objects that are gone or orphaned. */
  readonly forgotten: Iterable<string>;
}

/** In the order of care: prune deletes the first origin, and never the last one. */
const CARE: readonly Origin[] = ['created', 'adopted', 'foreign'];

/**
 * The stored entries after a run has recorded what it is about to write.
 *
 * An entry that is stored already keeps its version. Of two origins the more careful one stays until a commit decides.
 */
export function recorded(stored: InventoryEntries, entries: Iterable<InventoryEntry>): InventoryEntries {
  const added = [...entriesOf(entries)].map(([key, entry]): [string, InventoryEntry] => [
    key,
    moreCareful(stored.get(key) ?? entry, entry),
  ]);
  return new Map([...stored, ...added]);
}

/**
 * The stored entries after a run has committed.
 *
 * If another run wrote in between, this one drops no entry: the other run may have recorded that object and may be about to
 * write it. An entry without an object does no harm, and the next run drops it.
 *
 * @param known what the run knew before, with the version that it has seen
 */
export function committed(
  stored: Pick<Inventory, 'entries' | 'version'>,
  known: Inventory,
  { applied, forgotten }: InventoryCommit,
): InventoryEntries {
  const isOvertaken = known.version === undefined || known.version !== stored.version;
  const gone = isOvertaken ? new Set<string>() : new Set(forgotten);
  const kept = [...stored.entries].filter(([key]) => !gone.has(key));
  const written = [...entriesOf(applied)].map(([key, entry]): [string, InventoryEntry] => [
    key,
    isOvertaken ? moreCareful(entry, stored.entries.get(key)) : entry,
  ]);
  return new Map([...kept, ...written]);
}

/** The state after a write; its version is known only if no other run wrote in between. */
export function knownAfter(known: Inventory, before: string | undefined, written: Inventory): Inventory {
  const isOvertaken = known.version === undefined || known.version !== before;
  const { entries, isRecorded, version } = written;
  return { entries, isRecorded, ...(isOvertaken || version === undefined ? {} : { version }) };
}

/** The first entry, with the more careful of both origins. */
function moreCareful(entry: InventoryEntry, other: InventoryEntry | undefined): InventoryEntry {
  return other !== undefined && CARE.indexOf(other.origin) > CARE.indexOf(entry.origin) ? { ...entry, origin: other.origin } : entry;
}
