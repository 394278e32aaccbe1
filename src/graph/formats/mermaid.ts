import { TECHNOLOGY_TITLES, type ComponentNode, type ExternalNode, type Graph, type GraphEdge, type ResourceNode } from '../model/graph.js';
import { kcpMermaid } from '../kcp/kcp-mermaid.js';
import { mermaidText, subgraph } from './mermaid-text.js';
import { identifiers, targetGroups, type TargetGroup } from './text-groups.js';

/** Colours that are readable on light and on dark pages. */
const CLASSES = [
  'classDef infra fill:#ede9fe,stroke:#6d4fd1,color:#22184a',
  'classDef services fill:#dbf0ef,stroke:#0b7a75,color:#08302e',
  'classDef resource fill:#f4f4f2,stroke:#8a8a83,color:#33332f',
  'classDef external fill:#ffffff,stroke:#8a8a83,color:#33332f,stroke-dasharray:4 3',
  'classDef missing fill:#fdecea,stroke:#b3261e,color:#5f1410,stroke-dasharray:4 3',
];

type Ids = (text: string) => string;

/** A Mermaid flowchart: a subgraph for each target and each wave; an arrow leads to what comes after. */
export function renderMermaid(graph: Graph): string {
  const ids = identifiers('n_');
  const kcp = kcpMermaid(graph, ids);
  const lines = [
    'flowchart LR',
    ...targetGroups(graph).flatMap((group) => target(group, ids)),
    ...(graph.externals.length === 0
      ? []
      : subgraph(
          'outside',
          'Outside the platform',
          graph.externals.map((node) => external(node, ids)),
        )),
    ...kcp.nodes,
    ...graph.edges.flatMap((edge) => arrow(edge, ids)),
    ...kcp.arrows,
    ...CLASSES,
    ...kcp.classes,
    ...suspended(graph, ids),
  ];
  return `${lines.map((line, index) => (index === 0 ? line : `  ${line}`)).join('\n')}\n`;
}

function suspended({ components }: Graph, ids: Ids): readonly string[] {
  const dashed = components.filter((node) => node.suspended || !node.hasRelease).map(({ id }) => ids(id));
  return dashed.length === 0 ? [] : ['classDef dashed stroke-dasharray:4 3', `class ${dashed.join(',')} dashed`];
}

function target({ target: { id, title }, waves, waveless, resources }: TargetGroup, ids: Ids): readonly string[] {
  const name = ids(`target ${id}`);
  return subgraph(name, title, [
    ...waves.flatMap(({ wave, components }) =>
      subgraph(
        `${name}_wave_${String(wave).replace('-', 'minus_')}`,
        `Wave ${wave}`,
        components.map((node) => component(node, ids)),
      ),
    ),
    ...waveless.map((node) => component(node, ids)),
    ...(resources.length === 0
      ? []
      : subgraph(
          `${name}_resources`,
          'OCM Resources',
          resources.map((node) => resource(node, ids)),
        )),
  ]);
}

function component({ id, name, section, technology, suspended: isSuspended }: ComponentNode, ids: Ids): string {
  const state = isSuspended ? ', suspended' : '';
  return `${ids(id)}["${mermaidText(name)}<br/>${TECHNOLOGY_TITLES[technology]}${state}"]:::${section}`;
}

function resource({ id, name, artifact }: ResourceNode, ids: Ids): string {
  return `${ids(id)}(["${mermaidText(name)}<br/>${artifact}"]):::resource`;
}

function external({ id, name, namespace, missing }: ExternalNode, ids: Ids): string {
  return `${ids(id)}["${mermaidText(name)}<br/>${missing ? 'not enabled' : mermaidText(namespace)}"]:::${missing ? 'missing' : 'external'}`;
}

function arrow(edge: GraphEdge, ids: Ids): readonly string[] {
  if (edge.kind === 'feeds') return [`${ids(edge.from)} -.-> ${ids(edge.to)}`];
  if (edge.kind !== 'dependsOn') return [];
  const label = { waits: '', stuck: '|"never ready"|', unordered: '|"not ordered"|' }[edge.effect];
  return [`${ids(edge.to)} ${edge.effect === 'waits' ? '-->' : '--x'}${label} ${ids(edge.from)}`];
}
