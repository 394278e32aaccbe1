import { card } from '../layout/card.js';
import { edgePath } from '../layout/edge-path.js';
import { element, tag } from './element.js';
import { escapeMarkup } from './escape.js';
import { feedsOf } from '../model/feeds.js';
import type { Graph, GraphTarget } from '../model/graph.js';
import { kcpCard, kcpFrame, kcpRelations } from '../kcp/kcp-drawing.js';
import { kcpLayoutOf } from '../kcp/kcp-layout.js';
import { layoutOf, type Box, type Card, type Layout } from '../layout/layout.js';
import { textWidth } from './text-width.js';

/** How a drawing is used. */
interface DrawingOptions {
  /** What stands within the drawing; empty when the page around it has the style. */
  readonly style: string;
  /** Whether a user can select a node of kcp, which shows its relations. */
  readonly relations: boolean;
}

/** A platform as an SVG element; its colours are custom properties that `drawing.css` gives. */
export function drawing(graph: Graph, { style, relations }: DrawingOptions): string {
  const components = layoutOf(graph);
  // The last box of the components is followed by the gap between boxes instead of the margin of the drawing.
  const kcp = kcpLayoutOf(graph, {
    width: components.width,
    height: components.height - components.sizes.margin + components.sizes.padding,
  });
  const layout = { ...components, width: kcp?.width ?? components.width };
  const { width, sizes } = layout;
  const height = kcp ? kcp.y + kcp.height + sizes.margin : components.height;
  const title = `Platform ${graph.instance.namespace}/${graph.instance.name}`;
  const feeds = feedsOf(graph);
  return [
    tag('svg', {
      xmlns: 'http://www.w3.org/2000/svg',
      class: `mesh ${sizes.density}`,
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'group',
      'aria-label': title,
    }),
    element('title', {}, escapeMarkup(title)),
    style === '' ? '' : `<style>${style}</style><rect class="page" width="100%" height="100%"/>`,
    '<g class="viewport">',
    ...layout.boxes.map((box) => boxMarkup(box, layout)),
    kcp ? kcpFrame(kcp, graph) : '',
    `<g class="waves" aria-hidden="true">${waveMarkup(layout)}</g>`,
    `<g class="edges" aria-hidden="true">${edgesMarkup(graph, layout)}</g>`,
    `<g class="nodes">${[...layout.cards.values()].map((item) => card(item, feeds, layout.sizes)).join('\n')}</g>`,
    kcp && relations ? `<g class="edges" aria-hidden="true">${kcpRelations(graph, kcp)}</g>` : '',
    kcp ? `<g class="nodes">${kcp.cards.map(kcpCard).join('\n')}</g>` : '',
    '</g></svg>',
  ].join('\n');
}

function boxMarkup(box: Box, { sizes, width }: Layout): string {
  const { target, y, height, bands } = box;
  const x = sizes.margin;
  const note = target && target.note !== '' ? `<tspan class="box-note" dx="12">${escapeMarkup(target.note)}</tspan>` : '';
  const line = bands.length === 0;
  const base = y + (line ? sizes.lineBox / 2 + 5 : sizes.boxHeader / 2 + 8);
  const kinds = kindsText(
    target?.kinds ?? [],
    width - 2 * (x + sizes.padding) - textWidth(`${box.title}${target?.note ?? ''}`, line ? 15 : 18) - 60,
  );
  const className = `box-title${line ? ' line' : ''}`;
  const title = element('text', { class: className, x: x + sizes.padding, y: base }, `${escapeMarkup(box.title)}${note}`);
  const heading = [
    target ? element('a', { class: 'place', href: `#${placeHash(target)}`, 'data-place': target.id }, title) : title,
    kinds === '' ? '' : `<text class="box-kinds" x="${width - x - sizes.padding}" y="${base}">${escapeMarkup(kinds)}</text>`,
  ].join('');
  const inner = bands.flatMap((band) => [
    element('rect', {
      class: 'band',
      x: x + sizes.padding / 2,
      y: band.y,
      width: width - 2 * x - sizes.padding,
      height: band.height,
      rx: 10,
    }),
    element('text', { class: 'band-title', x: x + sizes.padding, y: band.y + 26 }, escapeMarkup(band.title)),
  ]);
  const frame = element('rect', { class: 'box-frame', x, y, width: width - 2 * x, height, rx: 14 });
  return element('g', { class: 'box' }, frame, heading, ...inner);
}

/** As many kinds as there is room for. */
function kindsText(kinds: GraphTarget['kinds'], room: number): string {
  const texts = kinds.map(({ kind, count }) => `${count} × ${kind}`);
  for (let shown = texts.length; shown > 0; shown -= 1) {
    const text = [...texts.slice(0, shown), ...(shown < texts.length ? [`${texts.length - shown} more kinds`] : [])].join('    ');
    if (textWidth(text, 12.5) <= room) return text;
  }
  return '';
}

/** No component is called like that: a colon cannot be part of a name. */
function placeHash({ id }: GraphTarget): string {
  return `target:${encodeURIComponent(id)}`;
}

function waveMarkup({ waves, sizes }: Layout): string {
  return waves
    .map(({ wave, x, count }) => {
      const title = wave === undefined ? 'No wave' : `Wave ${wave}`;
      return `<text class="wave" x="${x}" y="${sizes.margin + 14}">${title}<tspan class="count" dx="8">${count}</tspan></text>`;
    })
    .join('');
}

function edgesMarkup({ edges }: Graph, layout: Layout): string {
  const free = obstacles(layout.cards);
  return edges
    .map((edge, index) => {
      const before = layout.cards.get(edge.to);
      const after = layout.cards.get(edge.from);
      if (edge.kind !== 'dependsOn' || !before || !after) return '';
      return `<path class="edge ${edge.effect}" data-edge="${index}" d="${edgePath(before, after, layout, free)}"/>`;
    })
    .join('');
}

/** Whether nothing stands in the row of a card, from the card up to some place on the right. */
function obstacles(cards: ReadonlyMap<string, Card>): (card: Card, until: number) => boolean {
  const rows = new Map<string, number[]>();
  for (const { band, row, x } of cards.values()) {
    const key = `${band}/${row}`;
    const known = rows.get(key);
    if (known) known.push(x);
    else rows.set(key, [x]);
  }
  return ({ band, row, x }, until) => !(rows.get(`${band}/${row}`) ?? []).some((other) => other > x && other < until);
}
