import type { CardNode } from './card-node.js';
import type { GraphEdge } from '../model/graph.js';

/** A card in the grid of its wave. */
export interface Slot {
  readonly node: CardNode;
  /** Position of its wave. */
  readonly wave: number;
  readonly column: number;
  readonly row: number;
}

/** How long the columns of a grid are when none is longer than allowed, and all are alike. */
export function gridRows(count: number, limit: number): number {
  return Math.ceil(count / Math.max(1, Math.ceil(count / limit)));
}

/**
 * Rows in which edges cross little: each card as near as possible to what it waits for. What wraps into a grid is
 * sorted by name instead, since names are what people look for there.
 *
 * @param bands the cards of each band by wave
 * @param rows the highest number of rows
 */
export function orderRows(
  bands: readonly (readonly (readonly CardNode[])[])[],
  edges: readonly GraphEdge[],
  rows: number,
): readonly (readonly Slot[])[] {
  const neighbours = new Map<string, string[]>();
  for (const { kind, from, to } of edges) {
    if (kind === 'dependsOn') link(neighbours, from, to);
  }
  const dependents = reversed(neighbours);
  return bands.map((waves) => {
    const row = new Map<string, number>();
    let orders = waves.map((nodes) => (nodes.length > rows ? nodes.toSorted(byName) : nodes));
    for (const nodes of orders) nodes.forEach(({ id }, index) => row.set(id, index % Math.max(1, gridRows(nodes.length, rows))));
    for (const links of [neighbours, dependents, neighbours]) {
      const sweep = links === dependents ? orders.toReversed() : orders;
      const sorted = sweep.map((nodes) => (nodes.length > rows ? nodes : sortByCentre(nodes, links, row)));
      orders = links === dependents ? sorted.toReversed() : sorted;
    }
    return orders.flatMap((nodes, wave) => slots(nodes, wave, rows, neighbours, row));
  });
}

function reversed(links: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  for (const [from, targets] of links) for (const to of targets) link(result, to, from);
  return result;
}

function link(links: Map<string, string[]>, from: string, to: string): void {
  const known = links.get(from);
  if (known) known.push(to);
  else links.set(from, [to]);
}

function byName(a: CardNode, b: CardNode): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

function sortByCentre(
  nodes: readonly CardNode[],
  links: ReadonlyMap<string, readonly string[]>,
  row: Map<string, number>,
): readonly CardNode[] {
  const centres = new Map(nodes.map(({ id }) => [id, centre(id, links, row) ?? row.get(id) ?? 0]));
  const sorted = nodes.toSorted((a, b) => (centres.get(a.id) ?? 0) - (centres.get(b.id) ?? 0));
  sorted.forEach(({ id }, index) => row.set(id, index));
  return sorted;
}

/** The mean row of those among its neighbours that lie in the same band. */
function centre(id: string, links: ReadonlyMap<string, readonly string[]>, row: ReadonlyMap<string, number>): number | undefined {
  const known = (links.get(id) ?? []).flatMap((other) => row.get(other) ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** A column that leaves room moves its cards down to the rows of what they wait for. */
function slots(
  nodes: readonly CardNode[],
  wave: number,
  rows: number,
  links: ReadonlyMap<string, readonly string[]>,
  row: Map<string, number>,
): readonly Slot[] {
  const length = gridRows(nodes.length, rows);
  if (nodes.length > rows) return nodes.map((node, index) => ({ node, wave, column: Math.floor(index / length), row: index % length }));
  let next = 0;
  return nodes.map((node, index) => {
    const wanted = Math.round(centre(node.id, links, row) ?? next);
    const at = Math.max(next, Math.min(wanted, rows - (nodes.length - index)));
    next = at + 1;
    row.set(node.id, at);
    return { node, wave, column: 0, row: at };
  });
}
