import { groupOf, numberAt, textAt, textsAt } from '../../kubernetes/index.js';
import { failed, NOT_OBSERVED, type Observed, progressing, type Readiness, SUSPENDED } from '../readiness.js';
import { type Condition, findCondition, trueCondition } from './conditions.js';
import { ruleOf } from './rule-of.js';

/**
 * Whether an object is ready, by the rules of its kind.
 *
 * Three rules hold for every kind. An object that is being deleted is not ready. A `Stalled` condition is a failure: the
 * controller says that it has given up. Nothing is ready before its controller has observed the current generation, as
 * told by `observedGeneration` of the status and of each condition that has its own.
 *
 * It never throws, whatever a server sends.
 *
 * @param now the clock; without it no rule says how long something takes
 */
export function readinessOf(object: Observed, now?: Date): Readiness {
  if (isTerminating(object)) return terminating(object);
  const behind = generationsBehind(object);
  const stalled = trueCondition(object, 'Stalled');
  if (stalled && (!behind || stalled.observedGeneration === behind.generation)) return givenUp(object, stalled);
  const readiness = ruleOf(groupOf(textAt(object, 'apiVersion') ?? ''), textAt(object, 'kind') ?? '')(object, now);
  return behind ? notFinished(object, readiness, behind) : readiness;
}

/** The controller has given up. `Stalled` often says only how often it tried, so the cause is added. */
function givenUp(object: Observed, { reason, message }: Condition): Readiness {
  const causes = [findCondition(object, 'Released'), findCondition(object, 'Ready')];
  const words = causes.flatMap((condition) => (condition?.status === 'False' ? (condition.message ?? []) : []));
  const cause = words.find((each) => each !== message);
  return failed(reason, [message, cause].filter((part) => part !== undefined).join(': ') || undefined);
}

/** Whether the object stays, and its status is about its current generation. */
export function isCurrent(object: Observed): boolean {
  return !isTerminating(object) && !generationsBehind(object);
}

function isTerminating(object: Observed): boolean {
  return textAt(object, 'metadata', 'deletionTimestamp') !== undefined;
}

function terminating(object: Observed): Readiness {
  const finalizers = textsAt(object, 'metadata', 'finalizers');
  const holders = finalizers.length > 0 ? `, and held by ${finalizers.join(', ')}` : '';
  return progressing('Terminating', `it is being deleted${holders}`);
}

interface Behind {
  readonly generation: number;
  readonly observed: number;
}

/** How far the controller is behind; undefined when it is not, or does not say. */
function generationsBehind(object: Observed): Behind | undefined {
  const generation = numberAt(object, 'metadata', 'generation');
  const observed = numberAt(object, 'status', 'observedGeneration');
  return generation !== undefined && observed !== undefined && observed < generation ? { generation, observed } : undefined;
}

/**
 * Flux and OCM raise `observedGeneration` only after success or after giving up. While they wait or retry, only the
 * Ready condition says what they think of the current generation. The words of other controllers are about an older one.
 */
function notFinished(object: Observed, readiness: Readiness, { generation, observed }: Behind): Readiness {
  const { state, reason = NOT_OBSERVED, message } = readiness;
  const ready = findCondition(object, 'Ready');
  if (state !== 'ready' && ready?.observedGeneration === generation) return readiness;
  if (state !== 'ready' && (ready || reason === SUSPENDED)) return progressing(reason, message);
  if (observed <= 0) return progressing(NOT_OBSERVED, 'its controller has not observed it yet');
  return progressing(NOT_OBSERVED, `its controller has not finished generation ${generation} yet, only ${observed}`);
}
