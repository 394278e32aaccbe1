/** Drawings of a platform: its components, what they wait for, and the OCM Resources that feed them. */
export { graphOf } from './graph-of.js';
export type * from './graph.js';
export { GRAPH_FORMATS, renderGraph, type GraphFormat } from './render-graph.js';
