import type { Location } from '../../errors.js';
import type { Json } from '../blueprint.js';
import type { Assignment, Layer, Origin } from './provenance.js';
import type { SourceText } from '../read/source-text.js';

/** A value that knows which layer set it, and where; and what it replaced. */
export type Traced = TracedScalar | TracedMap | TracedList;

interface Trace {
  readonly layer: Layer;
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
  /** The template text that it was rendered from. */
  readonly expression?: string;
  /** What a lower layer had set here. */
  readonly overrode?: Traced;
}

export interface TracedScalar extends Trace {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

export interface TracedList extends Trace {
  readonly kind: 'list';
  readonly items: readonly Traced[];
}

export interface TracedMap extends Trace {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, TracedEntry>;
}

export interface TracedEntry {
  /** How the key is spelled in the file: `010` where the key is read as `8`. */
  readonly spelling: string;
  readonly key: Trace;
  readonly value: Traced;
}

/** The value without its trace. A key such as `__proto__` becomes an ordinary property. */
export function plain(traced: Traced): Json {
  if (traced.kind === 'scalar') return traced.value;
  if (traced.kind === 'list') return traced.items.map(plain);
  const object: Record<string, Json> = {};
  for (const [key, entry] of traced.entries) setOwn(object, key, plain(entry.value));
  return object;
}

/** Assigning would set the prototype by this one key. */
function setOwn(object: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

/** The value below a map's key, if it is a map that has it. */
export function child(traced: Traced | undefined, key: string): Traced | undefined {
  return traced?.kind === 'map' ? traced.entries.get(key)?.value : undefined;
}

/** The value at a path, as far as the path exists. */
export function descend(traced: Traced | undefined, path: readonly (string | number)[]): Traced | undefined {
  let at = traced;
  for (const step of path) at = at?.kind === 'list' ? at.items[Number(step)] : child(at, String(step));
  return at;
}

export function locationOf(trace: Pick<Trace, 'source' | 'start' | 'end'>): Location {
  return trace.source.locate(trace);
}

/** Where a path stands: its value, or the deepest part of it that is there; `key` points at the key instead. */
export function locate(root: Traced, path: readonly (string | number)[], at: 'key' | 'value' = 'value'): Location {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = descend(root, path.slice(0, length - 1));
    const entry = parent?.kind === 'map' ? parent.entries.get(String(path[length - 1])) : undefined;
    if (entry && (at === 'key' || length < path.length)) return locationOf(entry.key);
    const value = entry?.value ?? descend(root, path.slice(0, length));
    if (value) return locationOf(value);
  }
  return locationOf(root);
}

function originOf(traced: Traced): Origin {
  return {
    layer: traced.layer,
    location: locationOf(traced),
    ...(traced.expression === undefined ? {} : { expression: traced.expression }),
  };
}

/** Every layer that set the value, the winner last. */
export function history(traced: Traced): readonly Assignment[] {
  const assignments: Assignment[] = [];
  for (let at: Traced | undefined = traced; at; at = at.overrode) assignments.unshift({ origin: originOf(at), value: plain(at) });
  return assignments;
}
