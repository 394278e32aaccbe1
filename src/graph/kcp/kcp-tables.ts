import { escapeMarkup } from '../formats/escape.js';
import type { Graph } from '../model/graph.js';
import { linkToNode } from '../model/link.js';
import { fullName, kcpNodes, kcpTexts, manifestsIn, type CardText, type Chip, type PartText } from './card-text.js';
import type { KcpNode } from './kcp-graph.js';
import { treeRows } from './tree-rows.js';

/** The workspaces, their types and the exports as HTML tables; empty when nothing is known of kcp. */
export function kcpTables(graph: Graph): string {
  const texts = kcpTexts(graph);
  const nodes = new Map(kcpNodes(graph).map((node) => [node.id, node]));
  const tree = treeRows(graph.workspaces);
  const home = ({ node }: CardText): string =>
    chipCell(node.kind === 'workspace' ? [] : [{ text: '', kind: 'workspace', node: node.workspace }], nodes);
  const line =
    (label: string) =>
    (card: CardText): string =>
      chipCell(card.lines.find((own) => own.label === label)?.chips ?? [], nodes);
  const tables = [
    table(texts.workspaces, [
      ['Workspace', (card) => nameCell(card, tree.get(card.node.id)?.depth)],
      ['Path', ({ node }) => cell(fullName(node))],
      ['Type', ({ chips }) => chipCell(chips, nodes)],
      ['Binds', line('binds')],
      ['Manifests in it', ({ node }) => `<td class="number">${node.kind === 'workspace' ? manifestsIn(node) : ''}</td>`],
      ['Made by', madeBy],
    ]),
    table(texts.workspaceTypes, [
      ['Type', (card) => nameCell(card)],
      ['In', home],
      ['Extends', line('extends')],
      ['Binds by default', line('binds')],
      ['Allowed parents', line('lies in')],
      ['Allowed children', line('holds')],
      ['Waits for controllers', ({ chips }) => chipCell(chips, nodes)],
      ['Made by', madeBy],
    ]),
    table(texts.apiExports, [
      ['APIExport', (card) => nameCell(card)],
      ['In', home],
      ['Resources', line('offers')],
      ['Bound by', line('bound by')],
      ['Made by', madeBy],
    ]),
  ];
  return tables.join('\n');
}

type Column = readonly [heading: string, cell: (card: CardText) => string];

function table({ title, cards }: PartText, columns: readonly Column[]): string {
  if (cards.length === 0) return '';
  const rows = cards.map(
    (card) => `<tr data-node="${escapeMarkup(card.node.id)}">${columns.map(([, write]) => write(card)).join('')}</tr>`,
  );
  return [
    `<table><caption>${title}</caption>`,
    `<thead><tr>${columns.map(([heading]) => `<th scope="col">${heading}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table>`,
  ].join('\n');
}

/** Deeper than that nothing is indented, so that names keep their room. */
const DEEPEST = 8;

function nameCell({ node }: CardText, depth = 0): string {
  return `<th scope="row" class="depth-${Math.min(depth, DEEPEST)}">${anchor(node)}</th>`;
}

function chipCell(chips: readonly Chip[], nodes: ReadonlyMap<string, KcpNode>): string {
  const texts = chips.map((chip) => {
    const node = nodes.get(chip.node ?? '');
    return node ? anchor(node, chip.text === '' ? fullName(node) : chip.text) : escapeMarkup(chip.text);
  });
  return `<td>${texts.join(', ')}</td>`;
}

function anchor(node: KcpNode, text = node.name): string {
  return `<a href="${escapeMarkup(linkToNode(node))}">${escapeMarkup(text)}</a>`;
}

function madeBy({ node }: CardText): string {
  return cell({ platform: 'the platform', kcp: 'kcp', elsewhere: 'somebody else' }[node.origin]);
}

function cell(text: string): string {
  return `<td>${escapeMarkup(text)}</td>`;
}
