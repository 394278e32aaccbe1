import type { KcpNode } from '../kcp/kcp-graph.js';

/** The part of an address that names a component: a page shows what stands there. */
export function linkTo(name: string): string {
  return `#${encodeURIComponent(name.toWellFormed())}`;
}

/** The same for a node of kcp, by its id: no component has a name with a slash. */
export function linkToNode({ id }: KcpNode): string {
  // Both may stand there as they are, and are easier to read so.
  return linkTo(id).replaceAll('%2F', '/').replaceAll('%3A', ':');
}
