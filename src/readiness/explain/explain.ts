import { describeObject, keyOf, type ObjectRef } from '../../kubernetes/index.js';
import type { Need, ObjectState } from '../object-state.js';
import { NOT_FOUND } from '../readiness.js';

/** One step on the path from an object to its first cause. */
interface Step {
  /** How it is related to the step before. */
  readonly by: 'itself' | 'needs' | 'is made from';
  readonly place?: string;
  readonly ref: ObjectRef;
  /** Undefined if the object was not read. */
  readonly state?: ObjectState;
}

/**
 * The path from an object that is not ready to the first cause: a HelmRelease, the OCIRepository that its chart comes
 * from, the OCM Resource that this is made from, and so on, as far as the other states tell.
 *
 * The path ends at an object that failed: that one would not be ready even with everything that it needs.
 */
function pathToCause(state: ObjectState, states: readonly ObjectState[]): readonly Step[] {
  const known = indexOf(states);
  const path: Step[] = [{ by: 'itself', ref: state.ref, state, ...placeOf(state) }];
  const seen = new Set([keyOf(state.ref)]);
  for (let steps = nextSteps(state, known); steps.length > 0; steps = nextSteps(path.at(-1)?.state, known)) {
    if (steps.some(({ ref }) => seen.has(keyOf(ref)))) break;
    for (const step of steps) seen.add(keyOf(step.ref));
    path.push(...steps);
  }
  return path;
}

/** The same as a sentence: `HelmRelease mesh/portal waits for OCIRepository mesh/portal, which is made from ...: reason: message`. */
export function explain(state: ObjectState, states: readonly ObjectState[]): string {
  const path = pathToCause(state, states);
  const words = path.map(({ by, ref }, index) => {
    if (by === 'itself') return describeObject(ref);
    const verb = by === 'needs' ? 'waits for' : 'is made from';
    return `${index === 1 ? '' : ', which'} ${verb} ${describeObject(ref)}`;
  });
  const { state: end } = path.at(-1) ?? {};
  if (end?.readiness.state === 'ready') return `${words.join('')}, which is ready`;
  return [words.join(''), end ? reasonOf(end) : undefined].filter((part) => part !== undefined).join(': ');
}

function reasonOf({ readiness: { state, reason, message } }: ObjectState): string {
  return [reason ?? state, message].filter((part) => part !== undefined).join(': ');
}

interface Known {
  find(need: Need): ObjectState | undefined;
  makerOf(ref: ObjectRef): ObjectState | undefined;
}

/** One index for each list of states: a report explains each state of a list, and needs the same index each time. */
const INDEXES = new WeakMap<readonly ObjectState[], Known>();

function indexOf(states: readonly ObjectState[]): Known {
  const known = INDEXES.get(states) ?? newIndex(states);
  INDEXES.set(states, known);
  return known;
}

function newIndex(states: readonly ObjectState[]): Known {
  const byKey = Map.groupBy(states, ({ ref }) => keyOf(ref));
  const makers = new Map(states.flatMap((state) => state.makes.map((made) => [keyOf(made), state] as const)));
  return {
    find: (need) => {
      const found = byKey.get(keyOf(need)) ?? [];
      return need.place === undefined ? found[0] : found.find(({ place }) => place === need.place);
    },
    makerOf: (ref) => makers.get(keyOf(ref)),
  };
}

function nextSteps(state: ObjectState | undefined, known: Known): readonly Step[] {
  if (!state || !isBlocked(state) || state.readiness.state === 'failed') return [];
  if (state.readiness.reason === NOT_FOUND) return madeFrom(state.ref, known);
  const steps = state.needs.map((need) => stepTo(need, known)).filter((step) => step.length > 0);
  // A failed object is the better explanation: one that is progressing may become ready by itself.
  return steps.find(([step]) => step?.state?.readiness.state === 'failed') ?? steps[0] ?? [];
}

/** Follows the needed object if it is not ready. If it was not read, follows the object that it is made from. */
function stepTo(need: Need, known: Known): readonly Step[] {
  const state = known.find(need);
  if (state) return isBlocked(state) ? [{ by: 'needs', ref: state.ref, state, ...placeOf(state) }] : [];
  const maker = madeFrom(need, known);
  return maker[0]?.state && isBlocked(maker[0].state) ? [{ by: 'needs', ref: need, ...placeOf(need) }, ...maker] : [];
}

function madeFrom(ref: ObjectRef, known: Known): readonly Step[] {
  const maker = known.makerOf(ref);
  return maker ? [{ by: 'is made from', ref: maker.ref, state: maker, ...placeOf(maker) }] : [];
}

function isBlocked({ readiness }: ObjectState): boolean {
  return readiness.state !== 'ready';
}

function placeOf({ place }: { readonly place?: string }): { readonly place?: string } {
  return place === undefined ? {} : { place };
}
