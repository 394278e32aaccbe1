/** How a string is written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** Offsets are UTF-16, `[start, end)` in the text that was read. */
interface NodeSpan {
  readonly start: number;
  readonly end: number;
}

/** One value of a YAML document. An alias yields the very node of its anchor. */
export type YamlNode = YamlScalar | YamlMap | YamlList;

export interface YamlScalar extends NodeSpan {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly style: ScalarStyle;
}

export interface YamlList extends NodeSpan {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

export interface YamlMap extends NodeSpan {
  readonly kind: 'map';
  /** By key; of equal keys the last one counts, at the place of the first. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export interface YamlEntry {
  /** The key as Go reads it: `true` for `yes`, `8` for `010`. */
  readonly key: string;
  /** The key as it is spelled, without quotes. */
  readonly keyText: string;
  readonly keyStart: number;
  readonly keyEnd: number;
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
