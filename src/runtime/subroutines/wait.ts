import { isDeepStrictEqual } from 'node:util';
import { describeObject, keyOf, refOf, type ObjectQuery, type ObjectRef } from '../../kubernetes/index.js';
import {
  afterLook,
  changesIn,
  evaluateEntries,
  explain,
  isRoutine,
  isStuck,
  lostAmong,
  placeKey,
  prerequisiteEntries,
  routineEndsIn,
  waitEntriesOf,
  type ObjectState,
  type Observed,
  type ReadyBefore,
  type ReadyMemory,
  type WaitEntry,
  type WaitEvaluation,
} from '../../readiness/index.js';
import type { Observation } from '../cluster/index.js';
import type { OcmReading } from '../values/index.js';
import { isClusterTarget, storeOf, type ReconcileContext } from './context.js';
import { clusterManifests, renderForClusters } from './deployment/desired.js';
import { observedOcm, observedValues } from './deployment/observed-values.js';
import { kcpStates } from './kcp-setup/kcp-states.js';
import type { Subroutine } from './subroutine.js';

/** How many levels of dependencies are read to find the first cause. */
const ROUNDS = 6;

/** Waits until everything that the platform deploys, or that `spec.wait` names, is ready, and kcp with it. */
export const wait: Subroutine = {
  conditionType: 'WaitSubroutine',
  run: async (context) => {
    const { states, related } = await platformReadiness(context);
    const notReady = states.filter(({ readiness }) => readiness.state !== 'ready');
    const [first] = notReady;
    const { readyBefore = new Map() } = context.memory;
    const routine = routineEndsIn(readyBefore, context.now());
    if (!first) return { kind: 'done', ...(routine === undefined ? {} : { requeueAfter: routine }) };
    const times = [changesIn(states), routine].filter((time) => time !== undefined);
    const requeueAfter = times.length === 0 ? undefined : Math.min(...times);
    const lost = lostAmong(states, readyBefore).map(({ ref }) => describeObject(ref));
    return {
      kind: 'waiting',
      reason: isStuck(states, related) ? 'Stuck' : lost.length > 0 ? 'NoLongerReady' : 'NotReady',
      message: `${notReady.length} not ready${lost.length === 0 ? '' : `; no longer ready: ${lost.join(', ')}`}`,
      wakeOn: notReady.map(({ ref }) => ref),
      ...(requeueAfter === undefined ? {} : { requeueAfter }),
    };
  },
};

/** Evaluates everything that the platform waits for, and reads objects that the evaluation needs. */
export async function platformReadiness(context: ReconcileContext): Promise<WaitEvaluation> {
  const { blueprint, instance } = context;
  const manifests = clusterManifests(renderForClusters(blueprint, context.memory.values ?? observedValues(context)));
  const asked = waitEntriesOf(blueprint.wait ? { wait: blueprint.wait } : {}, manifests, instance.namespace);
  const entries = [...asked, ...prerequisites(context)];
  const found = observedOcm(context).ocmResources;
  const isRendered = (resource: Observed): boolean => isCurrentlyRendered(refOf(resource).name, found, context);
  const now = context.now();
  const before = context.memory.readyBefore ?? new Map<string, ReadyBefore>();
  for (let round = 1; ; round += 1) {
    const unread: WaitQuery[] = [];
    const observe: Observe = (query) => {
      const observation = observed(query, context);
      if (observation.kind === 'unread') unread.push(query);
      return observation;
    };
    const evaluated = evaluateEntries(entries, observe, { now, isRendered, isRoutine: isRoutineIn(before, now) });
    if (unread.length === 0 || round === ROUNDS) {
      const evaluation = { ...evaluated, states: [...evaluated.states, ...kcpStates(context)] };
      context.memory.readyBefore = afterLook(evaluated.states, before, (state) => objectOf(state, context), now);
      context.emit({
        type: 'readiness',
        states: evaluation.states,
        related: evaluation.related,
        warnings: evaluation.warnings.map(({ message }) => message),
      });
      return evaluation;
    }
    await Promise.all((['infra', 'runtime'] as const).map((target) => ensureAll(target, unread, context)));
  }
}

function isRoutineIn(before: ReadyMemory, now: Date): (place: string, object: Observed) => boolean {
  return (place, object) => isRoutine(object, before.get(placeKey(place, refOf(object))), now);
}

function objectOf({ place, ref }: ObjectState, context: ReconcileContext): Observed | undefined {
  const observed = place !== undefined && isClusterTarget(place) ? storeOf(context, place).observe(ref) : undefined;
  return observed?.state === 'present' ? observed.object : undefined;
}

function prerequisites({ prerequisites: given, blueprint, instance }: ReconcileContext): readonly WaitEntry[] {
  const technology = blueprint.argoProject ? 'argocd' : 'fluxcd';
  return given ? prerequisiteEntries(given, { namespace: instance.namespace, technology }) : [];
}

type Observe = Parameters<typeof evaluateEntries>[1];
type WaitQuery = Parameters<Observe>[0];

/** Whether the manifests hold what OCM found for a Resource. */
function isCurrentlyRendered(name: string, found: OcmReading['ocmResources'], context: ReconcileContext): boolean {
  if (context.givenValues.ocmResources?.[name] !== undefined) return true;
  return isDeepStrictEqual(found[name], context.memory.values?.ocmResources?.[name]);
}

function observed({ target, name, ...query }: WaitQuery, context: ReconcileContext): ReturnType<Observe> {
  const store = storeOf(context, target);
  if (name !== undefined) return asObjects(store.observe({ ...query, name }));
  const found = store.observeAll(query);
  return 'state' in found ? asObjects(found) : { kind: 'objects', objects: found };
}

function asObjects(observation: Observation): ReturnType<Observe> {
  switch (observation.state) {
    case 'present':
      return { kind: 'objects', objects: [observation.object] };
    case 'absent':
      return { kind: 'objects', objects: [] };
    case 'unserved':
      return { kind: 'unserved' };
    case 'unread':
      return { kind: 'unread' };
    default:
      return { kind: 'error', error: observation.error };
  }
}

function ensureAll(target: 'infra' | 'runtime', unread: readonly WaitQuery[], context: ReconcileContext): Promise<void> {
  const here = unread.filter((query) => query.target === target);
  const refs = here.flatMap(({ apiVersion, kind, namespace, name }): readonly ObjectRef[] =>
    name === undefined ? [] : [{ apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name }],
  );
  const queries = here.filter(({ name }) => name === undefined).map(queryOf);
  return here.length === 0 ? Promise.resolve() : storeOf(context, target).ensure({ refs, queries });
}

function queryOf({ apiVersion, kind, namespace, labelSelector }: WaitQuery): ObjectQuery {
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), ...(labelSelector === undefined ? {} : { labelSelector }) };
}

/** Why objects are not ready: a sentence for each, down to the first cause. */
export function reasonsOf(
  notReady: readonly ObjectState[],
  related: readonly ObjectState[],
  blocked: ReadonlyMap<string, string>,
): readonly string[] {
  const known = [...notReady, ...related];
  return [...new Set(notReady.map((state) => blocked.get(keyOf(state.ref)) ?? explain(state, known)))];
}
