import type { YamlError } from './error.js';
import type { YamlEntry, YamlMap, YamlNode, YamlWarning } from './nodes.js';
import type { Scanner } from './scanner.js';

/** A key as it was read. */
export interface Key {
  /** Undefined for a merge. */
  readonly key: string | undefined;
  readonly spelling: string;
  readonly start: number;
  readonly end: number;
  /** Why Go could not turn it into JSON. */
  readonly unfit?: YamlError;
}

/** Entries in the order of Go: the last of equal keys counts, and a merge takes effect where it stands. */
export class MapBuilder {
  readonly #entries = new Map<string, YamlEntry>();
  /** The keys that only a merge has set; hardly any map has some. */
  #merged: Set<string> | undefined;
  readonly #warnings: YamlWarning[];
  readonly #scanner: Scanner;
  #end = 0;

  constructor(warnings: YamlWarning[], scanner: Scanner) {
    this.#warnings = warnings;
    this.#scanner = scanner;
  }

  /** The entry that was made; a merge makes none. */
  add({ key, spelling, start, end }: Key, value: YamlNode): YamlEntry | undefined {
    this.#end = Math.max(this.#end, end, value.end);
    if (key === undefined) {
      this.#merge(value);
      return undefined;
    }
    const earlier = this.#entries.get(key);
    if (earlier && this.#merged?.delete(key) !== true)
      this.#warnings.push({ kind: 'duplicate-key', key, start, end, first: earlier.keyStart });
    const entry: YamlEntry = { key, keyText: spelling, keyStart: start, keyEnd: end, value };
    this.#entries.set(key, entry);
    return entry;
  }

  #merge(value: YamlNode): void {
    const maps = value.kind === 'list' ? [...value.items].reverse() : [value];
    for (const map of maps) {
      if (map.kind !== 'map') throw this.#scanner.error('only a map or a list of maps can be merged with "<<"', map.start);
      for (const entry of map.entries.values()) {
        if (!this.#entries.has(entry.key)) (this.#merged ??= new Set()).add(entry.key);
        this.#entries.set(entry.key, entry);
      }
    }
  }

  build(start: number, end: number): YamlMap {
    return { kind: 'map', entries: this.#entries, start, end: Math.max(end, this.#end) };
  }
}
