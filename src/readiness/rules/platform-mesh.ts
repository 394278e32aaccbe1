import { textAt } from '../../kubernetes/index.js';
import { failed, progressing, READY, type Readiness } from '../readiness.js';
import { asFailure, asProgress, type Condition, conditionsOf, findCondition } from './conditions.js';
import { byReady, type Rule, type Rules } from './rule.js';

/**
 * Ready sums up the subroutines; the first one that is not true says more. A subroutine with reason `Error` went wrong,
 * one with `Stopped` or `Pending` waits.
 */
const bySubroutines: Rule = (object) => {
  const ready = findCondition(object, 'Ready');
  if (!ready || ready.status === 'True') return byReady(object);
  const open = conditionsOf(object).filter(({ type, status }) => type !== 'Ready' && status !== 'True');
  const first = open.find(({ reason }) => reason === 'Error') ?? open.find(({ status }) => status === 'False') ?? open[0];
  return bySubroutine(first ? { ...first, message: [first.type, first.message].filter((part) => part !== undefined).join(': ') } : ready);
};

function bySubroutine(condition: Condition): Readiness {
  return condition.reason === 'Error' ? asFailure(condition) : asProgress(condition);
}

/** Providers have phases as well. */
const provider: Rule = (object) => {
  const phase = textAt(object, 'status', 'phase');
  if (findCondition(object, 'Ready') || phase === undefined) return bySubroutines(object);
  if (phase === 'Ready') return READY;
  return phase.endsWith('Failed') ? failed(phase) : progressing(phase);
};

export const PLATFORM_MESH: Rules = { PlatformMesh: bySubroutines };
export const PROVIDERS: Rules = { Provider: provider, ManagedProvider: provider };
