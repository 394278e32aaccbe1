import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { refOf, type KubernetesObject } from '../../../kubernetes/index.js';
import { backoff, isApiError, type CallOptions } from '../../cluster/index.js';
import { appliedIn, emptyConfigMap, inventoryIn, recordedIn, withEntries, type Applied, type InventoryPlace } from './config-map.js';
import { isSameEntries, NO_INVENTORY, type Inventory, type InventoryEntries, type InventoryEntry } from './entry.js';
import { committed, knownAfter, recorded, type InventoryCommit } from './merge.js';
import { INVENTORY_LABEL, inventoryName } from './name.js';

const MANAGER = 'platform-mesh-inventory';

/** How often a change is tried after conflicts or failed requests. */
const ATTEMPTS = 12;
const PACE = { base: 50, cap: 2000 };

/**
 * What was applied for an owner, and for others beside it as far as we may see that.
 *
 * @throws {PlatformMeshError} `broken-inventory` when somebody changed it so that it cannot be read.
 * @throws {InvalidInputError} `other-clusters` when the owner was applied to other clusters than are given.
 */
export async function readInventory(place: InventoryPlace, options: CallOptions = {}): Promise<Applied> {
  const listed = await listInventories(place, options);
  if (listed) return appliedIn(listed, place);
  const own = await stored(place, options);
  return appliedIn(own ? [own] : [], place);
}

/**
 * Records what is about to be created or adopted, before it is written. Objects that are only updated need no record:
 * they are named already.
 *
 * @param known what this run knows: the result of its last read, record or commit
 */
export async function recordInventory(
  place: InventoryPlace,
  entries: Iterable<InventoryEntry>,
  known: Inventory,
  options: CallOptions = {},
): Promise<Inventory> {
  const added = [...entries];
  if (added.length === 0) return known;
  return change(place, { known, isRecord: true, changeTo: (stored) => recorded(stored.entries, added) }, options);
}

/**
 * Commits what came of a run. An inventory that names nothing any more is deleted. Where nothing of it changes and this
 * run recorded nothing, the server is not asked.
 *
 * @param known what this run knows: the result of its last read, record or commit
 */
export async function commitInventory(
  place: InventoryPlace,
  commit: InventoryCommit,
  known: Inventory,
  options: CallOptions = {},
): Promise<Inventory> {
  const changeTo = (stored: Inventory): InventoryEntries => committed(stored, known, commit);
  if (!known.isRecorded && isSameEntries(known.entries, changeTo(known))) return known;
  return change(place, { known, isRecord: false, changeTo }, options);
}

/** The ConfigMaps of all inventories of a namespace; undefined for whoever may not list them. */
export async function listInventories(
  { cluster, owner }: Pick<InventoryPlace, 'cluster' | 'owner'>,
  options: CallOptions = {},
): Promise<readonly KubernetesObject[] | undefined> {
  const query = { apiVersion: 'v1', kind: 'ConfigMap', namespace: owner.namespace, labelSelector: INVENTORY_LABEL };
  try {
    return (await cluster.list(query, options)).items;
  } catch (error) {
    if (isApiError(error, 'forbidden')) return undefined;
    throw error;
  }
}

interface Step {
  readonly known: Inventory;
  readonly isRecord: boolean;
  readonly changeTo: (stored: Inventory) => InventoryEntries;
}

/** One write: these entries replace that version. */
interface Write {
  /** What is replaced; undefined if nothing is stored. */
  readonly found: KubernetesObject | undefined;
  readonly next: KubernetesObject;
  readonly entries: InventoryEntries;
  /** The version that is replaced. */
  readonly before: string | undefined;
}

/**
 * Replaces the stored version only if it is the one that was read. If another run was faster, it repeats the change on the new
 * version, so no run loses the records of another one. The first record of an inventory that did not exist is sent without another
 * read.
 */
async function change(place: InventoryPlace, step: Step, options: CallOptions): Promise<Inventory> {
  let sent: Write | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const isFirst = attempt === 1 && step.isRecord && step.known.version === '';
    const found = isFirst ? undefined : await stored(place, options);
    try {
      const before = inventoryIn(found, place);
      if (found && sent && isWritten(sent, found, before)) {
        return knownAfter(step.known, sent.before, { ...before, isRecorded: step.isRecord });
      }
      if (!step.isRecord && isSameEntries(before.entries, step.changeTo(before))) return knownAfter(step.known, before.version, before);
      sent = writeOf(place, found, step);
      const written = await write(place, sent, options);
      return knownAfter(step.known, written.isJoined ? undefined : sent.before, { ...written.inventory, isRecorded: step.isRecord });
    } catch (error) {
      if (attempt === ATTEMPTS || !(isOvertaken(error, found) || mayPass(error))) throw error;
      await pause(attempt, options.signal);
    }
  }
}

/** Whether another run wrote or deleted the inventory meanwhile. */
function isOvertaken(error: unknown, found: KubernetesObject | undefined): boolean {
  return isApiError(error, 'conflict', 'apply-conflict') || (found !== undefined && isApiError(error, 'not-found'));
}

function mayPass(error: unknown): boolean {
  return isApiError(error) && error.retryable && error.code !== 'timeout';
}

/** Waits before the next attempt; rejected with the reason of the signal. */
async function pause(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(backoff(attempt, PACE, Math.random()), undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
}

function writeOf(place: InventoryPlace, found: KubernetesObject | undefined, { isRecord, changeTo }: Step): Write {
  const before = inventoryIn(found, place);
  const entries = changeTo(before);
  return { found, entries, next: withEntries(found ?? emptyConfigMap(place), entries, place, isRecord), before: before.version };
}

/** Whether the server stored our write although its answer was lost. */
function isWritten(sent: Write, found: KubernetesObject, { entries }: Inventory): boolean {
  return recordedIn(found) === recordedIn(sent.next) && isSameEntries(entries, sent.entries);
}

function stored({ cluster, ...place }: InventoryPlace, options: CallOptions): Promise<KubernetesObject | undefined> {
  return cluster.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: place.owner.namespace, name: inventoryName(place) }, options);
}

/** What is stored after a write. */
interface Written {
  readonly inventory: Inventory;
  /** Another run wrote at the same moment, and what it recorded is stored as well. @default false */
  readonly isJoined?: boolean;
}

/** Sends a write. An inventory without entries is deleted. */
async function write(place: InventoryPlace, { found, next, entries }: Write, options: CallOptions): Promise<Written> {
  const { cluster } = place;
  if (!found) return create(place, next, entries, options);
  if (entries.size > 0) {
    const { metadata } = await cluster.replace(next, { ...options, fieldManager: MANAGER });
    return { inventory: { entries, version: metadata.resourceVersion ?? '', isRecorded: false } };
  }
  await cluster.delete(refOf(found), { ...options, preconditions: { resourceVersion: found.metadata.resourceVersion } });
  return { inventory: NO_INVENTORY };
}

/**
 * Creates an inventory with its entries. We apply it instead of creating it, because RBAC cannot restrict `create` to one name. Each
 * call applies under a field manager of its own and never by force. So if another run creates it at the same moment, the API server
 * refuses other names under the same key, and otherwise keeps the names of both.
 */
async function create(place: InventoryPlace, next: KubernetesObject, entries: InventoryEntries, options: CallOptions): Promise<Written> {
  const fieldManager = `${MANAGER}-${randomBytes(6).toString('hex')}`;
  const inventory = inventoryIn(await place.cluster.apply(next, { ...options, fieldManager }), place);
  return { inventory, isJoined: !isSameEntries(inventory.entries, entries) };
}
