import pMap from 'p-map';
import { isApiError, keyOf, type ApiError } from '../cluster/index.js';
import { PARALLEL, type ApplyContext, type Change, type Farewell, type Outcome } from './change.js';
import { deletionWaves } from './deletion-order.js';
import { readLive } from './live-objects.js';
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
 */
export async function remove(removals: readonly Removal[], context: ApplyContext, report: (outcome: Outcome) => void): Promise<readonly Outcome[]> {
  const byObject = new Map(removals.map((removal) => [removal.verdict.before, removal]));
  const outcomes: Outcome[] = [];
  const say = (outcome: Outcome): void => {
    outcomes.push(outcome);
    report(outcome);
  };
  for (const wave of deletionWaves([...byObject.keys()])) {
    const members = wave.flatMap((object) => byObject.get(object) ?? []);
    if (context.stop?.aborted === true) for (const removal of members) say({ ...removal, result: 'stopped' });
    else if (outcomes.some(({ result }) => result !== 'done')) for (const removal of members) say({ ...removal, result: 'waiting' });
    else await removeWave(members, context, say);
  }
  return outcomes;
}

async function removeWave(wave: readonly Removal[], context: ApplyContext, say: (outcome: Outcome) => void): Promise<void> {
  const accepted = await pMap(
    wave,
    async (removal) => {
      const error = await deleteOne(removal, context);
      if (error) say({ ...removal, result: 'failed', error });
      return error ? [] : [removal];
    },
    { concurrency: PARALLEL },
  );
  let left = accepted.flat();
  while (left.length > 0) {
    const present = await presentOf(left, context);
    for (const removal of left) if (!present.has(removal)) say({ ...removal, result: 'done' });
    // As they are now: what still holds them is to be told.
    left = left.flatMap((removal) => present.get(removal) ?? []);
    if (left.length > 0 && !(await rest(PAUSE, context))) break;
  }
  for (const removal of left) say({ ...removal, result: 'waiting' });
}

/** What was read is what is deleted: an object that somebody made anew in the meantime stays. */
async function deleteOne({ target, id, verdict }: Removal, { placeOf, rules }: ApplyContext): Promise<ApiError | undefined> {
  const { uid } = verdict.before.metadata;
  const { cluster } = placeOf(target);
  try {
    if (verdict.handover) await cluster.mergePatch(id, verdict.handover.patch, { fieldManager: rules.fieldManager });
    await cluster.delete(id, { propagation: 'Background', ...(typeof uid === 'string' ? { preconditions: { uid } } : {}) });
    return undefined;
  } catch (error) {
    if (!isApiError(error)) throw error;
    // Somebody made a new one of that name, or was faster.
    return error.code === 'conflict' || error.code === 'not-found' ? undefined : error;
  }
}

/** Those that are still there, as they are: the same objects, not new ones of the same name. */
async function presentOf(removals: readonly Removal[], { placeOf }: ApplyContext): Promise<ReadonlyMap<Removal, Removal>> {
  const targets = Map.groupBy(removals, ({ target }) => target);
  const found = await Promise.all(
    [...targets].map(async ([target, members]) => {
      const { objects } = await readLive(placeOf(target).cluster, members.map(({ id }) => id));
      return members.flatMap((removal) => {
        const before = objects.get(keyOf(removal.id));
        return before && before.metadata.uid === removal.verdict.before.metadata.uid ? [[removal, { ...removal, verdict: { ...removal.verdict, before } }] as const] : [];
      });
    }),
  );
  return new Map(found.flat());
}
