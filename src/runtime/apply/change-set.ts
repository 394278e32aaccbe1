import { refOf, type ObjectRef } from '../../kubernetes/index.js';
import type { Observation } from '../cluster/index.js';
import { decide, type Decision, type DecisionContext } from './decide.js';
import type { DesiredObject } from './desired-object.js';
import type { PlannedChange } from './planned-change.js';
import { pruneCandidates, type PruneState } from './prune.js';
import type { ApplyPolicy } from './scope.js';

/** The observed state that a change set is computed from. */
export interface ObservedState extends PruneState, DecisionContext {
  readonly observe: (target: string, ref: ObjectRef) => Observation;
}

/** The planned changes: desired objects by level, then objects that are no longer desired. */
export interface ChangeSet {
  readonly levels: readonly (readonly DecidedObject[])[];
  readonly candidates: readonly PlannedChange[];
}

/** A desired object and the decision about it. */
export interface DecidedObject {
  readonly desired: DesiredObject;
  readonly decision: Decision;
}

/** Computes the change set of desired objects and inventories. A pure function. */
export function changeSet(desired: readonly DesiredObject[], state: ObservedState, policy: ApplyPolicy): ChangeSet {
  const decided = desired.map((object) => ({
    desired: object,
    decision: decide(object, state.observe(object.target, refOf(object.object)), state),
  }));
  const levels = [...Map.groupBy(decided, ({ desired: { level } }) => level)].sort(([a], [b]) => a - b).map(([, level]) => level);
  return { levels, candidates: pruneCandidates(desired, state, policy) };
}
