import { keyOf } from '../../kubernetes/index.js';
import { isSame, type ObjectState } from '../../readiness/index.js';
import type { DesiredObject, Outcome } from '../apply/index.js';
import { isClusterTarget, type ConditionType, type ReconcileEvent, type StepResult, type WebhookResult } from '../subroutines/index.js';

/** A state that is new, or no longer counts. */
export interface StateChange {
  readonly state: ObjectState;
  /** The object is no longer waited for, as after its deletion. @default false */
  readonly isGone?: true;
}

/** What is told of a run while it goes on; each piece of news once. */
export interface RunListener {
  /** All desired objects are known. */
  readonly begin: (desired: readonly DesiredObject[]) => void;
  /** An object is waited for. */
  readonly waiting: (outcome: Outcome) => void;
  /** An object is done with; at the end also one that still waits. */
  readonly done: (outcome: Outcome) => void;
  readonly webhook: (result: WebhookResult) => void;
  /** So many objects have to be ready. */
  readonly waitingFor: (count: number) => void;
  readonly state: (change: StateChange) => void;
  readonly warning: (text: string) => void;
  /** A step of the pipeline has another result. */
  readonly step: (step: ConditionType, result: StepResult) => void;
  /** Another run writes; this one waits for it. */
  readonly locked: (message: string) => void;
}

/** Joins the events of many passes into one story: what became of each object, and how it is now. */
export class Progress {
  readonly #listener: RunListener;
  readonly #outcomes = new Map<string, Outcome>();
  readonly #states = new Map<string, ObjectState>();
  #related: readonly ObjectState[] = [];
  readonly #told = new Set<string>();
  /** An object that an entry matches may still come, so only the last warnings are true. */
  #warnings: readonly string[] = [];
  #seen = new Set<string>();
  #webhook: WebhookResult | undefined;
  #lock: string | undefined;
  #changes = 0;
  readonly #steps = new Map<ConditionType, StepResult>();

  constructor(listener: RunListener) {
    this.#listener = listener;
  }

  /** What became of each object so far, in the order in which they came up. */
  get outcomes(): readonly Outcome[] {
    return [...this.#outcomes.values()];
  }

  get webhook(): WebhookResult {
    return this.#webhook ?? { result: 'waiting', reason: 'it was not begun' };
  }

  /** What holds the others up. */
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

  /** An object that was being deleted and came up no more is gone. */
  endPass(): void {
    for (const [key, outcome] of this.#outcomes) {
      if (this.#seen.has(key) || outcome.result !== 'waiting' || outcome.planned.action !== 'prune') continue;
      this.#note(key, { ...outcome, result: 'done' });
    }
  }

  readonly emit = (event: ReconcileEvent): void => {
    switch (event.type) {
      case 'desired':
        this.#begin(event.objects);
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

  /** What still waits is told as it is. */
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
  #begin(objects: readonly DesiredObject[]): void {
    const isCluster = objects.some(({ target }) => isClusterTarget(target));
    if (this.#isNews(isCluster ? 'begin' : 'begin kcp')) this.#listener.begin(objects);
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
