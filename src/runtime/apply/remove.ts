import { type ObjectRef, keyOf } from '../../kubernetes/index.js';
import pMap from 'p-map';
import { ApiError, isApiError, type Cluster } from '../cluster/index.js';
import { PARALLEL, type ApplyContext, type Change, type Farewell, type Handover, type Outcome } from './change.js';
import { deletionWaves } from './deletion-order.js';
import { readLive, type Live } from './live-objects.js';
import { rest } from './rest.js';

/** How long to wait before looking again whether objects are gone, in ms: a list for each kind. */
const PAUSE = 1000;

/** A change that deletes. */
export type Removal = Change & { readonly verdict: Extract<Farewell, { readonly action: 'prune' }> };

/**
 * Deletes objects wave by wave, each when those before it are gone.
 *
 * When the time is up, or something is refused, later waves are left as they are: an operator must not go before what it
 * has to clean up.
 *
 * @param held whether something that may have to go first cannot: then everything is left as it is
 */
export async function remove(removals: readonly Removal[], context: ApplyContext, held: boolean, report: (outcome: Outcome) => void): Promise<readonly Outcome[]> {
  const byObject = new Map(removals.map((removal) => [removal.verdict.before, removal]));
  const outcomes: Outcome[] = [];
  const say = (outcome: Outcome): void => {
    outcomes.push(outcome);
    report(outcome);
  };
  for (const wave of deletionWaves([...byObject.keys()])) {
    const members = wave.flatMap((object) => byObject.get(object) ?? []);
    if (context.stop?.aborted === true) for (const removal of members) say({ ...removal, result: 'stopped' });
    else if (held || outcomes.some(({ result }) => result !== 'done')) for (const removal of members) say({ ...removal, result: 'waiting' });
    else await removeWave(members, context, say);
  }
  return outcomes;
}

async function removeWave(wave: readonly Removal[], context: ApplyContext, say: (outcome: Outcome) => void): Promise<void> {
  let unasked = wave;
  let left: readonly Removal[] = [];
  do {
    const asked = await pMap(unasked, async (removal) => [removal, await deleteOne(removal, context)] as const, { concurrency: PARALLEL });
    for (const [removal, error] of asked) if (error instanceof ApiError && !error.retryable) say({ ...removal, result: 'failed', error });
    unasked = asked.flatMap(([removal, answer]) => (answer === 'stopped' || (answer instanceof ApiError && answer.retryable) ? [removal] : []));
    left = [...left, ...asked.flatMap(([removal, answer]) => (answer === 'asked' ? [removal] : []))];
    const present = await presentOf(left, context);
    for (const removal of left) if (!present.has(removal)) say({ ...removal, result: 'done' });
    // As they are now: what still holds them is to be told.
    left = left.flatMap((removal) => present.get(removal) ?? []);
  } while ((left.length > 0 || unasked.length > 0) && (await rest(PAUSE, context)));
  for (const removal of unasked) say({ ...removal, result: context.stop?.aborted === true ? 'stopped' : 'waiting' });
  for (const removal of left) say({ ...removal, result: 'waiting' });
}

/** What was read is what is deleted: an object that somebody made anew in the meantime stays. */
async function deleteOne({ target, id, verdict: { before, handover } }: Removal, { placeOf, rules, stop }: ApplyContext): Promise<'asked' | 'stopped' | ApiError> {
  if (stop?.aborted === true) return 'stopped';
  const { cluster } = placeOf(target);
  const { uid } = before.metadata;
  const patch = (change: Handover['patch']): Promise<unknown> => cluster.mergePatch(id, { ...change, metadata: { uid } }, { fieldManager: rules.fieldManager });
  try {
    if (handover) await patch(handover.patch);
    await cluster.delete(id, { propagation: 'Background', preconditions: { uid } });
    return 'asked';
  } catch (error) {
    if (!isApiError(error)) throw error;
    // Somebody made a new one of that name, was faster, or took the kind away.
    if (isApiError(error, 'conflict', 'not-found', 'unknown-kind')) return 'asked';
    if (handover) await patch(handover.takeBack).catch(() => undefined);
    return error;
  }
}

/** Those that are still there, as they are: the same objects, not new ones of the same name. What cannot be seen just now counts as there. */
async function presentOf(removals: readonly Removal[], { placeOf }: ApplyContext): Promise<ReadonlyMap<Removal, Removal>> {
  const targets = Map.groupBy(removals, ({ target }) => target);
  const found = await Promise.all(
    [...targets].map(async ([target, members]) => {
      const live = await seen(placeOf(target).cluster, members.map(({ id }) => id));
      return members.flatMap((removal) => {
        const key = keyOf(removal.id);
        if (!live || live.hidden.has(key)) return [[removal, removal] as const];
        const before = live.objects.get(key);
        return before && before.metadata.uid === removal.verdict.before.metadata.uid ? [[removal, { ...removal, verdict: { ...removal.verdict, before } }] as const] : [];
      });
    }),
  );
  return new Map(found.flat());
}

/** Undefined while nothing can be read, as while a server starts again. */
async function seen(cluster: Cluster, refs: readonly ObjectRef[]): Promise<Live | undefined> {
  try {
    return await readLive(cluster, refs);
  } catch (error) {
    if (isApiError(error) && error.retryable) return undefined;
    throw error;
  }
}
