import { type ObjectRef, apiVersionOf, keyOf, refOf } from '../../kubernetes/index.js';
import type { Board } from './board.js';
import type { Goal } from './goal.js';
import { madeFrom, needsOf } from '../../readiness/index.js';
import { NOT_FOUND, NOT_READ, type ObjectState } from '../../readiness/index.js';
import { type Observed } from '../../readiness/index.js';
import { progressing, type Readiness } from '../../readiness/index.js';

/** The states of one goal on the board: of the objects that were found, or of what is missing. */
export class GoalStates {
  readonly #goal: Goal;
  readonly #board: Board;
  readonly #prefix: string;
  readonly #found = new Map<string, ObjectRef>();
  /** What stands for the goal as long as there are too few objects. */
  readonly #absent: ObjectRef;

  /** @param prefix tells its states from those of other goals */
  constructor(goal: Goal, board: Board, prefix: string) {
    this.#goal = goal;
    this.#board = board;
    this.#prefix = prefix;
    const { group, versions, kind, namespace, name = '*' } = goal;
    this.#absent = { apiVersion: apiVersionOf(group, versions[0] ?? ''), kind, ...(namespace === undefined ? {} : { namespace }), name };
    board.note(this.#id(this.#absent), this.#state(this.#absent, progressing(NOT_READ, 'it has not been read yet')));
  }

  /** These are all objects there are of the kind. */
  all(objects: readonly Observed[]): void {
    const now = new Map(objects.map((object) => [keyOf(refOf(object)), object]));
    for (const [key, ref] of [...this.#found]) if (!now.has(key)) this.#forget(key, ref);
    for (const [key, object] of now) this.#note(key, object);
    this.#count();
  }

  changed(object: Observed): void {
    const key = keyOf(refOf(object));
    const isNew = !this.#found.has(key);
    this.#note(key, object);
    if (isNew) this.#count();
  }

  gone(object: Observed): void {
    const ref = refOf(object);
    this.#forget(keyOf(ref), ref);
    this.#count();
  }

  /** None of them can be read. */
  unreadable(why: Readiness): void {
    for (const [key, ref] of [...this.#found]) this.#forget(key, ref);
    this.#board.put(this.#id(this.#absent), this.#state(this.#absent, why));
  }

  #note(key: string, object: Observed): void {
    const ref = refOf(object);
    this.#found.set(key, ref);
    this.#board.put(this.#id(ref), { ...this.#state(ref, this.#goal.judge(object)), needs: needsOf(object), makes: madeFrom(object) });
  }

  #forget(key: string, ref: ObjectRef): void {
    this.#found.delete(key);
    this.#board.drop(this.#id(ref));
  }

  #count(): void {
    const id = this.#id(this.#absent);
    if (this.#found.size < this.#goal.minimum) this.#board.put(id, this.#state(this.#absent, this.#tooFew()));
    else if (!this.#found.has(keyOf(this.#absent))) this.#board.drop(id);
  }

  #tooFew(): Readiness {
    const { name, minimum, labelSelector, hint } = this.#goal;
    if (name !== undefined) return progressing(NOT_FOUND, 'it is not there');
    const which = `${this.#absent.kind}${labelSelector === undefined ? '' : ` with ${labelSelector}`}`;
    return progressing(NOT_FOUND, [`${this.#found.size} of at least ${minimum} ${which} ${this.#found.size === 1 ? 'is' : 'are'} there`, hint].filter((part) => part !== undefined).join('; '));
  }

  #state(ref: ObjectRef, readiness: Readiness): ObjectState {
    const { place } = this.#goal;
    return { ...(place === undefined ? {} : { place }), ref, readiness, needs: [], makes: [] };
  }

  #id(ref: ObjectRef): string {
    return `${this.#prefix} ${keyOf(ref)}`;
  }
}
