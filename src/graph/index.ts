/** Drawings of a platform: its components, what they wait for, the OCM Resources that feed them, and kcp. */
export { graphOf } from './model/graph-of.js';
export type * from './model/graph.js';
export type * from './kcp/kcp-graph.js';
export { GRAPH_FORMATS, renderGraph, type GraphFormat } from './formats/render-graph.js';
