import { asFailure, asProgress, conditionsOf, findCondition, type Condition } from '../conditions.js';
import { textAt } from '../../kubernetes/index.js';
import { failed, progressing, READY, type Readiness } from '../readiness.js';
import { byReady } from './generic.js';
import type { Rule, Rules } from './rule.js';

/**
 * Ready sums up the steps; the first one that does not hold says more. `Error` is a step that went wrong, `Stopped` and
 * `Pending` are steps that wait.
 */
const bySteps: Rule = (object) => {
  const ready = findCondition(object, 'Ready');
  if (!ready || ready.status === 'True') return byReady(object);
  const steps = conditionsOf(object).filter(({ type, status }) => type !== 'Ready' && status !== 'True');
  const step = steps.find(({ reason }) => reason === 'Error') ?? steps.find(({ status }) => status === 'False') ?? steps[0];
  return byStep(step ? { ...step, message: [step.type, step.message].filter((part) => part !== undefined).join(': ') } : ready);
};

function byStep(step: Condition): Readiness {
  return step.reason === 'Error' ? asFailure(step) : asProgress(step);
}

/** Providers have phases besides. */
const provider: Rule = (object) => {
  const phase = textAt(object, 'status', 'phase');
  if (findCondition(object, 'Ready') || phase === undefined) return bySteps(object);
  if (phase === 'Ready') return READY;
  return phase.endsWith('Failed') ? failed(phase) : progressing(phase);
};

export const PLATFORM_MESH: Rules = { PlatformMesh: bySteps };
export const PROVIDERS: Rules = { Provider: provider, ManagedProvider: provider };
