import type { Problems } from '../problems.js';
import type { Layer } from './provenance.js';
import type { SourceText } from '../read/source-text.js';
import type { Traced, TracedEntry, TracedMap } from './traced.js';

/** A value from code has no place in a text. */
export const NO_TEXT: SourceText = { file: '', text: '', locate: () => ({ file: '', line: 1, column: 1, length: 1, text: '' }) };

/** A map whose values were traced already. */
export function tracedMap(values: Readonly<Record<string, Traced | undefined>>, layer: Layer): TracedMap {
  const trace = { layer, source: NO_TEXT, start: 0, end: 0 };
  const entries = Object.entries(values).flatMap(([key, value]): [string, TracedEntry][] =>
    value ? [[key, { spelling: key, key: trace, value }]] : [],
  );
  return { kind: 'map', ...trace, entries: new Map(entries) };
}

/**
 * A value of a program as the pipeline reads it: a copy, so that nothing the caller holds is shared or frozen. What is
 * undefined is left out; what JSON does not have is a problem.
 */
export function tracedValue(value: unknown, layer: Layer, problems: Problems): Traced | undefined {
  return new ValueTracer(layer, problems).value(value);
}

class ValueTracer {
  readonly #layer: Layer;
  readonly #problems: Problems;
  /** Where the walk is, and what it is within. */
  readonly #path: string[] = [];
  readonly #within = new Set<object>();

  constructor(layer: Layer, problems: Problems) {
    this.#layer = layer;
    this.#problems = problems;
  }

  value(value: unknown): Traced | undefined {
    if (value === undefined) return undefined;
    const trace = { layer: this.#layer, source: NO_TEXT, start: 0, end: 0 };
    if (isScalar(value)) return { kind: 'scalar', ...trace, value };
    if (typeof value !== 'object' || !isPlain(value)) return this.#refuse(nameOf(value));
    if (this.#within.has(value)) return this.#refuse('something that holds itself');
    this.#within.add(value);
    const below = Object.entries(value).map(([key, inner]) => [key, this.#below(key, inner)] as const);
    this.#within.delete(value);
    if (Array.isArray(value)) return { kind: 'list', ...trace, items: below.flatMap(([, item]) => item ?? []) };
    return tracedMap(Object.fromEntries(below), this.#layer);
  }

  #below(key: string, value: unknown): Traced | undefined {
    this.#path.push(key);
    const traced = this.value(value);
    this.#path.pop();
    return traced;
  }

  #refuse(found: string): Traced | undefined {
    this.#problems.error('invalid-value', { message: `${this.#path.join('.')}: must be a value that JSON has, not ${found}` });
    return undefined;
  }
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

/** An array or an object literal, of whichever realm; an instance of a class has one prototype more. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `an object of ${value.constructor.name || 'a class'}`;
  return typeof value === 'number' ? String(value) : `a ${typeof value}`;
}
