import { keyOf, refOf, type KubernetesObject, type ObjectQuery, type ObjectRef } from '../../kubernetes/index.js';
import type { Observation } from '../cluster/index.js';
import { explain, judgeBy, madeFrom, needsOf, NOT_FOUND, NOT_READ, progressing, readinessOf, unreadable, waitEntriesOf, type ObjectState, type Readiness, type WaitEntry } from '../../readiness/index.js';
import { isClusterTarget, type ReconcileContext } from './context.js';
import { observedValues } from './deployment/observed-values.js';
import { renderForClusters } from './deployment/rendering.js';
import type { Subroutine } from './step-result.js';

/** Waits until everything that the platform deploys, or that `spec.wait` names, is ready. */
export const wait: Subroutine = {
  conditionType: 'WaitSubroutine',
  run: async (context) => {
    const { notReady } = await platformReadiness(context);
    const [first] = notReady;
    if (!first) return { kind: 'done' };
    return { kind: 'waiting', reason: 'NotReady', message: `${notReady.length} not ready`, wakeOn: notReady.map(({ ref }) => ref) };
  },
};

/** How a platform is. */
export interface PlatformReadiness {
  readonly states: readonly ObjectState[];
  readonly notReady: readonly ObjectState[];
}

/** Judges everything that is waited for by what is known, after it was read. */
export async function platformReadiness(context: ReconcileContext): Promise<PlatformReadiness> {
  const entries = entriesOf(context);
  await context.stores.infra.ensure({ refs: entries.flatMap(refsOf), queries: entries.flatMap(queriesOf) });
  const states = entries.flatMap((entry) => statesOf(entry, context));
  context.emit({ type: 'readiness', states, warnings: [] });
  return { states, notReady: states.filter(({ readiness }) => readiness.state !== 'ready') };
}

/** What has to be ready; on two clusters, that of the releases is looked at. */
function entriesOf(context: ReconcileContext): readonly WaitEntry[] {
  const { blueprint, clusters } = context;
  const { manifests } = renderForClusters(blueprint, observedValues(context));
  const deployed = manifests.filter(({ target }) => isClusterTarget(target) && clusters[target].id === clusters.infra.id);
  return waitEntriesOf(blueprint.wait ? { wait: blueprint.wait } : {}, deployed);
}

function kindOf({ group, kind, namespace }: WaitEntry, version: string): Omit<ObjectRef, 'name'> {
  return { apiVersion: group === '' ? version : `${group}/${version}`, kind, ...(namespace === undefined ? {} : { namespace }) };
}

function refsOf(entry: WaitEntry): readonly ObjectRef[] {
  const { name } = entry;
  return name === undefined ? [] : entry.versions.map((version) => ({ ...kindOf(entry, version), name }));
}

function queriesOf(entry: WaitEntry): readonly ObjectQuery[] {
  const { name, labelSelector } = entry;
  if (name !== undefined) return [];
  return entry.versions.map((version) => ({ ...kindOf(entry, version), ...(labelSelector === undefined ? {} : { labelSelector }) }));
}

/** The states of the objects that an entry selects, or of what is missing. */
function statesOf(entry: WaitEntry, { stores: { infra: store } }: ReconcileContext): readonly ObjectState[] {
  const absent: ObjectRef = { ...kindOf(entry, entry.versions[0] ?? ''), name: entry.name ?? '*' };
  const found = entry.name === undefined ? firstServed(queriesOf(entry).map((query) => store.observeAll(query))) : asList(firstServed(refsOf(entry).map((ref) => store.observe(ref))));
  if (!isList(found)) return [{ place: 'infra', ref: absent, readiness: 'error' in found ? unreadable(found.error) : progressing(NOT_READ, 'it has not been read yet'), needs: [], makes: [] }];
  const judge = judgeBy(entry.criterion);
  const states = found.map((object): ObjectState => ({ place: 'infra', ref: refOf(object), readiness: judge(object), needs: needsOf(object), makes: madeFrom(object) }));
  return found.length < entry.minimum ? [...states, { place: 'infra', ref: absent, readiness: tooFew(entry, found.length), needs: [], makes: [] }] : states;
}

type Found = readonly KubernetesObject[] | Exclude<Observation, { readonly state: 'present' | 'absent' }>;

function isList(found: Found): found is readonly KubernetesObject[] {
  return Array.isArray(found);
}

function asList(found: Observation): Found {
  if (found.state === 'present') return [found.object];
  return found.state === 'absent' ? [] : found;
}

/** An entry may name versions of which not all are served. */
function firstServed<T extends object>(found: readonly T[]): T {
  const served = found.find((each) => !('state' in each) || each.state !== 'unserved') ?? found[0];
  if (!served) throw new TypeError('an entry has at least one version');
  return served;
}

function tooFew({ name, minimum, labelSelector, kind, hint }: WaitEntry, count: number): Readiness {
  if (name !== undefined) return progressing(NOT_FOUND, 'it does not exist');
  const which = `${kind}${labelSelector === undefined ? '' : ` with ${labelSelector}`}`;
  return progressing(NOT_FOUND, [`${count} of at least ${minimum} ${which} ${count === 1 ? 'exists' : 'exist'}`, hint].filter((part) => part !== undefined).join('; '));
}

/** Why each object that is not ready is not: a sentence down to the first cause. Reads what the objects are made from. */
export async function reasonsOf(notReady: readonly ObjectState[], blocked: ReadonlyMap<string, string>, context: ReconcileContext): Promise<readonly string[]> {
  if (notReady.length === 0) return [];
  const { infra, runtime } = context.stores;
  const sources = notReady.flatMap(({ needs }) => needs.filter(({ place }) => place === undefined));
  const resources = renderForClusters(context.blueprint, observedValues(context)).manifests.filter(({ object }) => object.kind === 'Resource').map(({ object }) => refOf(object));
  await Promise.all([infra.ensure({ refs: sources }), runtime.ensure({ refs: resources })]);
  const around = [...sources.map((ref) => stateOf('infra', ref, infra.observe(ref))), ...resources.map((ref) => stateOf('runtime', ref, runtime.observe(ref)))];
  const known = new Map<string, ObjectState>([...around, ...notReady].map((state) => [JSON.stringify([state.place, state.ref]), state]));
  return [...new Set(notReady.map((state) => blocked.get(keyOf(state.ref)) ?? explain(state, [...known.values()])))];
}

function stateOf(place: string, ref: ObjectRef, observed: Observation): ObjectState {
  if (observed.state === 'present') return { place, ref, readiness: readinessOf(observed.object), needs: needsOf(observed.object), makes: madeFrom(observed.object) };
  const readiness = 'error' in observed ? unreadable(observed.error) : observed.state === 'absent' ? progressing(NOT_FOUND, 'it does not exist') : progressing(NOT_READ, 'it has not been read yet');
  return { place, ref, readiness, needs: [], makes: [] };
}
