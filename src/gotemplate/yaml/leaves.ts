import type { YamlError } from './error.js';
import type { Expansion } from './expansion.js';
import type { Key } from './map-builder.js';
import type { YamlEntry, YamlNode, YamlScalar } from './nodes.js';
import { keyText, type Resolved } from './resolve.js';
import { scalarValue } from './scalar-value.js';
import type { Scanner } from './scanner.js';
import type { Token } from './tokens.js';

/** What stands before a value: `&anchor` and `!tag`. */
export interface Properties {
  readonly anchor?: string;
  readonly tag?: string;
  readonly start: number;
}

/** A node that an alias can name, with its size and height when all aliases in it are written out. */
interface Anchored {
  readonly node: YamlNode;
  readonly resolved: Resolved | undefined;
  readonly spelling: string;
  readonly size: number;
  readonly height: number;
}

/** An anchor whose node is not complete, with the counts at its start. */
interface OpenAnchor {
  readonly name: string;
  readonly nodes: number;
  readonly deepest: number;
}

/** Composes what is no collection: scalars, empty values, aliases, anchors, tags and keys. */
export class Leaves {
  /** What JSON does not have (infinity, a null as a key): an error, unless a later duplicate replaces it. */
  readonly unfit = new Map<YamlNode | YamlEntry, YamlError>();
  readonly #scanner: Scanner;
  readonly #handles: ReadonlyMap<string, string>;
  readonly #expansion: Expansion;
  readonly #anchors = new Map<string, Anchored | 'open'>();
  // What the scalar that was composed last is beyond its value, for when it turns out to be a key.
  #resolved: Resolved | undefined;
  #spelling = '';
  #merge = false;

  constructor(scanner: Scanner, handles: ReadonlyMap<string, string>, expansion: Expansion) {
    this.#scanner = scanner;
    this.#handles = handles;
    this.#expansion = expansion;
  }

  properties(): Properties {
    const { start } = this.#scanner.peek();
    let properties: Properties = { start };
    for (;;) {
      const token = this.#scanner.peek();
      if (token.type === 'anchor' && properties.anchor === undefined) properties = { ...properties, anchor: token.value };
      else if (token.type === 'tag' && properties.tag === undefined)
        properties = { ...properties, tag: this.#resolveTag(token.handle, token.suffix, token.start) };
      else return properties;
      this.#scanner.next();
    }
  }

  #resolveTag(handle: string, suffix: string, at: number): string {
    if (handle === '') return suffix;
    const prefix = this.#handles.get(handle);
    if (prefix === undefined) throw this.#scanner.error(`the tag handle "${handle}" is not declared`, at);
    return prefix + suffix;
  }

  scalar(token: Token & { readonly type: 'scalar' }, tag?: string): YamlScalar {
    const { value, style, start, end } = token;
    const resolved = scalarValue(value, style, tag);
    if (!resolved) throw this.#scanner.error(`"${value}" does not fit its tag`, start);
    const merge = value === '<<' && (tag === undefined ? style === 'plain' : tag === '!' || tag === 'tag:yaml.org,2002:merge');
    this.#remember(resolved, value, merge);
    const node: YamlScalar = { kind: 'scalar', value: resolved.value, style, start, end };
    if (resolved.tag === 'float' && !Number.isFinite(resolved.value))
      this.unfit.set(node, this.#scanner.error('infinity and "not a number" cannot be written as JSON', start));
    return node;
  }

  empty(at: number, tag?: string): YamlScalar {
    const resolved = scalarValue('', 'plain', tag);
    if (!resolved) throw this.#scanner.error('an empty value does not fit its tag', at);
    this.#expansion.count(1, at);
    this.#remember(resolved, '', false);
    return { kind: 'scalar', value: resolved.value, style: 'plain', start: at, end: at };
  }

  #remember(resolved: Resolved | undefined, spelling: string, merge: boolean): void {
    this.#resolved = resolved;
    this.#spelling = spelling;
    this.#merge = merge;
  }

  alias(name: string, at: number): YamlNode {
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) throw this.#scanner.error(`there is no anchor "&${name}" before this alias`, at);
    if (anchored === 'open') throw this.#scanner.error(`the anchor "&${name}" contains itself`, at);
    this.#expansion.countAliased(anchored.size, at);
    this.#expansion.reach(anchored.height, at);
    this.#remember(anchored.resolved, anchored.spelling, false);
    return anchored.node;
  }

  openAnchor(name: string): OpenAnchor {
    this.#anchors.set(name, 'open');
    const { nodes, deepest } = this.#expansion;
    this.#expansion.deepest = this.#expansion.depth;
    return { name, nodes, deepest };
  }

  closeAnchor({ name, nodes, deepest }: OpenAnchor, node: YamlNode): void {
    const expansion = this.#expansion;
    const resolved = node.kind === 'scalar' ? this.#resolved : undefined;
    this.#anchors.set(name, {
      node,
      resolved,
      spelling: this.#spelling,
      size: expansion.nodes - nodes,
      height: expansion.deepest - expansion.depth,
    });
    expansion.deepest = Math.max(deepest, expansion.deepest);
  }

  /** The key that the node that was just composed makes. */
  key(node: YamlNode): Key {
    const [resolved, spelling] = [this.#resolved, this.#spelling];
    if (node.kind !== 'scalar' || !resolved) {
      throw this.#scanner.error(
        'a key must be a single value, not a map or list; a template at the start of a value must be in quotes',
        node.start,
      );
    }
    const { start, end } = node;
    if (this.#merge) return { key: undefined, spelling, start, end };
    const key = keyText(resolved);
    if (key !== undefined) return { key, spelling, start, end };
    const unfit = this.#scanner.error(
      `${spelling === '' ? 'an empty key' : `the key "${spelling}"`} cannot be used; put it in quotes`,
      start,
    );
    return { key: `\0${spelling}`, spelling, start, end, unfit };
  }
}
