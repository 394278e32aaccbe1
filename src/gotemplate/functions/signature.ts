/** What an argument must be; `value` also takes one that is missing. */
export type Parameter = 'any' | 'value' | 'int' | 'string';

/** A function of templates. */
export interface GoFunction {
  readonly parameters: readonly Parameter[];
  /** The type of all further arguments; none are allowed without it. */
  readonly rest?: Parameter;
  /** Stops at the first argument that decides, in Go's own `and` and `or`. */
  readonly shortCircuit?: 'and' | 'or';
  /** @throws {FunctionError} */
  readonly call: (...args: readonly unknown[]) => unknown;
}

export type FunctionMap = ReadonlyMap<string, GoFunction>;
