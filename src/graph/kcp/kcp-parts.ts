import type { Graph } from '../model/graph.js';
import { ASPECT } from '../layout/sizes.js';
import { sizeCard, wantedWidth, type SizedCard } from './card-size.js';
import { kcpTexts, type CardText, type KcpTexts, type PartText } from './card-text.js';
import { columnsHeight, columnsWithin, type Stack } from './columns.js';
import { KCP } from './lengths.js';
import { treeRows, type TreeRow } from './tree-rows.js';

/** Cards may grow so far when there is room. */
const GROWTH = 1.2;

/** The least and the greatest width of a card, before it grows. */
const WIDTHS = { workspaces: [270, 440], workspaceTypes: [316, 340], apiExports: [316, 340] } as const;

/** No card is narrower. */
const LEAST_CARD = 170;

/** Fewer cards are not divided into columns. */
const LEAST_ROWS = { workspaces: 8, workspaceTypes: 1, apiExports: 1 } as const;

/** The tree, the types or the exports, before they have places. */
export interface Part extends PartText {
  readonly rows: ReadonlyMap<string, TreeRow>;
  /** Depth of the deepest workspace. */
  readonly depth: number;
  /** Width of a column. */
  readonly width: number;
  /** So many columns at most: a tree of a few rows is easier to read in one piece. */
  readonly most: number;
}

/** The parts that have something to show. */
export function partsOf(graph: Graph): readonly Part[] {
  const texts = kcpTexts(graph);
  const rows = treeRows(graph.workspaces);
  const part = (key: keyof KcpTexts): Part => {
    const { cards } = texts[key];
    const [least, most] = WIDTHS[key];
    const depths = cards.map(({ node }) => rows.get(node.id)?.depth ?? 0);
    const wanted = cards.reduce<number>(
      (widest, card, index) => Math.max(widest, wantedWidth(card) + (depths[index] ?? 0) * KCP.indent),
      least,
    );
    return {
      ...texts[key],
      rows,
      depth: depths.reduce((deepest, depth) => Math.max(deepest, depth), 0),
      width: Math.ceil(Math.min(wanted, most)),
      most: Math.ceil(cards.length / LEAST_ROWS[key]),
    };
  };
  return [part('workspaces'), part('workspaceTypes'), part('apiExports')].filter(({ cards }) => cards.length > 0);
}

/** The numbers of columns with which most of the drawing is seen in a window of the usual shape. */
export function columnCounts(parts: readonly Part[], above: { readonly width: number; readonly height: number }): readonly number[] {
  const stacks = parts.map((part) => stackOf(part.cards.map((text) => sizePart(part, text))));
  const highest = Math.max(...stacks.map((stack) => columnsHeight(stack, [0])));
  let best = { columns: stacks.map(() => 1), size: Infinity };
  for (let most = Math.max(...stacks.flatMap(({ heights }) => heights)); ; most *= 1.05) {
    const starts = stacks.map((stack, index) => columnsWithin(stack, most, parts[index]?.most ?? 1));
    const columns = starts.map(({ length }) => length);
    const height = Math.max(...stacks.map((stack, index) => columnsHeight(stack, starts[index] ?? [])));
    const size = Math.max(Math.max(above.width, totalWidth(parts, columns)) / ASPECT, above.height + height + 100);
    if (size < best.size) best = { columns, size };
    if (most >= highest) return best.columns;
  }
}

/** Cards set one below the other. */
export function stackOf(sized: readonly SizedCard[]): Stack {
  return { heights: sized.map(({ height }) => height), gap: KCP.gap };
}

/** What lies deep begins further on the right. */
export function sizePart(part: Part, text: CardText): SizedCard {
  return sizeCard(text, part.width - (part.rows.get(text.node.id)?.depth ?? 0) * indentOf(part));
}

/** From level to level; less in a tree so deep that there would be no room for names. */
export function indentOf({ width, depth }: Part): number {
  return Math.min(KCP.indent, (width - LEAST_CARD) / Math.max(depth, 1));
}

/** The width of a part with its padding. */
export function bandWidth({ width }: Part, columns: number): number {
  return columns * (width + KCP.columnGap) - KCP.columnGap + 2 * KCP.padding;
}

/** The width of the drawing that parts with so many columns need. */
export function totalWidth(parts: readonly Part[], columns: readonly number[]): number {
  const bands = parts.reduce((sum, part, index) => sum + bandWidth(part, columns[index] ?? 1) + KCP.bandGap, -KCP.bandGap);
  return bands + 2 * KCP.margin + KCP.padding;
}

/** Wider cards where there is room for them. */
export function grow(parts: readonly Part[], columns: readonly number[], room: number): readonly Part[] {
  const cards = parts.reduce((sum, { width }, index) => sum + width * (columns[index] ?? 1), 0);
  const factor = 1 + Math.max(0, room - totalWidth(parts, columns)) / cards;
  return parts.map((part) => ({ ...part, width: Math.floor(part.width * Math.min(factor, GROWTH)) }));
}
