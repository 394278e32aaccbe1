import { isSame, type Readiness } from '../../readiness/index.js';
import type { ObjectState } from '../../readiness/index.js';

/** A state that is new, or counts no more. */
export interface StateChange {
  readonly state: ObjectState;
  /** It is waited for no more, as an object that was deleted. @default - it is */
  readonly isGone?: true;
  /** As it was. @default - it was not known */
  readonly before?: Readiness;
}

/** How everything that is waited for is at present. */
export class Board {
  readonly #states = new Map<string, ObjectState>();
  readonly #onChange: (change: StateChange) => void;
  #open = 0;

  constructor(onChange: (change: StateChange) => void) {
    this.#onChange = onChange;
  }

  /** Whether nothing is left to wait for. */
  get isReady(): boolean {
    return this.#open === 0;
  }

  /** All states, in the order in which they came up. */
  get states(): readonly ObjectState[] {
    return [...this.#states.values()];
  }

  /** Notes a state, and tells of it when it is another one. */
  put(id: string, state: ObjectState): void {
    const before = this.#states.get(id)?.readiness;
    this.note(id, state);
    if (before && isSame(before, state.readiness)) return;
    this.#onChange({ state, ...(before ? { before } : {}) });
  }

  /** Notes a state and tells nobody. */
  note(id: string, state: ObjectState): void {
    this.#count(this.#states.get(id), -1);
    this.#states.set(id, state);
    this.#count(state, 1);
  }

  /** Forgets a state, and tells of it. */
  drop(id: string): void {
    const state = this.#states.get(id);
    if (!state) return;
    this.#count(state, -1);
    this.#states.delete(id);
    this.#onChange({ state, isGone: true });
  }

  #count(state: ObjectState | undefined, by: 1 | -1): void {
    if (state && state.readiness.state !== 'ready') this.#open += by;
  }
}
