import { readAssets } from '../assets.js';
import { drawing } from './drawing.js';
import type { Graph } from '../model/graph.js';
import { withColours } from './theme.js';

/** A drawing that stands for itself, light or dark as the system prefers. */
export function renderSvg(graph: Graph): string {
  return `${drawing(graph, { style: withColours(readAssets().drawingStyle), relations: false })}\n`;
}
