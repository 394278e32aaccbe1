import type { Graph } from '../model/graph.js';
import { mermaidText, subgraph } from '../formats/mermaid-text.js';
import { kcpText, type KcpLink } from './kcp-text.js';

/** Colours that are readable on light and on dark pages. */
const CLASSES = [
  'classDef workspace fill:#eef1f6,stroke:#55637a,color:#1c2533',
  'classDef workspaceType fill:#fbe9f4,stroke:#a12f72,color:#471231',
  'classDef apiExport fill:#e9f4e3,stroke:#3b7a1e,color:#163009',
];

const ARROWS: Readonly<Record<KcpLink['kind'], string>> = { holds: '---', extends: '-->|"extends"|', binds: '-->', bindsByDefault: '-.->' };

/** kcp in a Mermaid flowchart: a subgraph each for the tree, the types and the exports; an arrow leads to what is used. */
export function kcpMermaid(
  graph: Graph,
  ids: (text: string) => string,
): { readonly nodes: readonly string[]; readonly arrows: readonly string[]; readonly classes: readonly string[] } {
  const { groups, links } = kcpText(graph);
  if (groups.length === 0) return { nodes: [], arrows: [], classes: [] };
  const inner = groups.flatMap(({ id, title, nodes }) =>
    subgraph(
      `kcp_${id}`,
      title,
      nodes.map(({ node, lines }) => `${ids(node.id)}["${lines.map(mermaidText).join('<br/>')}"]:::${node.kind}`),
    ),
  );
  const foreign = groups.flatMap(({ nodes }) => nodes.filter(({ node }) => node.origin !== 'platform').map(({ node }) => ids(node.id)));
  return {
    nodes: subgraph('kcp', 'kcp', inner),
    arrows: links.map(({ kind, from, to }) => `${ids(from)} ${ARROWS[kind]} ${ids(to)}`),
    classes: [...CLASSES, ...(foreign.length === 0 ? [] : ['classDef foreign stroke-dasharray:4 3', `class ${foreign.join(',')} foreign`])],
  };
}
