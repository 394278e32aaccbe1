import type { KubernetesObject, ObjectRef } from '../../kubernetes/index.js';
import { changeSet, execute, isRemoval, outcomeOf, type KnownInventories, type Outcome, type PlannedChange } from '../apply/index.js';
import { isApiError, type Observation } from '../cluster/index.js';
import type { InstanceContext } from './context.js';
import { reachableTargets, rememberOwn } from './inventories.js';
import { scopeOf, stateOf, type Area } from './pass.js';

/** What a deletion takes away. */
export interface RemovalArea extends Area {
  /** Targets that are gone, and what was applied to them with them. @default - none */
  readonly gone?: ReadonlySet<string>;
  /** Why an object stays; undefined if it may go. @default - every object may go */
  readonly keeps?: (target: string, object: KubernetesObject) => string | undefined;
  /** What goes although no inventory names it. @default - nothing */
  readonly extra?: readonly PlannedChange[];
}

/** One pass that deletes what inventories name and what is observed already. */
export async function removeApplied(context: InstanceContext, area: RemovalArea): Promise<readonly Outcome[]> {
  const { scope, levels, candidates } = removalSet(context, area);
  const known = reachableTargets(context, area.targets, area.step);
  const inventories: KnownInventories = new Map([...known].map(([target, { own }]) => [target, own]));
  const outcomes = await execute({ levels, candidates }, inventories, scope, (outcome) => context.emit({ type: 'outcome', outcome }));
  rememberOwn(context, inventories, area.step);
  return outcomes;
}

/** The same while something else must go first: nothing is deleted, and each object says that it waits. */
export function holdApplied(context: InstanceContext, area: RemovalArea): readonly Outcome[] {
  const outcomes = removalSet(context, area).candidates.map((change): Outcome =>
    isRemoval(change) ? { ...change, result: 'waiting' } : outcomeOf(change),
  );
  for (const outcome of outcomes) context.emit({ type: 'outcome', outcome });
  return outcomes;
}

/** What would be deleted, and what would stay. */
function removalSet(
  context: InstanceContext,
  { gone, keeps, extra = [], ...area }: RemovalArea,
): { readonly scope: ReturnType<typeof scopeOf> } & ReturnType<typeof changeSet> {
  const policy = { ...context.policy, prune: true, allowMassPrune: true };
  const scope = scopeOf({ ...context, policy }, area);
  const known = reachableTargets(context, area.targets, area.step);
  const state = stateOf(context, known, scope, area.step);
  const observe = (target: string, ref: ObjectRef): Observation =>
    gone?.has(target) === true ? { state: 'absent' } : withoutWorkspace(state.observe(target, ref));
  const { levels, candidates } = changeSet([], { ...state, observe, ...(keeps ? { keeps } : {}) }, scope.policy);
  return { scope, levels, candidates: [...candidates, ...extra] };
}

/** A workspace may be gone before its parent says so. */
function withoutWorkspace(observed: Observation): Observation {
  return observed.state === 'forbidden' && isApiError(observed.error, 'unknown-workspace') ? { state: 'absent' } : observed;
}
