import type { YamlError } from './error.js';
import type { ReadLimits } from './nodes.js';

/** Counts what a document amounts to with every alias written out, against the limits and Go's own rule. */
export class Expansion {
  nodes = 0;
  /** How deep the walk has come. */
  depth = 0;
  /** The deepest level since it was last set. */
  deepest = 0;
  #aliased = 0;
  readonly #limits: Required<ReadLimits>;
  readonly #error: (message: string, at: number) => YamlError;

  constructor(limits: Required<ReadLimits>, error: (message: string, at: number) => YamlError) {
    this.#limits = limits;
    this.#error = error;
  }

  count(nodes: number, at: number): void {
    this.nodes += nodes;
    if (this.nodes > this.#limits.nodes) throw this.#error(`excessive aliasing: more than ${Math.floor(this.#limits.nodes)} values`, at);
  }

  /** Go bounds the share of values that come from aliases, by the number of all values. */
  countAliased(nodes: number, at: number): void {
    this.count(nodes + 1, at);
    this.#aliased += nodes;
    const allowed = 0.99 - 0.89 * Math.min(Math.max(this.nodes - 400_000, 0) / 3_600_000, 1);
    if (this.#aliased > 100 && this.nodes > 1_000 && this.#aliased > allowed * this.nodes) {
      throw this.#error('excessive aliasing: nearly all values of this document come from its aliases', at);
    }
  }

  /** Notes that something at the current depth is so many levels high. */
  reach(levels: number, at: number): void {
    this.deepest = Math.max(this.deepest, this.depth + levels);
    if (this.depth + levels > this.#limits.depth) throw this.#error(`nested more than ${this.#limits.depth} levels deep`, at);
  }
}
