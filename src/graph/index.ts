/** Drawings of a platform: its components, what they wait for, the OCM Resources that feed them, and kcp. */
export { graphOf } from './graph-of.js';
export type * from './graph.js';
export type * from './kcp/kcp-graph.js';
export { GRAPH_FORMATS, renderGraph, type GraphFormat } from './render-graph.js';
