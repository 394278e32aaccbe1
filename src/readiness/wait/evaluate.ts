import type { Problem } from '../../errors.js';
import { apiVersionOf, describeObject, keyOf, refOf } from '../../kubernetes/index.js';
import type { Delivery, DeliveryPart } from '../delivery/delivery.js';
import { type DeliveryContext, deliveryReadiness, type Found } from '../delivery/delivery-readiness.js';
import { madeFrom } from '../delivery/ocm-resource.js';
import { needsOf } from '../explain/needs.js';
import type { ObjectState } from '../object-state.js';
import { during, failed, type Observed, progressing, READY, type Readiness } from '../readiness.js';
import { judgeBy } from './criterion.js';
import { isSelected } from './label-selector.js';
import { findMatching, findObject, type FoundObjects, INFRA, type Observe, tooFew } from './observation.js';
import type { WaitEntry } from './wait-entry.js';

/** The state of everything that a platform waits for. */
export interface WaitEvaluation {
  /** What it waits for, each object once. The platform is ready when all of these are. */
  readonly states: readonly ObjectState[];
  /** Other objects that some of them depend on, for `explain`. */
  readonly related: readonly ObjectState[];
  /** Entries that match nothing. An object may still appear, so only the warnings of the last evaluation count. */
  readonly warnings: readonly Problem[];
}

/** What an evaluation knows besides the objects. */
export interface EvaluateOptions extends Pick<DeliveryContext, 'isRendered' | 'now'> {
  /** Whether the controller of an object that was ready merely looks after it. @default - it never does */
  readonly isRoutine?: (place: string, object: Observed) => boolean;
}

interface Context {
  readonly observe: Observe;
  readonly options: EvaluateOptions;
}

/** Evaluates everything that a platform waits for, without a request: `observe` gives the observed objects. */
export function evaluateEntries(entries: readonly WaitEntry[], observe: Observe, options: EvaluateOptions = {}): WaitEvaluation {
  const { states, related, warnings } = together(entries.map((entry) => evaluateEntry(entry, { observe, options })));
  const awaited = unique(states);
  const keys = new Set(awaited.map(keyOfState));
  return { states: awaited, related: unique(related).filter((state) => !keys.has(keyOfState(state))), warnings };
}

function evaluateEntry(entry: WaitEntry, context: Context): WaitEvaluation {
  const { releases, name, namespace, selector = {} } = entry;
  if (releases?.areMeant !== true) return evaluateMatches(entry, namespace, [], context);
  if (name !== undefined) return together(releases.deliveries.map((delivery) => evaluateDelivery(delivery, entry, context)));
  const ours = releases.deliveries.filter(({ release: { desired } }) => desired && isSelected(desired, selector));
  if (namespace === undefined || namespace === releases.namespace) return evaluateMatches(entry, namespace, ours, context);
  if (!isNothing(findMatching(entry, namespace, context.observe))) return evaluateMatches(entry, namespace, [], context);
  const { warnings, ...evaluation } = evaluateMatches(entry, releases.namespace, ours, context);
  return { ...evaluation, warnings: [otherNamespace(entry, releases.namespace), ...warnings] };
}

/** The objects that an entry matches in a namespace, and those of our releases that it would match if they existed. */
function evaluateMatches(entry: WaitEntry, namespace: string | undefined, ours: readonly Delivery[], context: Context): WaitEvaluation {
  const { minimum, releases } = entry;
  const found = findMatching(entry, namespace, context.observe);
  const isSatisfied = minimum === 0 && ours.length === 0 && (releases?.areMeant === true ? isNothing(found) : isEmpty(found));
  if (isSatisfied) return { states: [], related: [], warnings: entry.mayBeEmpty === true ? [] : [matchesNothing(entry, namespace)] };
  if ('absent' in found) return only(absentState(entry, namespace, found.absent));
  const deliveries = new Map(releases?.deliveries.map((delivery) => [keyOf(delivery.release.ref), delivery]));
  const keys = new Set(found.objects.map((object) => keyOf(refOf(object))));
  const missing = ours.filter(({ release }) => !keys.has(keyOf(release.ref)));
  const areTooFew = keys.size + missing.length < minimum;
  return together([
    ...(areTooFew ? [only(absentState(entry, namespace, tooFew(entry, keys.size)))] : []),
    ...found.objects.map((object) => {
      const delivery = deliveries.get(keyOf(refOf(object)));
      if (delivery) return evaluateDelivery(delivery, entry, context);
      return only(stateOf(entry, object, judgeIn(entry, context)(object, context.options.now)));
    }),
    ...missing.map((delivery) => evaluateDelivery(delivery, entry, context)),
  ]);
}

/** The state of a release of ours: its whole delivery; the entry decides when the release itself is ready. */
function evaluateDelivery(delivery: Delivery, entry: WaitEntry, context: Context): WaitEvaluation {
  const { observe, options } = context;
  const find = ({ target, ref }: DeliveryPart): Found => findObject(target, ref, observe);
  const { readiness, at, object } = deliveryReadiness(delivery, { ...options, find, judgeRelease: judgeIn(entry, context) });
  const state = stateOfPart(at, readiness, object);
  if (at === delivery.release) return only(state);
  const needs = [{ ...at.ref, place: at.target }];
  return { states: [{ ...stateOfPart(delivery.release, heldUp(readiness, at), undefined), needs }], related: [state], warnings: [] };
}

/** The criterion of an entry. An object that was ready stays so while its controller merely looks after it. */
function judgeIn({ target = INFRA, criterion }: WaitEntry, { options }: Context): ReturnType<typeof judgeBy> {
  const judge = judgeBy(criterion);
  return (object, now) => {
    const judged = judge(object, now);
    const mayBeRoutine = judged.state === 'progressing' && criterion.by !== 'field';
    return mayBeRoutine && options.isRoutine?.(target, object) === true ? READY : judged;
  };
}

/** The state of a release that waits for an earlier object. */
function heldUp({ state, reason, message, changesIn }: Readiness, { ref }: DeliveryPart): Readiness {
  const words = [describeObject(ref), reason, message].filter((part) => part !== undefined).join(': ');
  const held = (state === 'failed' ? failed : progressing)(`${ref.kind}NotReady`, words);
  return changesIn === undefined ? held : during(changesIn, held);
}

function stateOfPart({ target, ref }: DeliveryPart, readiness: Readiness, object: Observed | undefined): ObjectState {
  return { place: target, ref, readiness, needs: object ? needsOf(object) : [], makes: object ? madeFrom(object) : [] };
}

function stateOf({ target = INFRA }: WaitEntry, object: Observed, readiness: Readiness): ObjectState {
  return { place: target, ref: refOf(object), readiness, needs: needsOf(object), makes: madeFrom(object) };
}

/** The state of an entry with too few objects. */
function absentState(
  { target = INFRA, group, versions, kind, name = '*' }: WaitEntry,
  namespace: string | undefined,
  readiness: Readiness,
): ObjectState {
  const inNamespace = namespace === undefined ? {} : { namespace };
  const ref = { apiVersion: apiVersionOf(group, versions[0] ?? ''), kind, ...inNamespace, name };
  return { place: target, ref, readiness, needs: [], makes: [] };
}

function isEmpty(found: FoundObjects): boolean {
  return 'objects' in found && found.objects.length === 0;
}

/** For an entry about our releases, a kind that is not served has none of them. */
function isNothing(found: FoundObjects): boolean {
  return isEmpty(found) || ('absent' in found && found.isUnserved === true);
}

function otherNamespace(entry: WaitEntry, namespace: string): Problem {
  return {
    code: 'wait-other-namespace',
    severity: 'warning',
    message: `spec.wait: ${describeEntry(entry, entry.namespace)} matches nothing, so the releases in namespace ${namespace} count`,
    hint: `name namespace ${namespace}, or leave spec.wait out: by default the platform waits for all its releases`,
  };
}

function matchesNothing(entry: WaitEntry, namespace: string | undefined): Problem {
  return {
    code: 'wait-matches-nothing',
    severity: 'warning',
    message: `spec.wait: ${describeEntry(entry, namespace)} matches nothing, so it counts as satisfied`,
    hint: 'set minCount to wait until objects exist, or name the object',
  };
}

function describeEntry({ kind, labelSelector }: WaitEntry, namespace: string | undefined): string {
  const labels = labelSelector === undefined ? '' : ` with ${labelSelector}`;
  return `${kind}${labels}${namespace === undefined ? '' : ` in namespace ${namespace}`}`;
}

function only(state: ObjectState): WaitEvaluation {
  return { states: [state], related: [], warnings: [] };
}

function together(all: readonly WaitEvaluation[]): WaitEvaluation {
  return {
    states: all.flatMap(({ states }) => states),
    related: all.flatMap(({ related }) => related),
    warnings: all.flatMap(({ warnings }) => warnings),
  };
}

/** Each object once: of several states of one object, the one that is furthest from ready. */
function unique(states: readonly ObjectState[]): readonly ObjectState[] {
  const byKey = new Map<string, ObjectState>();
  for (const state of states) {
    const known = byKey.get(keyOfState(state));
    if (!known || RANK[state.readiness.state] > RANK[known.readiness.state]) byKey.set(keyOfState(state), state);
  }
  return [...byKey.values()];
}

const RANK: Readonly<Record<Readiness['state'], number>> = { ready: 0, progressing: 1, failed: 2 };

function keyOfState({ place = '', ref }: ObjectState): string {
  return `${place} ${keyOf(ref)}`;
}
