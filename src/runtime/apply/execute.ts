import pMap from 'p-map';
import { describeObject, keyOf, refOf } from '../../kubernetes/index.js';
import type { Cluster, Schema } from '../cluster/index.js';
import type { ChangeSet, DecidedObject } from './change-set.js';
import { deletePass, isRemoval } from './delete-pass.js';
import { adoptionOf } from './fields/index.js';
import { commitInventory, recordInventory, type Inventory, type InventoryEntry, type Origin } from './inventory/index.js';
import { outcomeOf, type Outcome, type PlannedChange } from './planned-change.js';
import { PARALLEL, type ApplyScope } from './scope.js';
import { closedFor, writeObject } from './write.js';

/** The inventories by target, as this run knows them; a pass replaces what it changes. */
export type KnownInventories = Map<string, Inventory>;

/** Called with each outcome. */
export type OutcomeListener = (outcome: Outcome) => void;

/**
 * Carries out a change set in one pass, level by level. It never waits: an object that cannot be written now gets the
 * outcome `waiting`, and another pass retries it. It takes the lease before its first write, and not earlier.
 *
 * The inventory names an object before it is written and until it is gone. So a run may end at any point, and the next run
 * knows every object that may exist.
 */
export async function execute(
  set: ChangeSet,
  inventories: KnownInventories,
  scope: ApplyScope,
  report: OutcomeListener,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const add = (...more: readonly Outcome[]): void => {
    outcomes.push(...more);
    more.forEach(report);
  };
  const incomplete: Incomplete[] = [];
  let locked: string | undefined;
  let recorded = 0;
  for (const [index, level] of set.levels.entries()) {
    if (locked === undefined && index === recorded) {
      const ahead = upToGate(set.levels.slice(index), scope);
      recorded += ahead.length;
      locked = await record(ahead.filter((each) => holderOf(each, incomplete) === undefined).flat(), inventories, scope);
    }
    const reason = locked ?? holderOf(level, incomplete);
    if (reason === undefined) {
      const before = outcomes.length;
      await pMap(level, async (decided) => add(await attempt(decided, scope)), { concurrency: PARALLEL });
      incomplete.push(...closedGatesOf(level, scope), ...unwrittenIn(level, outcomes.slice(before)));
    } else {
      add(...level.map((decided) => heldBack(decided, reason)));
    }
  }
  const isComplete = outcomes.every(({ result }) => result === 'done');
  if (scope.policy.prune) add(...(await removeCandidates(set.candidates, scope, isComplete)));
  await commit(set, outcomes, inventories, scope);
  return outcomes;
}

async function attempt({ desired, decision }: DecidedObject, scope: ApplyScope): Promise<Outcome> {
  if (decision.kind === 'nothing' || scope.stop?.aborted !== true) return writeObject(desired, decision, scope);
  const { target, object } = desired;
  return { target, id: refOf(object), object, planned: { action: 'blocked', reason: 'it was not started', wakeOn: [] }, result: 'stopped' };
}

/** The outcome without a write: unchanged objects are done, the others wait. */
function heldBack({ desired, decision }: DecidedObject, reason: string): Outcome {
  const { target, object } = desired;
  const planned = decision.kind === 'nothing' ? decision.planned : ({ action: 'blocked', reason, wakeOn: [] } as const);
  return outcomeOf({ target, id: refOf(object), object, planned });
}

/** A level that holds up others: a gate of it is closed, or an object of it cannot be written yet. */
interface Incomplete {
  readonly level: number;
  readonly because: 'gate' | 'unwritten';
  readonly reason: string;
}

/** Why a level must not begin; undefined if it may. */
function holderOf([first]: readonly DecidedObject[], incomplete: readonly Incomplete[]): string | undefined {
  const afterLevels = first?.desired.afterLevels;
  return incomplete.find(({ level, because }) => (afterLevels ? afterLevels.has(level) : because === 'gate'))?.reason;
}

function closedGatesOf(level: readonly DecidedObject[], { closedGate }: ApplyScope): readonly Incomplete[] {
  for (const { desired } of level) {
    const reason = closedGate(desired.target, refOf(desired.object));
    if (reason !== undefined) return [{ level: desired.level, because: 'gate', reason }];
  }
  return [];
}

/**
 * The objects that nobody has asked the server to write, for example because it does not serve their kind yet. A withheld object
 * does not count, because what it waits for may come long after everything else; nor does a refused one, as it may be refused for
 * good.
 */
function unwrittenIn(level: readonly DecidedObject[], outcomes: readonly Outcome[]): readonly Incomplete[] {
  const waiting = new Set(
    outcomes.flatMap(({ object, planned }) => (planned.action === 'blocked' && planned.error === undefined ? [object] : [])),
  );
  for (const { desired } of level) {
    if (desired.withheld !== undefined || !waiting.has(desired.object)) continue;
    const reason = `it waits for ${describeObject(refOf(desired.object))}, which is not written yet`;
    return [{ level: desired.level, because: 'unwritten', reason }];
  }
  return [];
}

/** The levels up to the first closed gate: their names are recorded together. */
function upToGate(levels: ChangeSet['levels'], scope: ApplyScope): ChangeSet['levels'] {
  const gate = levels.findIndex((level) => closedGatesOf(level, scope).length > 0);
  return levels.slice(0, gate === -1 ? levels.length : gate + 1);
}

/** Records the names of objects that this pass writes. @returns why nothing may be written, or undefined */
async function record(objects: readonly DecidedObject[], inventories: KnownInventories, scope: ApplyScope): Promise<string | undefined> {
  if (scope.stop?.aborted === true) return undefined;
  const added = [...Map.groupBy(objects, ({ desired }) => desired.target)].flatMap(([target, members]) => {
    const known = inventories.get(target);
    const unnamed = known ? members.filter((member) => needsRecord(member, known)) : [];
    return known === undefined || unnamed.length === 0 ? [] : [{ target, known, unnamed }];
  });
  if (added.length === 0) return undefined;
  const [closed, records] = await Promise.all([
    closedFor(scope),
    Promise.all(added.map(async ({ unnamed, ...rest }) => ({ ...rest, entries: await entriesFor(unnamed, rest, scope) }))),
  ]);
  if (closed) return closed.reason;
  await Promise.all(
    records.map(async ({ target, known, entries }) =>
      inventories.set(target, await recordInventory(scope.writing(target).inventory, entries, known)),
    ),
  );
  return undefined;
}

/** What to record about objects of a target. */
async function entriesFor(
  unnamed: readonly DecidedObject[],
  { target, known }: { readonly target: string; readonly known: Inventory },
  scope: ApplyScope,
): Promise<readonly InventoryEntry[]> {
  const { cluster } = scope.placeOf(target);
  return Promise.all(unnamed.map(async (member) => entryOf(member, known, await schemaOf(member, cluster))));
}

function needsRecord({ desired, decision }: DecidedObject, { entries }: Inventory): boolean {
  // Record a creation even if the inventory has the name: another run may be about to drop that name, and must see this record.
  return decision.kind === 'create' || (decision.kind === 'compare' && !entries.has(keyOf(refOf(desired.object))));
}

/** It tells what the API server adds to an object, so that this does not count as somebody's own. */
async function schemaOf({ desired, decision }: DecidedObject, cluster: Cluster): Promise<Schema | undefined> {
  return decision.kind === 'compare' ? cluster.schemaFor(desired.object) : undefined;
}

function entryOf(decided: DecidedObject, { entries }: Inventory, schema?: Schema): InventoryEntry {
  const ref = refOf(decided.desired.object);
  // What we create is ours, whoever made an object of that name before.
  return { ref, origin: decided.decision.kind === 'create' ? 'created' : (entries.get(keyOf(ref))?.origin ?? originOf(decided, schema)) };
}

/** How an object comes to us, by what was there before the first apply. */
function originOf({ desired, decision }: DecidedObject, schema: Schema | undefined): Origin {
  if (decision.kind !== 'compare') return 'created';
  const { fieldManager, claims = [] } = desired;
  const adoption = adoptionOf(desired.object, decision.live, { fieldManager, claims, schema });
  return { ours: 'created' as const, 'own-output': 'adopted' as const, foreign: 'foreign' as const }[adoption];
}

async function removeCandidates(candidates: readonly PlannedChange[], scope: ApplyScope, isComplete: boolean): Promise<readonly Outcome[]> {
  const kept = candidates.filter((change) => !isRemoval(change)).map(outcomeOf);
  const removals = candidates.filter(isRemoval);
  if (isComplete) {
    const isHeld = kept.some(({ result }) => result !== 'done');
    return [...kept, ...(await deletePass(removals, scope, isHeld))];
  }
  const reason = 'it is pruned after all desired objects are applied';
  const postponed = removals.map((change): Outcome => ({
    ...change,
    planned: { action: 'blocked', reason, wakeOn: [], isPostponed: true },
    result: scope.stop?.aborted === true ? 'stopped' : 'waiting',
  }));
  return [...kept, ...postponed];
}

/** Commits to the inventories what exists now. */
async function commit(set: ChangeSet, outcomes: readonly Outcome[], inventories: KnownInventories, scope: ApplyScope): Promise<void> {
  const decided = new Map(set.levels.flat().map((member) => [`${member.desired.target} ${keyOf(refOf(member.desired.object))}`, member]));
  const byTarget = Map.groupBy(outcomes, ({ target }) => target);
  const clusterOf = (target: string): string => scope.placeOf(target).cluster.id;
  const changed = [...inventories].flatMap(([target, known]) => {
    const members = byTarget.get(target) ?? [];
    const applied = members.flatMap((outcome) => {
      const member = decided.get(`${target} ${keyOf(outcome.id)}`);
      return member && outcome.result === 'done' ? [entryOf(member, known)] : [];
    });
    const forgotten = scope.policy.prune ? goneFrom(known, set, members, { target, clusterOf }) : [];
    return isCommitted(known, applied, forgotten) ? [] : [{ target, known, commit: { applied, forgotten } }];
  });
  // Without the lease, the next pass commits.
  if (changed.length === 0 || (await closedFor(scope))) return;
  const ended = await Promise.allSettled(
    changed.map(async ({ target, known, commit: change }) =>
      inventories.set(target, await commitInventory(scope.writing(target).inventory, change, known)),
    ),
  );
  // Only now, because the pass gives the lease back when it ends.
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
}

/** The target of an inventory, and its cluster. */
interface Where {
  readonly target: string;
  readonly clusterOf: (target: string) => string;
}

/** Keys of the inventory whose objects are neither desired on its cluster nor still there. */
function goneFrom(known: Inventory, set: ChangeSet, outcomes: readonly Outcome[], { target, clusterOf }: Where): readonly string[] {
  const here = set.levels.flat().filter(({ desired }) => clusterOf(desired.target) === clusterOf(target));
  const desired = new Set(here.map(({ desired: { object } }) => keyOf(refOf(object))));
  const left = new Set(outcomes.filter(({ planned, result }) => result !== 'done' || planned.action === 'skip').map(({ id }) => keyOf(id)));
  return [...known.entries.keys()].filter((key) => !desired.has(key) && !left.has(key));
}

function isCommitted(known: Inventory, applied: readonly InventoryEntry[], forgotten: readonly string[]): boolean {
  if (known.isRecorded || forgotten.length > 0) return false;
  return applied.every(({ ref, origin }) => {
    const entry = known.entries.get(keyOf(ref));
    return entry?.origin === origin && entry.ref.apiVersion === ref.apiVersion;
  });
}
