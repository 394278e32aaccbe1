import type { YamlError } from './error.js';
import type { ReadLimits, YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar, YamlWarning } from './nodes.js';
import { keyText, resolve } from './resolve.js';
import { scalarValue } from './scalar-value.js';
import type { Scanner } from './scanner.js';
import type { Token } from './tokens.js';

const MAX_DEPTH = 1000;

interface Properties {
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  readonly start: number;
}

/** Builds the nodes of one document from the tokens. */
export class Composer {
  readonly warnings: YamlWarning[] = [];
  readonly #scanner: Scanner;
  readonly #handles: ReadonlyMap<string, string>;
  readonly #anchors = new Map<string, { readonly node: YamlNode; readonly size: number } | 'open'>();
  readonly #maxNodes: number;
  readonly #maxDepth: number;
  #nodes = 0;
  #depth = 0;

  constructor(scanner: Scanner, handles: ReadonlyMap<string, string>, limits: ReadLimits) {
    this.#scanner = scanner;
    this.#handles = handles;
    this.#maxNodes = limits.nodes ?? 1_000_000 + scanner.text.length / 2;
    this.#maxDepth = limits.depth ?? MAX_DEPTH;
  }

  /** @param indentless whether a list may start in the column of its key */
  node(indentless: boolean): YamlNode {
    const first = this.#scanner.peek();
    if (first.type === 'alias') return this.#alias(this.#scanner.next());
    const properties = this.#properties();
    const { anchor } = properties;
    if (anchor === undefined) return this.#content(properties, indentless);
    this.#anchors.set(anchor, 'open');
    const before = this.#nodes;
    const node = this.#content(properties, indentless);
    this.#anchors.set(anchor, { node, size: this.#nodes - before });
    return node;
  }

  #error(message: string, at: number): YamlError {
    return this.#scanner.error(message, at);
  }

  #count(nodes: number, at: number): void {
    this.#nodes += nodes;
    if (this.#nodes > this.#maxNodes) throw this.#error('the aliases of this document expand to too many values', at);
  }

  #alias(token: Token): YamlNode {
    const name = token.type === 'alias' ? token.value : '';
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) throw this.#error(`there is no anchor "&${name}" before this alias`, token.start);
    if (anchored === 'open') throw this.#error(`the anchor "&${name}" contains itself`, token.start);
    this.#count(anchored.size, token.start);
    return anchored.node;
  }

  #properties(): Properties {
    const { start } = this.#scanner.peek();
    let anchor: string | undefined;
    let tag: string | undefined;
    for (;;) {
      const token = this.#scanner.peek();
      if (token.type === 'anchor' && anchor === undefined) anchor = token.value;
      else if (token.type === 'tag' && tag === undefined) tag = this.#resolveTag(token.handle, token.suffix, token.start);
      else return { anchor, tag, start };
      this.#scanner.next();
    }
  }

  #resolveTag(handle: string, suffix: string, at: number): string {
    if (handle === '') return suffix;
    const prefix = this.#handles.get(handle);
    if (prefix === undefined) throw this.#error(`the tag handle "${handle}" is not declared`, at);
    return prefix + suffix;
  }

  #content(properties: Properties, indentless: boolean): YamlNode {
    const token = this.#scanner.peek();
    this.#count(1, token.start);
    switch (token.type) {
      case 'scalar':
        this.#scanner.next();
        return this.#scalar(token, properties);
      case 'block-entry':
        if (indentless) return this.#nested(token.start, () => this.#blockList(token.start, true));
        break;
      case 'block-list':
        this.#scanner.next();
        return this.#nested(token.start, () => this.#blockList(token.start, false));
      case 'block-map':
        this.#scanner.next();
        return this.#nested(token.start, () => this.#blockMap(token.start));
      case 'flow-list':
        this.#scanner.next();
        return this.#nested(token.start, () => this.#flowList(token.start));
      case 'flow-map':
        this.#scanner.next();
        return this.#nested(token.start, () => this.#flowMap(token.start));
      default:
        break;
    }
    if (properties.anchor !== undefined || properties.tag !== undefined) return this.#empty(properties.start, properties.tag);
    throw this.#error('a value is expected here', token.start);
  }

  #nested<T>(at: number, compose: () => T): T {
    this.#depth += 1;
    if (this.#depth > this.#maxDepth) throw this.#error(`nested more than ${this.#maxDepth} levels deep`, at);
    const node = compose();
    this.#depth -= 1;
    return node;
  }

  #scalar(token: Token & { readonly type: 'scalar' }, { tag }: Properties): YamlScalar {
    const resolved = scalarValue(token.value, token.style, tag === '!' ? 'tag:yaml.org,2002:str' : tag);
    if (!resolved) throw this.#error(`"${token.value}" does not fit its tag`, token.start);
    if (typeof resolved.value === 'number' && !Number.isFinite(resolved.value)) throw this.#error('infinity and "not a number" cannot be written as JSON', token.start);
    return { kind: 'scalar', value: resolved.value, style: token.style, start: token.start, end: token.end };
  }

  #empty(at: number, tag?: string): YamlScalar {
    if (tag?.startsWith('tag:yaml.org,2002:') === true && scalarValue('', 'plain', tag) === undefined) throw this.#error('an empty value does not fit its tag', at);
    const text = tag !== undefined && (!tag.startsWith('tag:yaml.org,2002:') || tag === 'tag:yaml.org,2002:str');
    return { kind: 'scalar', value: text ? '' : null, style: 'plain', start: at, end: at };
  }

  /** The node that follows, or nothing where one of these tokens does. */
  #optional(ends: readonly Token['type'][], indentless: boolean, at: number): YamlNode {
    if (!ends.includes(this.#scanner.peek().type)) return this.node(indentless);
    this.#count(1, at);
    return this.#empty(at);
  }

  #blockList(start: number, indentless: boolean): YamlList {
    const items: YamlNode[] = [];
    const ends: readonly Token['type'][] = indentless ? ['block-entry', 'key', 'value', 'block-end'] : ['block-entry', 'block-end'];
    let end = start;
    for (;;) {
      const token = this.#scanner.peek();
      if (token.type !== 'block-entry') {
        if (!indentless && token.type !== 'block-end') throw this.#error('a list item, "- ", is expected here', token.start);
        if (!indentless) this.#scanner.next();
        return { kind: 'list', items, start, end };
      }
      this.#scanner.next();
      const item = this.#optional(ends, false, token.end);
      items.push(item);
      end = Math.max(end, item.end);
    }
  }

  #blockMap(start: number): YamlMap {
    const builder = new MapBuilder(this.warnings, this.#scanner);
    for (;;) {
      const token = this.#scanner.peek();
      if (token.type === 'block-end') {
        this.#scanner.next();
        return builder.build(start, start);
      }
      if (token.type !== 'key') throw this.#error('a key, "name: ", is expected here', token.start);
      this.#scanner.next();
      const key = this.#key(['key', 'value', 'block-end'], true, token.end);
      const colon = this.#scanner.peek();
      if (colon.type === 'value') this.#scanner.next();
      const value = colon.type === 'value' ? this.#optional(['key', 'value', 'block-end'], true, colon.end) : this.#empty(key.end);
      builder.add(key, value);
    }
  }

  #flowList(start: number): YamlList {
    const items: YamlNode[] = [];
    for (;;) {
      if (this.#scanner.peek().type !== 'flow-list-end' && items.length > 0) this.#comma('"," or "]"');
      const token = this.#scanner.peek();
      if (token.type === 'flow-list-end') return { kind: 'list', items, start, end: this.#scanner.next().end };
      items.push(token.type === 'key' ? this.#nested(token.start, () => this.#pair(this.#scanner.next())) : this.node(false));
    }
  }

  /** `[a: b]`: a map of one entry within a list. */
  #pair(token: Token): YamlMap {
    this.#count(1, token.start);
    const builder = new MapBuilder(this.warnings, this.#scanner);
    builder.add(this.#key(['value', 'flow-entry', 'flow-list-end'], false, token.end), this.#flowValue('flow-list-end', token.end));
    return builder.build(token.start, token.end);
  }

  #flowMap(start: number): YamlMap {
    const builder = new MapBuilder(this.warnings, this.#scanner);
    for (let first = true; ; first = false) {
      if (this.#scanner.peek().type !== 'flow-map-end' && !first) this.#comma('"," or "}"');
      const token = this.#scanner.peek();
      if (token.type === 'flow-map-end') return builder.build(start, this.#scanner.next().end);
      if (token.type === 'key') {
        this.#scanner.next();
        const key = this.#key(['value', 'flow-entry', 'flow-map-end'], false, token.end);
        builder.add(key, this.#flowValue('flow-map-end', key.end));
      } else {
        const key = this.#key([], false, token.start);
        builder.add(key, this.#empty(key.end));
      }
    }
  }

  #flowValue(closing: Token['type'], at: number): YamlNode {
    if (this.#scanner.peek().type !== 'value') return this.#empty(at);
    const { end } = this.#scanner.next();
    return this.#optional(['flow-entry', closing], false, end);
  }

  #comma(expected: string): void {
    const token = this.#scanner.next();
    if (token.type !== 'flow-entry') throw this.#error(`${expected} is expected here`, token.start);
  }

  #key(ends: readonly Token['type'][], indentless: boolean, at: number): Key {
    const token = this.#scanner.peek();
    if (token.type === 'scalar') {
      this.#count(1, token.start);
      this.#scanner.next();
      return this.#scalarKey(token.value, token.style, token);
    }
    const node = this.#optional(ends, indentless, at);
    if (node.kind !== 'scalar') throw this.#error('a key must be a single value, not a map or list; a template at the start of a value must be in quotes', node.start);
    return typeof node.value === 'string' ? { key: node.value, spelling: node.value, start: node.start, end: node.end } : this.#scalarKey(String(node.value ?? ''), 'plain', node);
  }

  #scalarKey(spelling: string, style: YamlScalar['style'], { start, end }: { readonly start: number; readonly end: number }): Key {
    if (style !== 'plain') return { key: spelling, spelling, start, end };
    // Only an unquoted word counts as a merge.
    const key = spelling === '<<' ? undefined : keyText(resolve(spelling));
    if (key === undefined && spelling !== '<<') throw this.#error(`${spelling === '' ? 'an empty key' : `the key "${spelling}"`} cannot be used; put it in quotes`, start);
    return { key, spelling, start, end };
  }
}

/** A key; undefined stands for a merge. */
interface Key {
  readonly key: string | undefined;
  readonly spelling: string;
  readonly start: number;
  readonly end: number;
}

/** Entries in the order of Go: the last of equal keys counts, and a merge takes effect where it stands. */
class MapBuilder {
  readonly #entries = new Map<string, YamlEntry>();
  readonly #own = new Map<string, number>();
  readonly #warnings: YamlWarning[];
  readonly #scanner: Scanner;
  #end = 0;

  constructor(warnings: YamlWarning[], scanner: Scanner) {
    this.#warnings = warnings;
    this.#scanner = scanner;
  }

  add({ key, spelling, start, end }: Key, value: YamlNode): void {
    this.#end = Math.max(this.#end, end, value.end);
    if (key === undefined) {
      this.#merge(value);
      return;
    }
    const first = this.#own.get(key);
    if (first !== undefined) this.#warnings.push({ kind: 'duplicate-key', key, start, end, first });
    this.#own.set(key, first ?? start);
    this.#entries.set(key, { key, keyText: spelling, keyStart: start, keyEnd: end, value });
  }

  #merge(value: YamlNode): void {
    const maps = value.kind === 'list' ? [...value.items].reverse() : [value];
    for (const map of maps) {
      if (map.kind !== 'map') throw this.#scanner.error('only a map or a list of maps can be merged with "<<"', map.start);
      for (const entry of map.entries.values()) this.#entries.set(entry.key, entry);
    }
  }

  build(start: number, end: number): YamlMap {
    return { kind: 'map', entries: this.#entries, start, end: Math.max(end, this.#end) };
  }
}
