import type { CardNode } from './card-node.js';
import type { Graph, GraphTarget } from '../model/graph.js';
import { gridRows, orderRows } from './order-rows.js';
import { ASPECT, sizesFor, type Sizes } from './sizes.js';

/** A card in its place; `x` and `y` are its upper left corner. */
export interface Card {
  readonly node: CardNode;
  readonly x: number;
  readonly y: number;
  /** Position of its wave among all waves that are drawn. */
  readonly wave: number;
  /** Column within the grid of its wave. */
  readonly column: number;
  readonly row: number;
  /** Position of its band. */
  readonly band: number;
}

/** A row of grids: the components of one section in one target. */
export interface Band {
  readonly title: string;
  readonly y: number;
  readonly height: number;
  /** Where the first row of cards begins. */
  readonly top: number;
}

/** A target with its bands; without bands only its title is drawn. */
export interface Box {
  readonly title: string;
  /** @default - what lies outside of the platform */
  readonly target?: GraphTarget;
  readonly y: number;
  readonly height: number;
  readonly bands: readonly Band[];
}

/** A wave over all bands. */
export interface WaveColumn {
  /** @default - for what has no wave */
  readonly wave?: number;
  readonly x: number;
  readonly width: number;
  /** How many cards it has. */
  readonly count: number;
}

/** Where everything is drawn. */
export interface Layout {
  readonly sizes: Sizes;
  readonly width: number;
  readonly height: number;
  readonly waves: readonly WaveColumn[];
  readonly boxes: readonly Box[];
  readonly cards: ReadonlyMap<string, Card>;
}

const SECTION_BANDS = [
  { section: 'infra', title: 'Infra components' },
  { section: 'services', title: 'Services' },
] as const;

/** A band before it has a place: its cards by wave. */
interface Group {
  readonly title: string;
  readonly waves: ReadonlyMap<number | undefined, readonly CardNode[]>;
}

interface Plan {
  readonly title: string;
  readonly target?: GraphTarget;
  readonly groups: readonly Group[];
}

/** Waves are columns, sections of targets are bands; what does not fit below each other wraps into a grid. */
export function layoutOf(graph: Graph): Layout {
  const sizes = sizesFor(graph);
  const plans = plansOf(graph);
  const groups = plans.flatMap((plan) => plan.groups);
  const keys = [...new Set(groups.flatMap(({ waves }) => [...waves.keys()]))].sort((a, b) => (a ?? -Infinity) - (b ?? -Infinity));
  const rows = rowLimit(groups, keys, sizes);
  const waves = waveColumns(groups, keys, rows, sizes);
  const placed = orderRows(
    groups.map((group) => keys.map((key) => group.waves.get(key) ?? [])),
    graph.edges,
    rows,
  );
  const boxes: Box[] = [];
  const cards = new Map<string, Card>();
  let y = sizes.margin + sizes.header;
  let bandIndex = 0;
  for (const plan of plans) {
    const bands: Band[] = [];
    let below = y + sizes.boxHeader;
    for (const group of plan.groups) {
      const slots = placed[bandIndex] ?? [];
      const used = slots.reduce((most, { row }) => Math.max(most, row + 1), 1);
      const top = below + sizes.bandHeader;
      const height = sizes.bandHeader + used * (sizes.card.height + sizes.gap.row) - sizes.gap.row + sizes.padding;
      for (const { node, wave, column, row } of slots) {
        const x = (waves[wave]?.x ?? 0) + column * (sizes.card.width + sizes.gap.column);
        cards.set(node.id, { node, x, y: top + row * (sizes.card.height + sizes.gap.row), wave, column, row, band: bandIndex });
      }
      bands.push({ title: group.title, y: below, height, top });
      below += height + sizes.padding / 2;
      bandIndex += 1;
    }
    const height = bands.length === 0 ? sizes.lineBox : below + sizes.padding / 2 - y;
    boxes.push({ title: plan.title, ...(plan.target ? { target: plan.target } : {}), y, height, bands });
    // Targets without components are read like the lines of a list.
    const gap = bands.length === 0 ? sizes.padding / 2.5 : sizes.padding;
    y += height + gap;
  }
  const last = waves.at(-1);
  const inner = last ? last.x + last.width + 2 * sizes.padding + sizes.margin : 0;
  return { sizes, width: Math.max(inner, sizes.minimum), height: y + sizes.margin - sizes.padding / 2.5, waves, boxes, cards };
}

function plansOf({ targets, components, externals }: Graph): readonly Plan[] {
  // What goes into kcp is drawn as the tree of its workspaces.
  const plans = targets
    .filter(({ id }) => !id.startsWith('kcp/'))
    .map((target): Plan => {
      const groups = SECTION_BANDS.map(({ section, title }) =>
        groupOf(
          title,
          components.filter((node) => node.target === target.id && node.section === section),
        ),
      );
      return { title: target.title, target, groups: groups.filter(({ waves }) => waves.size > 0) };
    });
  return externals.length === 0
    ? plans
    : [...plans, { title: 'Outside the platform', groups: [groupOf('Releases that components wait for', externals)] }];
}

function groupOf(title: string, nodes: readonly CardNode[]): Group {
  return { title, waves: Map.groupBy(nodes, (node) => (node.kind === 'component' ? node.wave : undefined)) };
}

/** The number of rows with which most of the drawing is seen in a window of the usual shape. */
function rowLimit(groups: readonly Group[], keys: readonly (number | undefined)[], sizes: Sizes): number {
  const lengths = groups.map(({ waves }) => [...waves.values()].map(({ length }) => length));
  const longest = Math.max(1, ...lengths.map((counts) => Math.max(...counts)));
  let best = { rows: longest, size: Infinity };
  for (let rows = Math.min(sizes.minimumRows, longest); rows <= longest; rows += 1) {
    const last = waveColumns(groups, keys, rows, sizes).at(-1);
    const width = last ? last.x + last.width : 0;
    const height =
      lengths.reduce((sum, counts) => sum + Math.max(...counts.map((count) => gridRows(count, rows))), 0) *
        (sizes.card.height + sizes.gap.row) +
      100 * (groups.length + 1);
    const size = Math.max(width / ASPECT, height);
    if (size < best.size) best = { rows, size };
    if (height > 2 * best.size) break;
  }
  return best.rows;
}

function waveColumns(groups: readonly Group[], keys: readonly (number | undefined)[], rows: number, sizes: Sizes): readonly WaveColumn[] {
  let x = sizes.margin + 2 * sizes.padding;
  return keys.map((key) => {
    const counts = groups.map(({ waves }) => waves.get(key)?.length ?? 0);
    const columns = Math.max(1, ...counts.map((count) => Math.ceil(count / rows)));
    const width = columns * (sizes.card.width + sizes.gap.column) - sizes.gap.column;
    const column: WaveColumn = {
      ...(key === undefined ? {} : { wave: key }),
      x,
      width,
      count: counts.reduce((sum, count) => sum + count, 0),
    };
    x += width + sizes.gap.wave;
    return column;
  });
}
