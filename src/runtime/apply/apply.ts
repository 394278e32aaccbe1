import { keyOf, refOf } from '../../kubernetes/index.js';
import pMap from 'p-map';
import { isApiError } from '../cluster/index.js';
import { PARALLEL, type ApplyContext, type Change, type Desired, type Outcome } from './change.js';
import { changeInventory, inventoryOf, type Inventory } from './inventory.js';
import { farewells, look, otherOwnerOf, survey, type Situation } from './plan.js';
import { remove, type Removal } from './remove.js';
import { rest } from './rest.js';
import { applyOne } from './write.js';

/** What an apply tells while it runs. */
export interface ApplyListener {
  /** An object is waited for, such as a kind that the cluster does not serve yet. Told once for each. */
  readonly waiting: (change: Change) => void;
  /** An object is done with. */
  readonly done: (outcome: Outcome) => void;
}

/** How long to wait before what could not be written is tried again, in ms, the last one again and again. */
const PAUSES = [250, 500, 1000, 2000, 5000];

/**
 * Applies objects, level by level of their order, each level in parallel. What is refused does not keep the others; what
 * may succeed later, once others are there, is tried again as long as there is patience.
 *
 * The inventory names every object before it is written and until it is gone, so that a run that ends at any point
 * leaves nothing behind that the next one does not know.
 */
export async function apply(desired: readonly Desired[], targets: readonly string[], context: ApplyContext, listener: ApplyListener): Promise<readonly Outcome[]> {
  const situation = await survey(desired, targets, context);
  const known = new Map(situation.inventories);
  const attempts: Attempt[] = [];
  for (const level of levelsOf(desired)) {
    if (context.stop?.aborted !== true) await remember(level.filter((wanted) => otherOwnerOf(wanted, situation.others) === undefined), known, context);
    attempts.push(...(await tryAll(level, situation, context, listener)));
  }
  for (const { outcome } of attempts) if (outcome.result === 'waiting') listener.waiting(outcome);
  const outcomes = await persist(attempts, situation, context, listener);
  const complete = outcomes.length === desired.length && outcomes.every(({ result }) => result === 'done');
  if (!complete) return [...outcomes, ...(context.prune ? postpone(desired, situation, context, listener) : [])];
  const gone = context.prune ? await prune(desired, situation, context, listener) : [];
  // What was written may have been forgotten by another run in between, which did not want it.
  const hasWritten = outcomes.some(({ verdict }) => verdict.action !== 'unchanged');
  await settle(desired, { gone, known, hasWritten }, situation, context);
  return [...outcomes, ...gone];
}

/** What was tried with one object. */
interface Attempt {
  readonly wanted: Desired;
  readonly outcome: Outcome;
}

function levelsOf(desired: readonly Desired[]): readonly (readonly Desired[])[] {
  return [...Map.groupBy(desired, ({ order }) => order)].sort(([a], [b]) => a - b).map(([, level]) => level);
}

/** Tries each once; what is done with is told. */
function tryAll(level: readonly Desired[], situation: Situation, context: ApplyContext, { done }: ApplyListener): Promise<readonly Attempt[]> {
  const attempt = async (wanted: Desired): Promise<Attempt> => {
    const outcome = await applyOne(wanted, situation, context);
    if (outcome.result !== 'waiting') done(outcome);
    return { wanted, outcome };
  };
  return pMap(level, attempt, { concurrency: PARALLEL });
}

/** Tries again, round by round, what the cluster cannot take yet. */
async function persist(first: readonly Attempt[], before: Situation, context: ApplyContext, listener: ApplyListener): Promise<readonly Outcome[]> {
  const outcomes = new Map(first.map(({ wanted, outcome }) => [wanted, outcome]));
  const isWaiting = (wanted: Desired): boolean => outcomes.get(wanted)?.result === 'waiting';
  let left = [...outcomes.keys()].filter(isWaiting);
  for (let round = 0; left.length > 0 && (await rest(PAUSES[Math.min(round, PAUSES.length - 1)] ?? 0, context)); round += 1) {
    const situation = await lookAgain(left, before, context);
    if (situation) for (const { wanted, outcome } of await tryAll(left, situation, context, listener)) outcomes.set(wanted, outcome);
    left = left.filter(isWaiting);
  }
  return [...outcomes.values()].map((outcome) => (outcome.result === 'waiting' ? giveUp(outcome, context, listener) : outcome));
}

/** Undefined where nothing can be read just now, as while a server starts again. */
async function lookAgain(left: readonly Desired[], { inventories, others }: Situation, context: ApplyContext): Promise<Situation | undefined> {
  try {
    return { inventories, others, live: await look(left, context) };
  } catch (error) {
    if (isApiError(error) && error.retryable) return undefined;
    throw error;
  }
}

/** What the server could not do is a failure in the end; what is not there yet may still come. */
function giveUp(outcome: Outcome, { stop }: ApplyContext, { done }: ApplyListener): Outcome {
  const error = outcome.verdict.action === 'blocked' ? outcome.verdict.error : undefined;
  const last: Outcome = error && stop?.aborted !== true ? { ...outcome, result: 'failed', error } : outcome;
  done(last);
  return last;
}

/** Writes down what is about to be written, unless it is known already. */
async function remember(level: readonly Desired[], known: Map<string, Inventory>, { placeOf }: ApplyContext): Promise<void> {
  for (const [target, members] of Map.groupBy(level, (wanted) => wanted.target)) {
    const refs = members.map(({ object }) => refOf(object));
    const withMembers = (before: Inventory): Inventory => inventoryOf([...before.values(), ...refs.filter((ref) => !before.has(keyOf(ref)))]);
    known.set(target, await changeInventory(placeOf(target), withMembers, known.get(target)));
  }
}

/** Nothing goes before everything that is wanted is there. */
function postpone(desired: readonly Desired[], situation: Situation, context: ApplyContext, { done }: ApplyListener): readonly Outcome[] {
  const kept = farewells(desired, situation, context).filter(isRemoval).map((change): Outcome => ({ ...change, verdict: { action: 'blocked', reason: 'it is deleted when everything that is wanted is there' }, result: context.stop?.aborted === true ? 'stopped' : 'waiting' }));
  for (const outcome of kept) done(outcome);
  return kept;
}

async function prune(desired: readonly Desired[], situation: Situation, context: ApplyContext, listener: ApplyListener): Promise<readonly Outcome[]> {
  const changes = farewells(desired, situation, context);
  const kept = changes.filter((change) => !isRemoval(change)).map(outcomeOfKept);
  for (const outcome of kept) listener.done(outcome);
  return [...kept, ...(await remove(changes.filter(isRemoval), context, kept.some(({ result }) => result === 'failed'), listener.done))];
}

/** Whether a change deletes. */
export function isRemoval(change: Change): change is Removal {
  return change.verdict.action === 'prune';
}

/** What becomes of an object that is wanted no more and not deleted: it is somebody else's, or we may not see it. */
export function outcomeOfKept(change: Change): Outcome {
  return change.verdict.action === 'failed' ? { ...change, result: 'failed', error: change.verdict.error } : { ...change, result: 'done' };
}

/** At the end an inventory names what is wanted, as it was written, and no more what earlier runs left and is gone now. */
async function settle(desired: readonly Desired[], { gone, known, hasWritten }: { readonly gone: readonly Outcome[]; readonly known: ReadonlyMap<string, Inventory>; readonly hasWritten: boolean }, { inventories }: Situation, { placeOf, prune: prunes }: ApplyContext): Promise<void> {
  for (const [target, inventory] of known) {
    const wanted = inventoryOf(desired.filter((entry) => entry.target === target).map(({ object }) => refOf(object)));
    const left = inventoryOf(gone.filter((outcome) => outcome.target === target && outcome.result !== 'done').map(({ id }) => id));
    const isForgotten = (key: string): boolean => prunes && inventories.get(target)?.has(key) === true && !left.has(key);
    const settled = (before: Inventory): Inventory => new Map([...[...before].filter(([key]) => !isForgotten(key)), ...wanted]);
    await changeInventory(placeOf(target), settled, hasWritten ? undefined : inventory);
  }
}
