import { cluster, dotArrow, dotNode, type Attributes } from '../formats/dot-text.js';
import type { Graph } from '../model/graph.js';
import type { KcpNode } from './kcp-graph.js';
import { kcpText, type KcpLink } from './kcp-text.js';

const COLOURS: Readonly<Record<KcpNode['kind'], Attributes>> = {
  workspace: { fillcolor: '#eef1f6', color: '#55637a' },
  workspaceType: { fillcolor: '#fbe9f4', color: '#a12f72' },
  apiExport: { fillcolor: '#e9f4e3', color: '#3b7a1e' },
};

const ARROWS: Readonly<Record<KcpLink['kind'], Attributes>> = {
  holds: { arrowhead: 'none' },
  extends: { label: 'extends' },
  binds: {},
  bindsByDefault: { style: 'dashed' },
};

/** kcp in a Graphviz digraph: a cluster each for the tree, the types and the exports; an arrow leads to what is used. */
export function kcpDot(
  graph: Graph,
  ids: (text: string) => string,
): { readonly nodes: readonly string[]; readonly arrows: readonly string[] } {
  const { groups, links } = kcpText(graph);
  const inner = groups.flatMap(({ id, title, nodes }) =>
    cluster(
      `kcp_${id}`,
      title,
      nodes.map(({ node, lines }) =>
        dotNode(ids(node.id), { label: lines.map(oneLine).join('\n'), ...COLOURS[node.kind], ...foreign(node) }),
      ),
    ),
  );
  return {
    nodes: inner.length === 0 ? [] : cluster('kcp', 'kcp', inner),
    arrows: links.map(({ kind, from, to }) => dotArrow(ids(from), ids(to), ARROWS[kind])),
  };
}

function foreign({ origin }: KcpNode): Attributes {
  return origin === 'platform' ? {} : { style: 'rounded,filled,dashed' };
}

/** A name does not break its line. */
function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
