import { keyOf } from '../../kubernetes/index.js';
import { isSame, type ObjectState } from '../../readiness/index.js';
import type { DesiredObject, Outcome } from '../apply/index.js';
import { isClusterTarget, type ConditionType, type ReconcileEvent, type StepResult, type WebhookResult } from '../subroutines/index.js';

/** A new state, or one that no longer counts. */
export interface StateChange {
  readonly state: ObjectState;
  /** The run no longer waits for the object, for example after its deletion. @default false */
  readonly isGone?: true;
}

/** Receives the events of a run, each one once. */
export interface RunListener {
  /** All objects that a step desires are known. */
  readonly begin: (desired: readonly DesiredObject[], step: ConditionType) => void;
  /** An object cannot be written yet. */
  readonly waiting: (outcome: Outcome) => void;
  /** The outcome of an object is final; at the end also that of a waiting object. */
  readonly done: (outcome: Outcome) => void;
  readonly webhook: (result: WebhookResult) => void;
  /** The number of objects that have to be ready. */
  readonly waitingFor: (count: number) => void;
  readonly state: (change: StateChange) => void;
  readonly warning: (text: string) => void;
  /** A step of the pipeline has another result. */
  readonly step: (step: ConditionType, result: StepResult) => void;
  /** Another run writes; this one waits for it. */
  readonly locked: (message: string) => void;
}

/** Joins the events of all passes: the outcome of each object, and its current state. */
export class Progress {
  readonly #listener: RunListener;
  readonly #outcomes = new Map<string, Outcome>();
  readonly #states = new Map<string, ObjectState>();
  #related: readonly ObjectState[] = [];
  readonly #told = new Set<string>();
  /** An object that matches an entry may still appear, so only the warnings of the last pass count. */
  #warnings: readonly string[] = [];
  #seen = new Set<string>();
  #webhook: WebhookResult | undefined;
  #lock: string | undefined;
  #changes = 0;
  readonly #steps = new Map<ConditionType, StepResult>();

  constructor(listener: RunListener) {
    this.#listener = listener;
  }

  /** The outcome of each object so far, in the order of the first events. */
  get outcomes(): readonly Outcome[] {
    return [...this.#outcomes.values()];
  }

  get webhook(): WebhookResult {
    return this.#webhook ?? { result: 'waiting', reason: 'it was not started' };
  }

  /** Objects that the others depend on. */
  get related(): readonly ObjectState[] {
    return this.#related;
  }

  get states(): readonly ObjectState[] {
    return [...this.#states.values()];
  }

  /** What came of each step last. */
  get steps(): ReadonlyMap<ConditionType, StepResult> {
    return this.#steps;
  }

  /** Grows with each object that is written or deleted. */
  get changes(): number {
    return this.#changes;
  }

  /** Why nothing could be written in the last pass. */
  get lock(): string | undefined {
    return this.#lock;
  }

  beginPass(): void {
    this.#seen = new Set();
    this.#lock = undefined;
  }

  /**
   * What waited and came up no more is settled: an object that was being deleted is gone. Of another one nothing is left to
   * do, as when another run has deleted it.
   *
   * @param isWhole whether the step of a target came up with everything; one that failed as a whole says nothing of the rest
   */
  endPass(isWhole: (target: string) => boolean): void {
    for (const [key, outcome] of this.#outcomes) {
      if (this.#seen.has(key) || outcome.result !== 'waiting' || !isWhole(outcome.target)) continue;
      if (outcome.planned.action === 'prune') this.#note(key, { ...outcome, result: 'done' });
      else this.#outcomes.delete(key);
    }
  }

  readonly emit = (event: ReconcileEvent): void => {
    switch (event.type) {
      case 'desired':
        this.#begin(event.objects, event.step);
        break;
      case 'outcome':
        this.#outcome(event.outcome);
        break;
      case 'webhook':
        if (JSON.stringify(this.#webhook) !== JSON.stringify(event.result) && event.result.result !== this.#webhook?.result)
          this.#listener.webhook(event.result);
        this.#webhook = event.result;
        break;
      case 'connections':
        // The result of the step names those that do not work.
        break;
      case 'readiness':
        this.#readiness(event.states);
        this.#related = event.related;
        this.#warnings = event.warnings;
        break;
      case 'step':
        this.#step(event.step, event.result);
        break;
      case 'locked':
        this.#lock = event.message;
        if (this.#isNews(`locked ${event.message}`)) this.#listener.locked(event.message);
    }
  };

  /** Reports waiting objects at the end. */
  finish(isFinal: (outcome: Outcome) => Outcome): void {
    for (const warning of this.#warnings) this.#listener.warning(warning);
    for (const [key, outcome] of this.#outcomes) {
      if (outcome.result === 'done' || (outcome.result === 'failed' && this.#told.has(`failed ${key}`))) continue;
      const last = isFinal(outcome);
      this.#outcomes.set(key, last);
      this.#listener.done(last);
    }
  }

  /** Those of each step are told when it first knows them. */
  #begin(objects: readonly DesiredObject[], given?: ConditionType): void {
    const isCluster = objects.some(({ target }) => isClusterTarget(target));
    const step = given ?? (isCluster ? 'DeploymentSubroutine' : 'KcpsetupSubroutine');
    if (this.#isNews(`begin ${step}`)) this.#listener.begin(objects, step);
  }

  #outcome(outcome: Outcome): void {
    const key = `${outcome.target} ${keyOf(outcome.id)}`;
    this.#seen.add(key);
    this.#note(key, outcome);
  }

  #note(key: string, outcome: Outcome): void {
    const before = this.#outcomes.get(key);
    const merged = before ? joined(before, outcome) : outcome;
    this.#outcomes.set(key, merged);
    if (merged.result === 'done' && before !== merged) {
      if (merged.planned.action !== 'unchanged' && merged.planned.action !== 'skip') this.#changes += 1;
      this.#listener.done(merged);
    }
    if (merged.result === 'failed' && this.#isNews(`failed ${key}`)) this.#listener.done(merged);
    if (
      merged.result === 'waiting' &&
      merged.planned.action === 'blocked' &&
      merged.planned.isPostponed !== true &&
      this.#isNews(`waiting ${key}`)
    )
      this.#listener.waiting(merged);
  }

  #readiness(states: readonly ObjectState[]): void {
    if (this.#isNews('waitingFor')) this.#listener.waitingFor(states.length);
    const now = new Map(states.map((state) => [`${state.place ?? ''} ${keyOf(state.ref)}`, state]));
    for (const [key, state] of this.#states) {
      if (now.has(key)) continue;
      this.#states.delete(key);
      this.#listener.state({ state, isGone: true });
    }
    for (const [key, state] of now) {
      const before = this.#states.get(key);
      this.#states.set(key, state);
      if (!before || !isSame(before.readiness, state.readiness)) this.#listener.state({ state });
    }
  }

  #step(step: ConditionType, result: StepResult): void {
    const before = this.#steps.get(step);
    this.#steps.set(step, result);
    if (textOf(before) !== textOf(result)) this.#listener.step(step, result);
  }

  #isNews(key: string): boolean {
    if (this.#told.has(key)) return false;
    this.#told.add(key);
    return true;
  }
}

/** What is told of a result. */
function textOf(result: StepResult | undefined): string {
  if (!result) return '';
  return result.kind === 'failed' ? `failed ${result.error.message}` : `${result.kind} ${result.message ?? ''}`;
}

/** What a run did to an object counts, not that a later pass of the same run finds it done. */
function joined(before: Outcome, now: Outcome): Outcome {
  if (now.result !== 'done') return now;
  if (before.planned.action === 'recreate') return before.result === 'done' ? before : { ...before, result: 'done' };
  return before.result === 'done' && ['unchanged', 'skip'].includes(now.planned.action) ? before : now;
}
