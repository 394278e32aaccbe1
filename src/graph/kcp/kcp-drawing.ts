import { element } from '../formats/element.js';
import { escapeMarkup } from '../formats/escape.js';
import type { Graph } from '../model/graph.js';
import { linkToNode } from '../model/link.js';
import { fitEnd } from '../formats/text-width.js';
import { fullName, kcpNodes } from './card-text.js';
import { CARD } from './card-size.js';
import type { KcpNode } from './kcp-graph.js';
import type { KcpBand, KcpCard, KcpLayout } from './kcp-layout.js';
import { KCP } from './lengths.js';
import { relationPath } from './relation-path.js';

/** Names of classes, as the style sheets have them. */
const CLASSES = { workspace: 'workspace', workspaceType: 'type', apiExport: 'export', plain: 'plain' } as const;

/** The frame of kcp, with the titles of its bands and the lines of the tree. */
export function kcpFrame(layout: KcpLayout, graph: Graph): string {
  const { y, width, height, bands, cards } = layout;
  const names = new Map(kcpNodes(graph).map((node) => [node.id, fullName(node)]));
  const note = element('tspan', { class: 'box-note', dx: 12 }, 'workspaces, their types and the APIs that they share');
  const title = element('text', { class: 'box-title', x: KCP.margin + KCP.padding, y: y + KCP.header / 2 + 8 }, `kcp${note}`);
  const frame = element('rect', { class: 'box-frame', x: KCP.margin, y, width: width - 2 * KCP.margin, height, rx: 14 });
  return [
    `<g class="box kcp">${frame}${title}`,
    ...bands.map((band) => bandMarkup(band, names)),
    `<path class="rails" d="${cards.map(rails).join('')}"/></g>`,
  ].join('\n');
}

function bandMarkup({ title, count, home, x, y, width, height, continued }: KcpBand, names: ReadonlyMap<string, string>): string {
  const where = home === undefined ? '' : ` in ${names.get(home) ?? home}`;
  const captions = continued.map((caption) => {
    const parent = fitEnd(names.get(caption.parent) ?? '', CARD.chipSize, caption.width - 20);
    return `<text class="continued" x="${round(caption.x)}" y="${caption.y}">in ${escapeMarkup(parent)}</text>`;
  });
  const total = element('tspan', { class: 'count', dx: 8 }, `${count}${escapeMarkup(where)}`);
  const heading = element('text', { class: 'band-title', x: x + KCP.padding / 2, y: y + 26 }, `${title}${total}`);
  return `<rect class="band" x="${x}" y="${y}" width="${width}" height="${height}" rx="10"/>${heading}${captions.join('')}`;
}

/** The lines of the tree at a workspace: from its parent, and those that pass it on the way to later workspaces. */
function rails({ x, y, height, tree }: KcpCard): string {
  if (!tree || tree.row.depth === 0) return '';
  const { row, indent } = tree;
  const at = (level: number): number => round(x - (row.depth - level - 0.5) * indent);
  const [top, bottom] = [y - KCP.gap, y + height];
  const passing = row.rails.map((goesOn, level) => (goesOn ? `M${at(level)} ${top}V${bottom}` : ''));
  const own = at(row.depth - 1);
  const middle = y + CARD.header / 2;
  const radius = Math.min(6, indent / 2);
  const corner = row.last
    ? `M${own} ${top}V${middle - radius}Q${own} ${middle} ${round(own + radius)} ${middle}H${round(x)}`
    : `M${own} ${top}V${bottom}M${own} ${middle}H${round(x)}`;
  return [...passing, corner].join('');
}

/** The lines between nodes of kcp; a page shows them while one of the two nodes is selected. */
export function kcpRelations({ edges }: Graph, { cards, top }: KcpLayout): string {
  const byId = new Map(cards.map((card) => [card.text.node.id, card]));
  return edges
    .map((edge, index) => {
      const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
      return from && to ? `<path class="edge relation" data-edge="${index}" d="${relationPath(from, to, top)}"/>` : '';
    })
    .join('');
}

/** A card as a link to itself, so that it can be reached by keyboard and shared. */
export function kcpCard(card: KcpCard): string {
  const { x, y, width, height, title, note, text, labels, chips } = card;
  const { node } = text;
  const parts = [
    `<title>${escapeMarkup(cardTitle(card))}</title>`,
    `<rect class="face" width="${round(width)}" height="${height}" rx="9"/>`,
    `<rect class="accent" x="11" y="9" width="3" height="16" rx="1.5"/>`,
    `<text class="kcp-name" x="${CARD.left}" y="21.5">${escapeMarkup(title)}</text>`,
    note === '' ? '' : `<text class="kcp-note" x="${round(width - CARD.right)}" y="21">${escapeMarkup(note)}</text>`,
    ...labels.map((label) => `<text class="kcp-label" x="${CARD.left}" y="${label.y}">${escapeMarkup(label.text)}</text>`),
    ...chips.map(chipMarkup),
  ];
  const attributes = {
    class: `node kcp-node ${CLASSES[node.kind]} ${node.origin}`,
    href: linkToNode(node),
    'data-node': node.id,
    transform: `translate(${round(x)} ${y})`,
  };
  return element('a', attributes, ...parts);
}

function chipMarkup({ kind, node, x, y, width, text }: KcpCard['chips'][number]): string {
  return element(
    'g',
    { class: `chip ${CLASSES[kind]}`, ...(node === undefined ? {} : { 'data-chip': node }) },
    element('rect', { x: round(x), y, width: round(width), height: CARD.chip, rx: 5 }),
    element('text', { x: round(x + width / 2), y: y + 12.8 }, escapeMarkup(text)),
  );
}

const KINDS: Readonly<Record<KcpNode['kind'], string>> = {
  workspace: 'Workspace',
  workspaceType: 'Workspace type',
  apiExport: 'APIExport',
};

function cardTitle({ text: { node, chips, note, lines } }: KcpCard): string {
  const texts = lines.map((line) => `${line.label} ${line.chips.map((chip) => chip.text).join(', ')}`);
  return [`${KINDS[node.kind]} ${fullName(node)}`, ...chips.map(({ text }) => text), note, ...texts]
    .filter((part) => part !== '')
    .join(' · ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
