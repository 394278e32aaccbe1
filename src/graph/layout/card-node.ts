import type { ComponentNode, ExternalNode } from '../model/graph.js';

/** What is drawn as a card. */
export type CardNode = ComponentNode | ExternalNode;
