import type { YamlError } from './error.js';
import { Expansion } from './expansion.js';
import { Leaves, type Properties } from './leaves.js';
import { MapBuilder, type Key } from './map-builder.js';
import type { ReadLimits, YamlEntry, YamlList, YamlMap, YamlNode, YamlWarning } from './nodes.js';
import type { Scanner } from './scanner.js';
import type { Token } from './tokens.js';

/** A collection that is not complete. */
type Open = {
  readonly start: number;
  readonly anchor: ReturnType<Leaves['openAnchor']> | undefined;
} & (
  | { readonly kind: 'block-list' | 'indentless-list' | 'flow-list'; readonly items: YamlNode[] }
  | {
      /** A pair is the map in `[a: b]`. */
      readonly kind: 'block-map' | 'flow-map' | 'pair';
      readonly builder: MapBuilder;
      /** The key whose value comes next. */
      key: Key | undefined;
      /** Whether the key stands without `? ` and `:`, as in `{a, b}`. */
      bare: boolean;
    }
);
type OpenList = Extract<Open, { readonly items: unknown }>;
type OpenMap = Extract<Open, { readonly builder: unknown }>;
type Ends = readonly Token['type'][];

const AFTER_ITEM: Ends = ['block-entry', 'block-end'];
const AFTER_INDENTLESS_ITEM: Ends = ['block-entry', 'key', 'value', 'block-end'];
const AFTER_BLOCK_KEY: Ends = ['key', 'value', 'block-end'];
const AFTER_FLOW_KEY: Ends = ['value', 'flow-entry', 'flow-map-end'];
const AFTER_FLOW_VALUE: Ends = ['flow-entry', 'flow-map-end'];
const AFTER_PAIR_KEY: Ends = ['value', 'flow-entry', 'flow-list-end'];
const AFTER_PAIR_VALUE: Ends = ['flow-entry', 'flow-list-end'];

/** Builds the nodes of one document from the tokens. It keeps its own stack, so that no text can exhaust JavaScript's. */
export class Composer {
  readonly warnings: YamlWarning[] = [];
  readonly #scanner: Scanner;
  readonly #expansion: Expansion;
  readonly #leaves: Leaves;
  readonly #stack: Open[] = [];

  constructor(scanner: Scanner, handles: ReadonlyMap<string, string>, limits: Required<ReadLimits>) {
    this.#scanner = scanner;
    this.#expansion = new Expansion(limits, (message, at) => scanner.error(message, at));
    this.#leaves = new Leaves(scanner, handles, this.#expansion);
  }

  /** The node of a whole document. */
  document(): YamlNode {
    let done = this.#node(false);
    for (;;) {
      const open = this.#stack.at(-1);
      if (open) done = 'items' in open ? this.#advanceList(open, done) : this.#advanceMap(open, done);
      else if (done) break;
    }
    if (this.#leaves.unfit.size > 0) refuseUnfit(done, this.#leaves.unfit);
    return done;
  }

  /**
   * The node that starts here; undefined for a collection, which is then on the stack.
   *
   * @param indentless whether a list may start in the column of its key
   */
  #node(indentless: boolean): YamlNode | undefined {
    const token = this.#scanner.peek();
    if (token.type === 'scalar') {
      this.#expansion.count(1, token.start);
      this.#scanner.next();
      return this.#leaves.scalar(token);
    }
    if (token.type === 'alias') {
      this.#scanner.next();
      return this.#leaves.alias(token.value, token.start);
    }
    if (token.type === 'anchor' || token.type === 'tag') return this.#nodeWith(this.#leaves.properties(), indentless);
    if (this.#open(token, indentless, undefined)) return undefined;
    throw this.#scanner.error('expected a value', token.start);
  }

  #nodeWith({ anchor: name, tag, start }: Properties, indentless: boolean): YamlNode | undefined {
    const anchor = name === undefined ? undefined : this.#leaves.openAnchor(name);
    const token = this.#scanner.peek();
    if (this.#open(token, indentless, anchor)) return undefined;
    let node: YamlNode;
    if (token.type === 'scalar') {
      this.#expansion.count(1, token.start);
      this.#scanner.next();
      node = this.#leaves.scalar(token, tag);
    } else {
      node = this.#leaves.empty(start, tag);
    }
    if (anchor) this.#leaves.closeAnchor(anchor, node);
    return node;
  }

  /** Puts the collection that a token starts on the stack. */
  #open(token: Token, indentless: boolean, anchor: Open['anchor']): boolean {
    const { start, type } = token;
    switch (type) {
      case 'block-list':
      case 'flow-list':
        this.#push({ kind: type, start, anchor, items: [] });
        break;
      case 'block-map':
      case 'flow-map':
        this.#push({ kind: type, start, anchor, builder: new MapBuilder(this.warnings, this.#scanner), key: undefined, bare: false });
        break;
      case 'block-entry':
        if (indentless) this.#push({ kind: 'indentless-list', start, anchor, items: [] });
        return indentless;
      default:
        return false;
    }
    this.#scanner.next();
    return true;
  }

  #push(open: Open): void {
    this.#expansion.count(1, open.start);
    this.#expansion.reach(1, open.start);
    this.#expansion.depth += 1;
    this.#stack.push(open);
  }

  #pop(open: Open, node: YamlNode): YamlNode {
    this.#stack.pop();
    this.#expansion.depth -= 1;
    if (open.anchor) this.#leaves.closeAnchor(open.anchor, node);
    return node;
  }

  /** The node that follows, or an empty one where the collection goes on or ends. */
  #optional(ends: Ends, indentless: boolean, at: number): YamlNode | undefined {
    return ends.includes(this.#scanner.peek().type) ? this.#leaves.empty(at) : this.#node(indentless);
  }

  #advanceList(open: OpenList, item: YamlNode | undefined): YamlNode | undefined {
    if (item) open.items.push(item);
    return open.kind === 'flow-list' ? this.#advanceFlowList(open, item !== undefined) : this.#advanceBlockList(open);
  }

  #advanceBlockList(open: OpenList): YamlNode | undefined {
    const token = this.#scanner.peek();
    if (token.type === 'block-entry') {
      this.#scanner.next();
      return this.#optional(open.kind === 'block-list' ? AFTER_ITEM : AFTER_INDENTLESS_ITEM, false, token.end);
    }
    if (open.kind === 'block-list') {
      if (token.type !== 'block-end') throw this.#scanner.error('a list item, "- ", is expected here', token.start);
      this.#scanner.next();
    }
    return this.#closeList(open, open.start);
  }

  #closeList(open: OpenList, end: number): YamlNode {
    const list: YamlList = { kind: 'list', items: open.items, start: open.start, end: Math.max(end, open.items.at(-1)?.end ?? end) };
    return this.#pop(open, list);
  }

  #advanceFlowList(open: OpenList, afterItem: boolean): YamlNode | undefined {
    if (afterItem && this.#scanner.peek().type !== 'flow-list-end') this.#comma('"," or "]"');
    const token = this.#scanner.peek();
    if (token.type === 'flow-list-end') {
      this.#scanner.next();
      return this.#closeList(open, token.end);
    }
    if (token.type !== 'key') return this.#node(false);
    this.#scanner.next();
    this.#push({
      kind: 'pair',
      start: token.start,
      anchor: undefined,
      builder: new MapBuilder(this.warnings, this.#scanner),
      key: undefined,
      bare: false,
    });
    return this.#optional(AFTER_PAIR_KEY, false, token.end);
  }

  #advanceMap(open: OpenMap, node: YamlNode | undefined): YamlNode | undefined {
    if (node && !open.key) {
      open.key = this.#leaves.key(node);
      return this.#valueOf(open, node.end);
    }
    if (node && open.key) {
      const entry = open.builder.add(open.key, node);
      if (entry && open.key.unfit) this.#leaves.unfit.set(entry, open.key.unfit);
      open.key = undefined;
    }
    if (open.kind === 'pair') return this.#closeMap(open, open.start);
    return open.kind === 'block-map' ? this.#advanceBlockMap(open) : this.#advanceFlowMap(open, node !== undefined);
  }

  #valueOf(open: OpenMap, at: number): YamlNode | undefined {
    const token = this.#scanner.peek();
    if (open.bare || token.type !== 'value') return this.#leaves.empty(at);
    this.#scanner.next();
    if (open.kind === 'block-map') return this.#optional(AFTER_BLOCK_KEY, true, token.end);
    return this.#optional(open.kind === 'pair' ? AFTER_PAIR_VALUE : AFTER_FLOW_VALUE, false, token.end);
  }

  #advanceBlockMap(open: OpenMap): YamlNode | undefined {
    const token = this.#scanner.peek();
    if (token.type !== 'block-end' && token.type !== 'key') throw this.#scanner.error('a key, "name: ", is expected here', token.start);
    this.#scanner.next();
    return token.type === 'key' ? this.#optional(AFTER_BLOCK_KEY, true, token.end) : this.#closeMap(open, open.start);
  }

  #advanceFlowMap(open: OpenMap, afterEntry: boolean): YamlNode | undefined {
    if (afterEntry && this.#scanner.peek().type !== 'flow-map-end') this.#comma('"," or "}"');
    const token = this.#scanner.peek();
    if (token.type === 'flow-map-end') {
      this.#scanner.next();
      return this.#closeMap(open, token.end);
    }
    open.bare = token.type !== 'key';
    if (open.bare) return this.#node(false);
    this.#scanner.next();
    return this.#optional(AFTER_FLOW_KEY, false, token.end);
  }

  #closeMap(open: OpenMap, end: number): YamlNode {
    const map: YamlMap = open.builder.build(open.start, end);
    return this.#pop(open, map);
  }

  #comma(expected: string): void {
    const token = this.#scanner.next();
    if (token.type !== 'flow-entry') throw this.#scanner.error(`${expected} is expected here`, token.start);
  }
}

/** Throws the first error of what is left in the document. */
function refuseUnfit(root: YamlNode, unfit: ReadonlyMap<YamlNode | YamlEntry, YamlError>): void {
  const pending: (YamlNode | YamlEntry)[] = [root];
  const seen = new Set<YamlNode | YamlEntry>();
  for (let part = pending.pop(); part; part = pending.pop()) {
    if (seen.has(part)) continue;
    seen.add(part);
    const error = unfit.get(part);
    if (error) throw error;
    if (!('kind' in part)) pending.push(part.value);
    else if (part.kind === 'list') for (const item of part.items) pending.push(item);
    else if (part.kind === 'map') for (const entry of part.entries.values()) pending.push(entry);
  }
}
