import type { Graph } from '../model/graph.js';
import { kcpLabels, kcpTexts, ORIGINS, type CardText, type PartText } from './card-text.js';
import type { KcpNode } from './kcp-graph.js';

/** kcp as diagrams written as text group it. */
export interface KcpText {
  readonly groups: readonly {
    readonly id: string;
    readonly title: string;
    readonly nodes: readonly { readonly node: KcpNode; readonly lines: readonly string[] }[];
  }[];
  readonly links: readonly KcpLink[];
}

/** From a workspace to its child, or from a user of a type or export to that type or export. */
export interface KcpLink {
  readonly kind: 'holds' | 'extends' | 'binds' | 'bindsByDefault';
  readonly from: string;
  readonly to: string;
}

/** What diagrams written as text say of kcp; the type of a workspace is part of its text, since lines to it would be too many. */
export function kcpText(graph: Graph): KcpText {
  const texts = kcpTexts(graph);
  const labels = kcpLabels(graph);
  const group = (id: string, { title, cards }: PartText): KcpText['groups'][number] => ({
    id,
    title,
    nodes: cards.map((card) => ({ node: card.node, lines: [labels.get(card.node.id) ?? card.title, ...subtitles(card)] })),
  });
  const groups = [group('workspaces', texts.workspaces), group('types', texts.workspaceTypes), group('exports', texts.apiExports)];
  const holds = graph.workspaces.flatMap(({ id, parent }): readonly KcpLink[] =>
    parent === undefined ? [] : [{ kind: 'holds', from: parent, to: id }],
  );
  const uses = graph.edges.flatMap(({ kind, from, to }): readonly KcpLink[] =>
    kind === 'extends' || kind === 'binds' || kind === 'bindsByDefault' ? [{ kind, from, to }] : [],
  );
  return { groups: groups.filter(({ nodes }) => nodes.length > 0), links: [...holds, ...uses] };
}

/** Lines of a card that no line of the diagram says. */
const SAID = new Set(['in', 'offers', 'lies in', 'holds']);

/** So many words stand side by side. */
const WORDS = 3;

function subtitles({ node, chips, lines }: CardText): readonly string[] {
  const beside = chips.map(({ text }) => text).join(', ');
  const first = [beside === '' ? '' : node.kind === 'workspace' ? `type ${beside}` : beside, ORIGINS[node.origin]];
  const rest = lines
    .filter(({ label }) => SAID.has(label))
    .flatMap((line) => wrapped(line.chips.map(({ text }) => text)).map((text, index) => (index === 0 ? `${line.label} ${text}` : text)));
  return [...first.filter((text) => text !== ''), ...rest];
}

function wrapped(words: readonly string[]): readonly string[] {
  return Array.from({ length: Math.ceil(words.length / WORDS) }, (_, row) => words.slice(row * WORDS, (row + 1) * WORDS).join(', '));
}
