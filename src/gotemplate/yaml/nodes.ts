/** How a string is written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** Offsets are UTF-16, `[start, end)` in the text that was read. */
interface NodeSpan {
  /** Offset of the first character. */
  readonly start: number;
  /** Offset behind the last character. */
  readonly end: number;
}

/** One value of a YAML document. An alias yields the very node of its anchor. */
export type YamlNode = YamlScalar | YamlMap | YamlList;

/** Text, a number, a boolean or null, with its place. */
export interface YamlScalar extends NodeSpan {
  /** Text, a number, a boolean or null. */
  readonly kind: 'scalar';
  /** As Go types it. */
  readonly value: string | number | boolean | null;
  /** How it is written. */
  readonly style: ScalarStyle;
}

/** A list, with its place. */
export interface YamlList extends NodeSpan {
  /** A list. */
  readonly kind: 'list';
  /** In the order of the text. */
  readonly items: readonly YamlNode[];
}

/** A map, with its place. */
export interface YamlMap extends NodeSpan {
  /** A map. */
  readonly kind: 'map';
  /** By key; of equal keys the last one counts, at the place of the first. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

/** A key and its value. */
export interface YamlEntry {
  /** The key as Go reads it: `true` for `yes`, `8` for `010`. */
  readonly key: string;
  /** The key as it is spelled, without quotes. */
  readonly keyText: string;
  /** Offset of the key. */
  readonly keyStart: number;
  /** Offset behind the key. */
  readonly keyEnd: number;
  /** What stands behind the colon. */
  readonly value: YamlNode;
}

/** What Go lets pass but hardly anybody means. */
export type YamlWarning =
  | {
      readonly kind: 'duplicate-key';
      readonly key: string;
      readonly start: number;
      readonly end: number;
      /** Offset of the key's earlier place. */
      readonly first: number;
    }
  | { readonly kind: 'further-documents'; readonly start: number };

/** One document of a stream. */
export interface YamlDocument {
  /** Undefined when the document is empty. */
  readonly root: YamlNode | undefined;
  /** What Go lets pass but hardly anybody means. */
  readonly warnings: readonly YamlWarning[];
}

/** Bounds that an attack meets and a file that people wrote does not. */
export interface ReadLimits {
  /**
   * Nodes of one document, each alias counted as often as it stands.
   * @default 1,000,000 plus one for every two characters of the text
   */
  readonly nodes?: number;
  /** @default 1,000 */
  readonly depth?: number;
}

/** The node as a plain value. A key such as `__proto__` becomes an ordinary property. */
export function toValue(node: YamlNode | undefined): unknown {
  if (node === undefined) return null;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toValue);
  return Object.fromEntries([...node.entries.values()].map((entry) => [entry.key, toValue(entry.value)]));
}
