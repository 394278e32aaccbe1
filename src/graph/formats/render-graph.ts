import type { Manifest } from '../../charts/index.js';
import { renderDot } from './dot.js';
import type { Graph } from '../model/graph.js';
import { renderHtml } from './html.js';
import { renderJson } from './json.js';
import { renderMermaid } from './mermaid.js';
import { renderSvg } from './svg.js';

/** What a graph can be written as. */
export const GRAPH_FORMATS = ['mermaid', 'dot', 'svg', 'html', 'json'] as const;

/** One of {@link GRAPH_FORMATS}. */
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

const RENDERERS: Readonly<Record<GraphFormat, (graph: Graph, manifests: readonly Manifest[]) => string>> = {
  mermaid: renderMermaid,
  dot: renderDot,
  svg: renderSvg,
  html: renderHtml,
  json: renderJson,
};

/**
 * A graph as text. The same graph gives the same text.
 *
 * @param manifests what the graph was made from; `html` shows them, the other formats do without
 *
 * @example
 * renderGraph(graphOf(blueprint, manifests), 'html', manifests);
 */
export function renderGraph(graph: Graph, format: GraphFormat, manifests: readonly Manifest[] = []): string {
  return RENDERERS[format](graph, manifests);
}
