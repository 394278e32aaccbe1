import { refOf, type ObjectRef } from '../../kubernetes/index.js';
import type { Observation } from '../cluster/index.js';
import { decide, type Decision, type DecisionContext } from './decide.js';
import type { DesiredObject } from './desired-object.js';
import type { PlannedChange } from './planned-change.js';
import { pruneCandidates, type PruneState } from './prune.js';
import type { ApplyPolicy } from './scope.js';

/** What is known of the clusters when a change set is made. */
export interface ObservedState extends PruneState, DecisionContext {
  readonly observe: (target: string, ref: ObjectRef) => Observation;
}

/** What is to be done, level by level, then what is no longer desired. A pure function of what is desired and observed. */
export interface ChangeSet {
  readonly levels: readonly (readonly DecidedObject[])[];
  readonly candidates: readonly PlannedChange[];
}

/** A desired object, and what is decided of it so far. */
export interface DecidedObject {
  readonly desired: DesiredObject;
  readonly decision: Decision;
}

/** Decides about every desired object and every object of the inventories. */
export function changeSet(desired: readonly DesiredObject[], state: ObservedState, policy: ApplyPolicy): ChangeSet {
  const decided = desired.map((object) => ({
    desired: object,
    decision: decide(object, state.observe(object.target, refOf(object.object)), state),
  }));
  const levels = [...Map.groupBy(decided, ({ desired: { level } }) => level)].sort(([a], [b]) => a - b).map(([, level]) => level);
  return { levels, candidates: pruneCandidates(desired, state, policy) };
}
