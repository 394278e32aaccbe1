import { keyOf } from '../../kubernetes/index.js';
import type { Need, ObjectState } from '../object-state.js';

/**
 * Whether waiting changes nothing: something is not ready, and each object that is not has failed, or needs something that
 * has failed, directly or not.
 *
 * @param related states of other objects, which the first ones need
 */
export function isStuck(states: readonly ObjectState[], related: readonly ObjectState[] = []): boolean {
  const notReady = states.filter(({ readiness }) => readiness.state !== 'ready');
  if (!notReady.some(isFailed) && !related.some(isFailed)) return false;
  const all = [...states, ...related];
  const dependents = dependentsOf(all);
  const stuck = new Set(all.filter(isFailed));
  // A set that grows while it is walked through is walked through to its end.
  for (const state of stuck) for (const dependent of dependents.get(keyOfState(state)) ?? []) stuck.add(dependent);
  return notReady.every((state) => stuck.has(state));
}

/** The objects that are not ready and need an object, by its key. */
function dependentsOf(states: readonly ObjectState[]): ReadonlyMap<string, readonly ObjectState[]> {
  const pairs = states
    .filter(({ readiness }) => readiness.state !== 'ready')
    .flatMap((state) => state.needs.map((need) => ({ key: keyOfNeed(need, state), state })));
  return new Map([...Map.groupBy(pairs, ({ key }) => key)].map(([key, group]) => [key, group.map(({ state }) => state)]));
}

function isFailed({ readiness }: ObjectState): boolean {
  return readiness.state === 'failed';
}

function keyOfState({ place = '', ref }: ObjectState): string {
  return `${place} ${keyOf(ref)}`;
}

function keyOfNeed(need: Need, { place = '' }: ObjectState): string {
  return `${need.place ?? place} ${keyOf(need)}`;
}
