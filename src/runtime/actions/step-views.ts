import { describeObject } from '../../kubernetes/index.js';
import type { ObjectState } from '../../readiness/index.js';
import type { PlannedChange } from '../apply/index.js';
import type { ConditionType, StepResult } from '../subroutines/index.js';

/** How a step of the pipeline is, by what is observed; nobody has run it. */
export interface StepView {
  readonly step: ConditionType;
  readonly state: StepResult['kind'];
  /** @default - there is nothing to say */
  readonly message?: string;
}

/** A step that applies objects, by what it would do. */
export function stepOfChanges(step: ConditionType, changes: readonly PlannedChange[]): StepView {
  const [error] = changes.flatMap(({ planned }) => (planned.action === 'failed' || planned.action === 'conflict' ? [planned.error] : []));
  if (error) return { step, state: 'failed', message: error.message };
  const open = changes.filter(({ planned }) => !['unchanged', 'skip'].includes(planned.action));
  const [first] = open;
  if (!first) return { step, state: 'done' };
  const more = open.length === 1 ? '' : `, and ${open.length - 1} more`;
  return { step, state: 'waiting', message: `${describeObject(first.id)} ${WORDS[first.planned.action] ?? 'is not as desired'}${more}` };
}

const WORDS: Readonly<Record<string, string>> = {
  create: 'is missing',
  prune: 'is no longer desired',
  orphan: 'is no longer desired',
  blocked: 'cannot be written yet',
};

/** A step by its result. */
export function stepOfResult(step: ConditionType, result: StepResult): StepView {
  if (result.kind === 'failed') return { step, state: 'failed', message: result.error.message };
  return { step, state: result.kind, ...(result.message === undefined || result.message === '' ? {} : { message: result.message }) };
}

/** The wait step, by what has to be ready. */
export function stepOfStates(states: readonly ObjectState[]): StepView {
  const notReady = states.filter(({ readiness }) => readiness.state !== 'ready').length;
  const step = 'WaitSubroutine';
  return notReady === 0 ? { step, state: 'done' } : { step, state: 'waiting', message: `${notReady} not ready` };
}
