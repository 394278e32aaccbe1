import { groupOf, keyOf, numberAt, type ObjectRef, textAt } from '../../kubernetes/index.js';
import type { ObjectState } from '../object-state.js';
import type { Observed } from '../readiness.js';
import { findCondition, trueCondition } from '../rules/conditions.js';

/** What earlier looks found ready, by `placeKey`. */
export type ReadyMemory = ReadonlyMap<string, ReadyBefore>;

/** An object that an earlier look found ready. */
export interface ReadyBefore {
  /** What its controller had deployed by then. */
  readonly deployed: string;
  /** Since when its controller is busy with it, in ms. @default - it is not */
  readonly busySince?: number;
  /** A look after that one found it not ready. @default false */
  readonly isLost?: true;
}

/** A controller of Flux looks after a release so long at most, in ms, before a ready release counts as not ready. */
const ROUTINE = 60_000;

/** An object in a place. */
export function placeKey(place: string | undefined, ref: ObjectRef): string {
  return `${place ?? ''} ${keyOf(ref)}`;
}

/**
 * Whether a controller of Flux merely looks after an object that was ready: at each interval helm-controller and
 * kustomize-controller say for a moment that Ready is Unknown. As long as they do not try to deploy anything else, what
 * they deployed before still runs.
 */
export function isRoutine(object: Observed, before: ReadyBefore | undefined, now: Date): boolean {
  if (before === undefined || before.isLost === true || !isBusy(object) || before.deployed !== deployedBy(object)) return false;
  return now.getTime() - (before.busySince ?? now.getTime()) < ROUTINE;
}

/** After so long, in ms, an object that its controller looks after counts as not ready; undefined where there is none. */
export function routineEndsIn(memory: ReadyMemory, now: Date): number | undefined {
  const ends = [...memory.values()].flatMap(({ busySince, isLost }) =>
    busySince === undefined || isLost === true ? [] : [Math.max(1, busySince + ROUTINE - now.getTime())],
  );
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/**
 * What is known after a look. An object that nothing waits for any more is forgotten.
 *
 * @param find the object of a state, as it was looked at
 */
export function afterLook(
  states: readonly ObjectState[],
  before: ReadyMemory,
  find: (state: ObjectState) => Observed | undefined,
  now: Date,
): ReadyMemory {
  const entries = states.flatMap((state): readonly (readonly [string, ReadyBefore])[] => {
    const key = placeKey(state.place, state.ref);
    const known = before.get(key);
    if (state.readiness.state !== 'ready') return known ? [[key, { ...known, isLost: true }]] : [];
    const object = find(state);
    if (!object) return [];
    const busySince = isBusy(object) ? (known?.busySince ?? now.getTime()) : undefined;
    return [[key, { deployed: deployedBy(object), ...(busySince === undefined ? {} : { busySince }) }]];
  });
  return new Map(entries);
}

/** Those that were ready in an earlier look and are not now. */
export function lostAmong(states: readonly ObjectState[], memory: ReadyMemory): readonly ObjectState[] {
  return states.filter(({ place, ref, readiness }) => readiness.state !== 'ready' && memory.get(placeKey(place, ref))?.isLost === true);
}

/** Flux says that it works on an object and that it does not know yet what comes of it. */
function isBusy(object: Observed): boolean {
  if (!groupOf(textAt(object, 'apiVersion') ?? '').endsWith('.toolkit.fluxcd.io')) return false;
  const ready = findCondition(object, 'Ready');
  if (!trueCondition(object, 'Reconciling')) return false;
  return ready?.status === 'True' || (ready?.status === 'Unknown' && ready.reason === 'Progressing');
}

/** The fields by which controllers of Flux tell which attempt was the last. */
const ATTEMPT = ['lastAttemptedRevision', 'lastAttemptedRevisionDigest', 'lastAttemptedConfigDigest', 'lastAppliedRevision'];

function deployedBy(object: Observed): string {
  const attempt = ATTEMPT.map((field) => textAt(object, 'status', field) ?? '');
  return [textAt(object, 'metadata', 'uid') ?? '', numberAt(object, 'metadata', 'generation') ?? '', ...attempt].join(' ');
}
