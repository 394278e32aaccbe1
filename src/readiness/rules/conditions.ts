import { type Fields, isMap, listAt, numberAt, textAt } from '../../kubernetes/index.js';
import { failed, NOT_OBSERVED, progressing, READY, type Readiness } from '../readiness.js';

/** One condition of a status. */
export interface Condition {
  readonly type: string;
  /** `Unknown` also when the condition is about an older generation of the object. */
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message?: string;
  /** The generation that it is about, where it says so. */
  readonly observedGeneration?: number;
  /** When its status changed last, where it says so. */
  readonly lastTransitionTime?: string;
}

/** The conditions of an object. Those about an older generation are `Unknown`. */
export function conditionsOf(object: unknown): readonly Condition[] {
  return conditionsIn(listAt(object, 'status', 'conditions'), numberAt(object, 'metadata', 'generation'));
}

/** The conditions in a list, of an object with this generation. Entries without a type are left out. */
export function conditionsIn(list: readonly unknown[], generation: number | undefined): readonly Condition[] {
  return list.filter(isMap).flatMap((fields) => {
    const type = textAt(fields, 'type');
    return type === undefined ? [] : [conditionOf(type, fields, generation)];
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

/** The condition of a type, when it is false. */
export function falseCondition(object: unknown, type: string): Condition | undefined {
  const condition = findCondition(object, type);
  return condition?.status === 'False' ? condition : undefined;
}

/** Ready when a condition is true, otherwise progressing, in the words of the condition. */
export function byCondition(type: string): (object: unknown) => Readiness {
  return (object) => {
    const condition = findCondition(object, type);
    if (!condition) return progressing(NOT_OBSERVED, `its controller has not set condition ${type} yet`);
    return condition.status === 'True' ? READY : asProgress(condition);
  };
}

/** Progressing, in the words of a condition. */
export function asProgress({ reason, message }: Condition): Readiness {
  return progressing(reason, message);
}

/** Failed, in the words of a condition. */
export function asFailure({ reason, message }: Condition): Readiness {
  return failed(reason, message);
}

function conditionOf(type: string, fields: Fields, generation: number | undefined): Condition {
  const message = textAt(fields, 'message');
  const observedGeneration = numberAt(fields, 'observedGeneration');
  const lastTransitionTime = textAt(fields, 'lastTransitionTime');
  if (observedGeneration === undefined || generation === undefined || observedGeneration >= generation) {
    return {
      type,
      status: statusOf(textAt(fields, 'status')),
      reason: textAt(fields, 'reason') ?? type,
      ...(message === undefined ? {} : { message }),
      ...(observedGeneration === undefined ? {} : { observedGeneration }),
      ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }),
    };
  }
  const behind = `its controller has not observed generation ${generation} yet, only ${observedGeneration}`;
  return { type, status: 'Unknown', reason: NOT_OBSERVED, message: behind, observedGeneration };
}

function statusOf(text: string | undefined): Condition['status'] {
  return text === 'True' || text === 'False' ? text : 'Unknown';
}
