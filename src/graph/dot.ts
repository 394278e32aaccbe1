import { TECHNOLOGY_TITLES, type ComponentNode, type ExternalNode, type Graph, type GraphEdge, type ResourceNode } from './graph.js';
import { identifiers, targetGroups, type TargetGroup } from './text-groups.js';

const COLOURS = {
  infra: { fillcolor: '#ede9fe', color: '#6d4fd1' },
  services: { fillcolor: '#dbf0ef', color: '#0b7a75' },
  resource: { fillcolor: '#f4f4f2', color: '#8a8a83' },
  external: { fillcolor: '#ffffff', color: '#8a8a83' },
  missing: { fillcolor: '#fdecea', color: '#b3261e' },
} as const;

type Ids = (text: string) => string;
type Attributes = Readonly<Record<string, string>>;

/** A Graphviz digraph: a cluster for each target and each wave; an arrow leads to what comes after. */
export function renderDot(graph: Graph): string {
  const ids = identifiers('n_');
  const body = [
    `graph ${attributes({ rankdir: 'LR', fontname: 'Helvetica', fontsize: '12', label: `${graph.instance.namespace}/${graph.instance.name}`, labelloc: 't' })}`,
    `node ${attributes({ shape: 'box', style: 'rounded,filled', fontname: 'Helvetica', fontsize: '11', margin: '0.16,0.08' })}`,
    `edge ${attributes({ color: '#6b6b66', arrowsize: '0.7' })}`,
    ...targetGroups(graph).flatMap((group) => target(group, ids)),
    ...(graph.externals.length === 0 ? [] : cluster('outside', 'Outside the platform', graph.externals.map((node) => external(node, ids)))),
    ...graph.edges.map((edge) => arrow(edge, ids)),
  ];
  return `digraph ${quoted(graph.instance.name)} {\n${body.map((line) => `  ${line}`).join('\n')}\n}\n`;
}

function target({ target: { id, title }, waves, waveless, resources }: TargetGroup, ids: Ids): readonly string[] {
  const name = ids(`target ${id}`);
  return cluster(name, title, [
    ...waves.flatMap(({ wave, components }) => cluster(`${name}_wave_${wave}`, `Wave ${wave}`, components.map((node) => component(node, ids)))),
    ...waveless.map((node) => component(node, ids)),
    ...(resources.length === 0 ? [] : cluster(`${name}_resources`, 'OCM Resources', resources.map((node) => resource(node, ids)))),
  ]);
}

/** Graphviz frames a subgraph whose name starts with `cluster`. */
function cluster(id: string, title: string, lines: readonly string[]): readonly string[] {
  return [`subgraph ${quoted(`cluster_${id}`)} {`, `  graph ${attributes({ label: title, style: 'rounded', color: '#c9c9c2' })}`, ...lines.map((line) => `  ${line}`), '}'];
}

function component({ id, name, section, technology, suspended }: ComponentNode, ids: Ids): string {
  const style = suspended ? { style: 'rounded,filled,dashed' } : {};
  return node(ids(id), { label: `${name}\n${TECHNOLOGY_TITLES[technology]}${suspended ? ', suspended' : ''}`, ...COLOURS[section], ...style });
}

function resource({ id, name, artifact }: ResourceNode, ids: Ids): string {
  return node(ids(id), { label: `${name}\n${artifact}`, shape: 'oval', style: 'filled', ...COLOURS.resource });
}

function external({ id, name, namespace, missing }: ExternalNode, ids: Ids): string {
  return node(ids(id), { label: `${name}\n${missing ? 'not enabled' : namespace}`, style: 'rounded,filled,dashed', ...COLOURS[missing ? 'missing' : 'external'] });
}

function arrow(edge: GraphEdge, ids: Ids): string {
  if (edge.kind === 'feeds') return `${quoted(ids(edge.from))} -> ${quoted(ids(edge.to))} ${attributes({ style: 'dashed', color: '#a3a39b' })}`;
  const effect = { waits: {}, stuck: { color: '#b3261e', label: 'never ready' }, unordered: { style: 'dotted', label: 'not ordered' } }[edge.effect];
  return `${quoted(ids(edge.to))} -> ${quoted(ids(edge.from))}${Object.keys(effect).length === 0 ? '' : ` ${attributes(effect)}`}`;
}

function node(id: string, given: Attributes): string {
  return `${quoted(id)} ${attributes(given)}`;
}

function attributes(given: Attributes): string {
  return `[${Object.entries(given).map(([name, value]) => `${name}=${quoted(value)}`).join(', ')}]`;
}

/** In a quoted string `\n` breaks a line and `&` starts an entity; a backslash of the text itself is doubled. */
function quoted(value: string): string {
  const safe = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;');
  return `"${safe.replaceAll('\n', '\\n').replace(/\p{Cc}/gu, ' ')}"`;
}
