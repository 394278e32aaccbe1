import type { Graph } from '../model/graph.js';

/** The model itself; keys stand in the order in which the types name them. */
export function renderJson(graph: Graph): string {
  return `${JSON.stringify(graph, null, 2)}\n`;
}
