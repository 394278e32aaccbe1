import { attributes, cluster, dotArrow, dotNode, quoted, type Attributes } from './dot-text.js';
import { TECHNOLOGY_TITLES, type ComponentNode, type ExternalNode, type Graph, type GraphEdge, type ResourceNode } from '../model/graph.js';
import { kcpDot } from '../kcp/kcp-dot.js';
import { identifiers, targetGroups, type TargetGroup } from './text-groups.js';

const COLOURS = {
  infra: { fillcolor: '#ede9fe', color: '#6d4fd1' },
  services: { fillcolor: '#dbf0ef', color: '#0b7a75' },
  resource: { fillcolor: '#f4f4f2', color: '#8a8a83' },
  external: { fillcolor: '#ffffff', color: '#8a8a83' },
  missing: { fillcolor: '#fdecea', color: '#b3261e' },
} as const;

type Ids = (text: string) => string;

/** A Graphviz digraph: a cluster for each target and each wave; an arrow leads to what comes after. */
export function renderDot(graph: Graph): string {
  const ids = identifiers('n_');
  const kcp = kcpDot(graph, ids);
  const { name, namespace } = graph.instance;
  const body = [
    `graph ${attributes({ rankdir: 'LR', fontname: 'Helvetica', fontsize: '12', label: `${namespace}/${name}`, labelloc: 't' })}`,
    `node ${attributes({ shape: 'box', style: 'rounded,filled', fontname: 'Helvetica', fontsize: '11', margin: '0.16,0.08' })}`,
    `edge ${attributes({ color: '#6b6b66', arrowsize: '0.7', fontname: 'Helvetica', fontsize: '10' })}`,
    ...targetGroups(graph).flatMap((group) => target(group, ids)),
    ...(graph.externals.length === 0
      ? []
      : cluster(
          'outside',
          'Outside the platform',
          graph.externals.map((node) => external(node, ids)),
        )),
    ...kcp.nodes,
    ...graph.edges.flatMap((edge) => arrow(edge, ids)),
    ...kcp.arrows,
  ];
  return `digraph ${quoted(graph.instance.name)} {\n${body.map((line) => `  ${line}`).join('\n')}\n}\n`;
}

function target({ target: { id, title }, waves, waveless, resources }: TargetGroup, ids: Ids): readonly string[] {
  const name = ids(`target ${id}`);
  return cluster(name, title, [
    ...waves.flatMap(({ wave, components }) =>
      cluster(
        `${name}_wave_${wave}`,
        `Wave ${wave}`,
        components.map((node) => component(node, ids)),
      ),
    ),
    ...waveless.map((node) => component(node, ids)),
    ...(resources.length === 0
      ? []
      : cluster(
          `${name}_resources`,
          'OCM Resources',
          resources.map((node) => resource(node, ids)),
        )),
  ]);
}

function component({ id, name, section, technology, suspended }: ComponentNode, ids: Ids): string {
  const style = suspended ? { style: 'rounded,filled,dashed' } : {};
  return dotNode(ids(id), {
    label: `${name}\n${TECHNOLOGY_TITLES[technology]}${suspended ? ', suspended' : ''}`,
    ...COLOURS[section],
    ...style,
  });
}

function resource({ id, name, artifact }: ResourceNode, ids: Ids): string {
  return dotNode(ids(id), { label: `${name}\n${artifact}`, shape: 'oval', style: 'filled', ...COLOURS.resource });
}

function external({ id, name, namespace, missing }: ExternalNode, ids: Ids): string {
  return dotNode(ids(id), {
    label: `${name}\n${missing ? 'not enabled' : namespace}`,
    style: 'rounded,filled,dashed',
    ...COLOURS[missing ? 'missing' : 'external'],
  });
}

function arrow(edge: GraphEdge, ids: Ids): readonly string[] {
  if (edge.kind === 'feeds') return [dotArrow(ids(edge.from), ids(edge.to), { style: 'dashed', color: '#a3a39b' })];
  if (edge.kind !== 'dependsOn') return [];
  const effect: Attributes = {
    waits: {},
    stuck: { color: '#b3261e', label: 'never ready' },
    unordered: { style: 'dotted', label: 'not ordered' },
  }[edge.effect];
  return [dotArrow(ids(edge.to), ids(edge.from), effect)];
}
