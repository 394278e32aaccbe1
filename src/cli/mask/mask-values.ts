import { isMap, type Fields } from '../../kubernetes/index.js';
import { isSecretAt } from './secret-keys.js';
import { isReference, maskText, type Hide } from './secret-text.js';

/** The state of a value of which there are two. */
export type State = 'before' | 'after';

/** Where a value stands. */
export interface Place {
  /** Keys of maps and indices of lists. */
  readonly path: readonly string[];
  /** The `name` of the list's entry that the value belongs to, or the flag before it in a list of arguments. */
  readonly namedBy?: string | undefined;
}

/** Two states of one value without the secrets in them; a secret that differs shows that it does, and nothing more. */
export function maskPair(before: unknown, after: unknown, place: Place = { path: [] }): readonly [unknown, unknown] {
  return [new Masker('before').value(before, after, place), new Masker('after').value(after, before, place)];
}

/** One value without the secrets in it. */
export function maskValue(value: unknown, place: Place = { path: [] }): unknown {
  return new Masker('after').value(value, value, place);
}

class Masker {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  value(value: unknown, other: unknown, place: Place): unknown {
    if (Array.isArray(value)) return this.#list(value, Array.isArray(other) ? other : [], place);
    if (isMap(value)) return this.#map(value, isMap(other) ? other : {}, place);
    if (typeof value === 'number') return isSecretAt(place.path, place.namedBy) && !isCount(place.path) ? this.#mark(value, other) : value;
    if (typeof value !== 'string') return value;
    // A flag behind a flag is not its value.
    const isFlag = value.startsWith('-') && place.namedBy?.startsWith('-') === true;
    if (!isFlag && isSecretAt(place.path, place.namedBy)) return isReference(value) ? value : this.#mark(value, other);
    return this.#text(value, other, place);
  }

  #map(map: Fields, other: Fields, { path }: Place): Fields {
    const namedBy = entryOf(map);
    return Object.fromEntries(
      Object.entries(map).map(([key, value]) => [key, this.value(value, other[key], { path: [...path, key], namedBy })]),
    );
  }

  /** Entries with names are compared by them, so that one more entry does not make all others look changed. */
  #list(list: readonly unknown[], others: readonly unknown[], { path }: Place): readonly unknown[] {
    return list.map((item, index) => {
      const name = isMap(item) ? entryOf(item) : undefined;
      const other = name === undefined ? others[index] : others.find((candidate) => isMap(candidate) && entryOf(candidate) === name);
      return this.value(item, other, { path: [...path, String(index)], namedBy: flagOf(list[index - 1]) });
    });
  }

  #text(text: string, other: unknown, place: Place): string {
    const json = parsed(text);
    if (json !== undefined) {
      const shown = this.value(json, typeof other === 'string' ? parsed(other) : undefined, place);
      return JSON.stringify(shown) === JSON.stringify(json) ? text : JSON.stringify(shown);
    }
    const others = typeof other === 'string' ? secretsIn(other) : [];
    let count = 0;
    const hide: Hide = (secret) => this.#mark(secret, others[count++]);
    return maskText(text, hide);
  }

  /** Where there is no other value, the key alone tells that one came or went. */
  #mark(secret: unknown, other: unknown): string {
    return other === undefined || secret === other ? '(hidden)' : `(hidden, ${this.#state})`;
  }
}

function secretsIn(text: string): readonly string[] {
  const secrets: string[] = [];
  maskText(text, (secret) => {
    secrets.push(secret);
    return '(hidden)';
  });
  return secrets;
}

/** A map or list that is written as JSON in a text. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/u.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function entryOf({ name }: Fields): string | undefined {
  return typeof name === 'string' ? name : undefined;
}

/** `maxTokens: 100` counts them. */
function isCount(path: readonly string[]): boolean {
  return path.at(-1)?.endsWith('s') === true;
}

/** `--password` in a list of arguments, with its value in the next item. */
function flagOf(item: unknown): string | undefined {
  return typeof item === 'string' && /^--?[A-Za-z][\w-]*$/u.test(item) ? item : undefined;
}
