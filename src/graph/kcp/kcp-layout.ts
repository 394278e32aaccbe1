import type { Graph } from '../model/graph.js';
import type { SizedCard } from './card-size.js';
import { balancedColumns, columnsHeight } from './columns.js';
import { bandWidth, columnCounts, grow, indentOf, partsOf, sizePart, stackOf, totalWidth, type Part } from './kcp-parts.js';
import { KCP } from './lengths.js';
import type { TreeRow } from './tree-rows.js';

/** A card of kcp in its place; `x` and `y` are its upper left corner. */
export interface KcpCard extends SizedCard {
  readonly x: number;
  readonly y: number;
  /** Where it stands in the tree, and how far its levels are apart. @default - it is no workspace */
  readonly tree?: { readonly row: TreeRow; readonly indent: number };
  /** Position of its column among those of all bands. */
  readonly lane: number;
}

/** One of the parts that stand side by side: the tree, the types, the exports. */
export interface KcpBand {
  readonly title: string;
  /** How many there are. */
  readonly count: number;
  /** Id of the workspace that all of them lie in; undefined when they lie in several, or form the tree itself. */
  readonly home: string | undefined;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Where a tree goes on in its next column: the workspaces that it goes on in. */
  readonly continued: readonly { readonly x: number; readonly y: number; readonly width: number; readonly parent: string }[];
}

/** Where everything of kcp is drawn. */
export interface KcpLayout {
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Where the uppermost cards begin. */
  readonly top: number;
  readonly bands: readonly KcpBand[];
  readonly cards: readonly KcpCard[];
}

/**
 * kcp below what is drawn already: tree, types and exports side by side, each in as many columns as make the whole
 * drawing fit best into a window of the usual shape. Undefined when nothing is known of kcp.
 *
 * @param above the size of what is drawn already
 */
export function kcpLayoutOf(graph: Graph, above: { readonly width: number; readonly height: number }): KcpLayout | undefined {
  if (graph.workspaces.length === 0) return undefined;
  const parts = partsOf(graph);
  const columns = columnCounts(parts, above);
  const grown = grow(parts, columns, above.width);
  const width = Math.max(above.width, Math.ceil(totalWidth(grown, columns)));
  const spare = (width - totalWidth(grown, columns)) / grown.length;
  const y = above.height;
  const top = y + KCP.header + KCP.bandHeader;
  const cards: KcpCard[] = [];
  const bands: KcpBand[] = [];
  let x = KCP.margin + KCP.padding / 2;
  let lane = 0;
  for (const [index, part] of grown.entries()) {
    const count = columns[index] ?? 1;
    const placed = placePart(part, count, { x: x + KCP.padding, y: top, lane });
    const own = Math.floor(bandWidth(part, count) + spare);
    cards.push(...placed.cards);
    bands.push({
      title: part.title,
      count: part.cards.length,
      home: part.home,
      x,
      y: y + KCP.header,
      width: own,
      height: placed.height,
      continued: placed.continued,
    });
    x += own + KCP.bandGap;
    lane += count;
  }
  const inner = KCP.bandHeader + Math.max(...bands.map(({ height }) => height)) + KCP.padding;
  return { y, width, height: KCP.header + inner + KCP.padding / 2, top, bands: bands.map((band) => ({ ...band, height: inner })), cards };
}

/** Cards of one part, each in its column. */
function placePart(
  part: Part,
  count: number,
  origin: { readonly x: number; readonly y: number; readonly lane: number },
): { readonly cards: readonly KcpCard[]; readonly continued: KcpBand['continued']; readonly height: number } {
  const sized = part.cards.map((text) => sizePart(part, text));
  const stack = stackOf(sized);
  const starts = balancedColumns(stack, count);
  const continued: { x: number; y: number; width: number; parent: string }[] = [];
  const cards: KcpCard[] = [];
  for (const [column, start] of starts.entries()) {
    const x = origin.x + column * (part.width + KCP.columnGap);
    let { y } = origin;
    for (const card of sized.slice(start, starts[column + 1])) {
      const row = part.rows.get(card.text.node.id);
      cards.push({
        ...card,
        x: x + part.width - card.width,
        y,
        ...(row ? { tree: { row, indent: indentOf(part) } } : {}),
        lane: origin.lane + column,
      });
      y += card.height + KCP.gap;
    }
    const first = sized[start];
    if (column > 0 && first?.text.node.kind === 'workspace' && first.text.node.parent !== undefined) {
      continued.push({ x: x + part.width - first.width, y: origin.y - 10, width: first.width, parent: first.text.node.parent });
    }
  }
  return { cards, continued, height: columnsHeight(stack, starts) };
}
