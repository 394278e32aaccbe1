import { type ObjectQuery, apiVersionOf, textAt } from '../../kubernetes/index.js';
import type { PlatformMeshError } from '../../errors.js';
import type { Board } from './board.js';
import type { Follower } from './follow.js';
import type { Goal } from './goal.js';
import { GoalStates } from './goal-states.js';
import type { ObjectReader } from './object-reader.js';
import type { ObjectState } from '../../readiness/index.js';
import type { Observed } from '../../readiness/index.js';
import { unreadable } from '../../readiness/index.js';

/** One list and one watch, for all goals that can be read by it. */
export class Feed implements Follower {
  readonly cluster: ObjectReader;
  /** The same query in several versions. */
  readonly queries: readonly ObjectQuery[];
  readonly #place: string | undefined;
  readonly #byName = new Map<string, GoalStates[]>();
  readonly #lists: GoalStates[] = [];
  #interruption: ObjectState | undefined;
  #wasRead = false;

  constructor(goals: readonly [Goal, ...Goal[]], board: Board, id: string) {
    const [first] = goals;
    this.cluster = first.cluster;
    this.queries = queriesOf(goals);
    this.#place = first.place;
    goals.forEach((goal, index) => {
      const states = new GoalStates(goal, board, `${id}.${index}`);
      if (goal.name === undefined) this.#lists.push(states);
      else this.#byName.set(goal.name, [...(this.#byName.get(goal.name) ?? []), states]);
    });
  }

  /** Why there may be news that nobody has heard of. */
  get interruption(): ObjectState | undefined {
    return this.#interruption;
  }

  all(objects: readonly Observed[]): void {
    this.heard();
    this.#wasRead = true;
    const named = Map.groupBy(objects, nameIn);
    for (const [name, states] of this.#byName) for (const each of states) each.all(named.get(name) ?? []);
    for (const each of this.#lists) each.all(objects);
  }

  changed(object: Observed): void {
    this.heard();
    for (const each of this.#statesOf(object)) each.changed(object);
  }

  gone(object: Observed): void {
    this.heard();
    for (const each of this.#statesOf(object)) each.gone(object);
  }

  heard(): void {
    this.#interruption = undefined;
  }

  unreadable(error: PlatformMeshError): void {
    this.#wasRead = false;
    const why = unreadable(error);
    for (const each of [...this.#byName.values(), this.#lists].flat()) each.unreadable(why);
  }

  /** What was read is taken for what it was: a watch that breaks off is mended in no time, as a rule. */
  interrupted(error: PlatformMeshError): void {
    if (!this.#wasRead) {
      this.unreadable(error);
      return;
    }
    const { apiVersion, kind, namespace } = this.queries[0] ?? { apiVersion: '', kind: '' };
    const ref = { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name: '*' };
    this.#interruption = { ...(this.#place === undefined ? {} : { place: this.#place }), ref, readiness: unreadable(error), needs: [], makes: [] };
  }

  #statesOf(object: Observed): readonly GoalStates[] {
    return [...(this.#byName.get(nameIn(object)) ?? []), ...this.#lists];
  }
}

/** Goals that are read by one list and watch have the same text. */
export function feedKey({ group, versions, kind, namespace = '', labelSelector = '' }: Goal): string {
  return [group, versions.join(','), kind, namespace, labelSelector].join(' ');
}

/** A single object is asked for by its name; several are read with all others of their namespace. */
function queriesOf([first, ...others]: readonly [Goal, ...Goal[]]): readonly ObjectQuery[] {
  const { group, versions, kind, namespace, labelSelector, name } = first;
  const single = name !== undefined && others.every((other) => other.name === name);
  return versions.map((version) => ({
    apiVersion: apiVersionOf(group, version),
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(single ? { fieldSelector: `metadata.name=${name}` } : {}),
  }));
}

function nameIn(object: Observed): string {
  return textAt(object, 'metadata', 'name') ?? '';
}
