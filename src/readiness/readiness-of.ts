import { groupOf, numberAt, textAt, textsAt } from '../kubernetes/index.js';
import type { Observed } from './observed.js';
import { findCondition, NOT_OBSERVED, SUSPENDED, trueCondition, type Condition } from './conditions.js';
import { failed, progressing, type Readiness } from './readiness.js';
import { ruleOf } from './rules/index.js';

/**
 * Whether an object is ready, by the rules of its kind.
 *
 * For every kind: what is being deleted is not ready; a `Stalled` condition is a failure, as its controller sets it to
 * say that it has given up; and nothing is ready before its controller has looked at it in its present generation,
 * which is told by `observedGeneration` of the status, and of each condition that has its own.
 *
 * It never throws, whatever a server sends.
 */
export function readinessOf(object: Observed): Readiness {
  if (isTerminating(object)) return terminating(object);
  const behind = generationsBehind(object);
  const stalled = trueCondition(object, 'Stalled');
  if (stalled && (!behind || stalled.observedGeneration === behind.generation)) return givenUp(object, stalled);
  const readiness = ruleOf(groupOf(textAt(object, 'apiVersion') ?? ''), textAt(object, 'kind') ?? '')(object);
  return behind ? notFinished(object, readiness, behind) : readiness;
}

/** That it has given up, and what on: `Stalled` itself often says no more than how often it was tried. */
function givenUp(object: Observed, { reason, message }: Condition): Readiness {
  const causes = [findCondition(object, 'Released'), findCondition(object, 'Ready')];
  const cause = causes.find((condition) => condition?.status === 'False' && condition.message !== undefined && condition.message !== message);
  return failed(reason, [message, cause?.message].filter((part) => part !== undefined).join(': ') || undefined);
}

/** Whether its status is about an object that is there to stay, in its present generation. */
export function isCurrent(object: Observed): boolean {
  return !isTerminating(object) && !generationsBehind(object);
}

function isTerminating(object: Observed): boolean {
  return textAt(object, 'metadata', 'deletionTimestamp') !== undefined;
}

function terminating(object: Observed): Readiness {
  const finalizers = textsAt(object, 'metadata', 'finalizers');
  return progressing('Terminating', finalizers.length > 0 ? `it is being deleted, and held by ${finalizers.join(', ')}` : 'it is being deleted');
}

interface Behind {
  readonly generation: number;
  readonly observed: number;
}

/** How far its controller is behind; undefined when it is not, or does not say. */
function generationsBehind(object: Observed): Behind | undefined {
  const generation = numberAt(object, 'metadata', 'generation');
  const observed = numberAt(object, 'status', 'observedGeneration');
  return generation !== undefined && observed !== undefined && observed < generation ? { generation, observed } : undefined;
}

/**
 * Flux and OCM raise `observedGeneration` only when all went well, or nothing goes any more; while they wait or try
 * again, the Ready condition alone tells what they think of the present generation. Other controllers' words are then
 * about an older one.
 */
function notFinished(object: Observed, readiness: Readiness, { generation, observed }: Behind): Readiness {
  const { state, reason = NOT_OBSERVED, message } = readiness;
  const ready = findCondition(object, 'Ready');
  if (state !== 'ready' && ready?.observedGeneration === generation) return readiness;
  if (state !== 'ready' && (ready || reason === SUSPENDED)) return progressing(reason, message);
  return progressing(NOT_OBSERVED, observed > 0 ? `its controller has not finished with generation ${generation} yet, only with ${observed}` : 'its controller has not looked at it yet');
}
