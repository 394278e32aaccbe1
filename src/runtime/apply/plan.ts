import { type KubernetesObject, type ObjectRef, describeObject, keyOf, refOf } from '../../kubernetes/index.js';
import pMap from 'p-map';
import { PlatformMeshError } from '../../errors.js';
import { PARALLEL, type ApplyContext, type Change, type Desired, type Farewell } from './change.js';
import { isApiError, type Cluster } from '../cluster/index.js';
import { readInventories, type Applied, type Inventory } from './inventory.js';
import { judge, refusal, type Verdict, type WriteRules } from './judge.js';
import { readLive, type Live } from './live-objects.js';
import { managersOf } from './fields/index.js';

/** What is there before anything is changed. */
export interface Situation {
  /** What earlier runs applied, by target. */
  readonly inventories: ReadonlyMap<string, Inventory>;
  /** What other instances applied, by target: their names by the keys of the objects. */
  readonly others: ReadonlyMap<string, Applied['others']>;
  /** What lives in each target, of that and of what is wanted. */
  readonly live: ReadonlyMap<string, Live>;
}

/**
 * Reads what is there.
 *
 * @param targets every target that an instance may have objects in, so that those of a target that has none any more are found
 */
export async function survey(desired: readonly Desired[], targets: readonly string[], { placeOf }: Pick<ApplyContext, 'placeOf'>): Promise<Situation> {
  const all = [...new Set([...targets, ...desired.map(({ target }) => target)])];
  const applied = await Promise.all(all.map(async (target) => [target, await readInventories(placeOf(target))] as const));
  const inventories = new Map(applied.map(([target, { own }]) => [target, own]));
  return { inventories, others: new Map(applied.map(([target, { others }]) => [target, others])), live: await look(desired, { placeOf }, inventories) };
}

/** What lives in each target, of what is wanted and of what the inventories name. */
export async function look(desired: readonly Desired[], { placeOf }: Pick<ApplyContext, 'placeOf'>, inventories: Situation['inventories'] = new Map()): Promise<Situation['live']> {
  const wanted = Map.groupBy(desired, ({ target }) => target);
  const targets = [...new Set([...inventories.keys(), ...wanted.keys()])];
  const read = targets.map(async (target) => {
    const ids = new Map([...(inventories.get(target) ?? []), ...(wanted.get(target) ?? []).map(({ object }) => [keyOf(refOf(object)), refOf(object)] as const)]);
    return [target, await readLive(placeOf(target).cluster, [...ids.values()])] as const;
  });
  return new Map(await Promise.all(read));
}

/** What an apply would do, object by object: those that are wanted in their order, then those that go. */
export async function plan(desired: readonly Desired[], targets: readonly string[], context: ApplyContext): Promise<readonly Change[]> {
  const situation = await survey(desired, targets, context);
  const changes = await pMap(desired, async (entry) => judgeOne(entry, situation, context), { concurrency: PARALLEL });
  return [...changes, ...(context.prune ? farewells(desired, situation, context) : [])];
}

/** What would become of one object. */
async function judgeOne(wanted: Desired, situation: Situation, context: ApplyContext): Promise<Change> {
  const { placeOf, rules } = context;
  const change = await changeOf(wanted, situation, context);
  const verdict = 'verdict' in change ? change.verdict : await judge(placeOf(wanted.target).cluster, change.object, change.live, rules);
  // Nobody tries again.
  return { ...change, verdict: verdict.action === 'blocked' && verdict.error ? { action: 'failed', error: verdict.error } : verdict };
}

/** An object that can be judged. */
export interface Judgeable extends Omit<Change, 'verdict'> {
  readonly object: KubernetesObject;
  /** As it is. @default - it is not there */
  readonly live?: KubernetesObject;
}

/** What is to be written and what is there; a verdict where that cannot be told. */
export async function changeOf(wanted: Desired, { live, others }: Situation, { placeOf, rules }: Pick<ApplyContext, 'placeOf' | 'rules'>): Promise<Judgeable | Change> {
  const { target, object: given } = wanted;
  const id = refOf(given);
  const hidden = live.get(target)?.hidden.get(keyOf(id));
  if (hidden) return { target, id, verdict: { action: 'failed', error: hidden } };
  const owner = otherOwnerOf(wanted, others);
  if (owner !== undefined) return { target, id, verdict: { action: 'failed', error: otherPlatform(id, owner, placeOf(target).namespace) } };
  const made = await resolved(wanted, rules);
  if ('verdict' in made) return { target, id, ...made };
  const there = live.get(target)?.objects.get(keyOf(id));
  return { target, id, ...made, ...(there ? { live: there } : {}) };
}

/** The instance that has applied an object which no two may have. */
export function otherOwnerOf({ target, object, isShared }: Desired, others: Situation['others']): string | undefined {
  return isShared ? undefined : others.get(target)?.get(keyOf(refOf(object)));
}

function otherPlatform(ref: ObjectRef, owner: string, namespace: string): PlatformMeshError {
  return new PlatformMeshError('other-platform', `${describeObject(ref)}: it belongs to PlatformMesh ${namespace}/${owner}`, {
    hint: `give one of the two another namespace; where ${owner} was only renamed, delete its ConfigMaps ${owner}-inventory-*, and its objects are taken over`,
  });
}

/** An object, or why it cannot be made yet. */
async function resolved({ object, resolve }: Desired, rules: WriteRules): Promise<{ readonly object: KubernetesObject } | { readonly verdict: Verdict }> {
  if (!resolve) return { object };
  try {
    const made = await resolve();
    return typeof made === 'string' ? { verdict: { action: 'blocked', reason: made } } : { object: made };
  } catch (error) {
    if (!isApiError(error)) throw error;
    return { verdict: refusal(object, undefined, rules, error) };
  }
}

/** What an earlier run applied, is still there, and is wanted no more. */
export function farewells(desired: readonly Desired[], { inventories, others, live }: Situation, context: Pick<ApplyContext, 'placeOf' | 'rules' | 'handover'>): readonly Change[] {
  const { placeOf } = context;
  const wanted = keysByCluster(desired, placeOf);
  return [...inventories].flatMap(([target, inventory]) =>
    [...inventory].flatMap(([key, id]): readonly Change[] => {
      if (wanted.get(placeOf(target).cluster)?.has(key) === true) return [];
      const hidden = live.get(target)?.hidden.get(key);
      if (hidden) return [{ target, id, verdict: { action: 'failed', error: hidden } }];
      const before = live.get(target)?.objects.get(key);
      if (before === undefined) return [];
      const owner = others.get(target)?.get(key);
      return [{ target, id: refOf(before), verdict: owner === undefined ? farewell(before, context) : { action: 'release', before, managers: [`PlatformMesh ${owner}`] } }];
    }),
  );
}

/** Two targets may be one cluster: what moves from one to the other stays. */
function keysByCluster(desired: readonly Desired[], placeOf: ApplyContext['placeOf']): ReadonlyMap<Cluster, ReadonlySet<string>> {
  const byCluster = Map.groupBy(desired, ({ target }) => placeOf(target).cluster);
  return new Map([...byCluster].map(([cluster, members]) => [cluster, new Set(members.map(({ object }) => keyOf(refOf(object))))]));
}

/** Only what we still own a part of is ours to delete: it may have been deleted and made anew by somebody else. */
function farewell(before: KubernetesObject, { rules, handover }: Pick<ApplyContext, 'rules' | 'handover'>): Farewell {
  const managers = managersOf(before);
  if (!managers.includes(rules.fieldManager)) return { action: 'release', before, managers };
  const handedOver = handover?.(before);
  return { action: 'prune', before, ...(handedOver ? { handover: handedOver } : {}) };
}
