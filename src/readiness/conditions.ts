import { type Fields, isMap, listAt, numberAt, textAt } from '../kubernetes/index.js';
import { failed, progressing, READY, type Readiness } from './readiness.js';

/** One condition of a status. */
export interface Condition {
  readonly type: string;
  /** `Unknown` as well when the condition is about an older generation of the object. */
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message?: string;
  /** The generation that it is about, where it says so. */
  readonly observedGeneration?: number;
}

/** The reason of what a controller has not looked at, or not in the generation that there is now. */
export const NOT_OBSERVED = 'NotObserved';

/** The reason of what somebody told its controller to leave alone. */
export const SUSPENDED = 'Suspended';

/** The conditions of an object that have a type, of which those about an older generation are `Unknown`. */
export function conditionsOf(object: unknown): readonly Condition[] {
  const generation = numberAt(object, 'metadata', 'generation');
  return listAt(object, 'status', 'conditions').filter(isMap).flatMap((fields) => {
    const type = textAt(fields, 'type');
    return type === undefined || type === '' ? [] : [conditionOf(type, fields, generation)];
  });
}

/** The condition of a type. */
export function findCondition(object: unknown, type: string): Condition | undefined {
  return conditionsOf(object).find((condition) => condition.type === type);
}

/** The condition of a type, when it is true. */
export function trueCondition(object: unknown, type: string): Condition | undefined {
  const condition = findCondition(object, type);
  return condition?.status === 'True' ? condition : undefined;
}

/** Ready when a condition is true, otherwise progressing, with the words of the condition. */
export function byCondition(type: string): (object: unknown) => Readiness {
  return (object) => {
    const condition = findCondition(object, type);
    if (!condition) return progressing(NOT_OBSERVED, `its controller has not said yet whether it is ${type}`);
    return condition.status === 'True' ? READY : asProgress(condition);
  };
}

/** Progressing, with the words of a condition. */
export function asProgress({ reason, message }: Condition): Readiness {
  return progressing(reason, message);
}

/** Failed, with the words of a condition. */
export function asFailure({ reason, message }: Condition): Readiness {
  return failed(reason, message);
}

function conditionOf(type: string, fields: Fields, generation: number | undefined): Condition {
  const message = textAt(fields, 'message');
  const observedGeneration = numberAt(fields, 'observedGeneration');
  if (observedGeneration === undefined || generation === undefined || observedGeneration >= generation) {
    return {
      type,
      status: statusOf(textAt(fields, 'status')),
      reason: textAt(fields, 'reason') ?? type,
      ...(message === undefined ? {} : { message }),
      ...(observedGeneration === undefined ? {} : { observedGeneration }),
    };
  }
  return { type, status: 'Unknown', reason: NOT_OBSERVED, message: `its controller has not looked at generation ${generation} yet, only at ${observedGeneration}`, observedGeneration };
}

function statusOf(text: string | undefined): Condition['status'] {
  return text === 'True' || text === 'False' ? text : 'Unknown';
}
