import { element } from '../formats/element.js';
import { escapeMarkup } from '../formats/escape.js';
import { feedText, type Feeds } from '../model/feeds.js';
import { TECHNOLOGY_TITLES, type ComponentNode } from '../model/graph.js';
import type { Card } from './layout.js';
import { linkTo } from '../model/link.js';
import { shortSource } from '../model/short-source.js';
import type { Sizes } from './sizes.js';
import { fitEnd, fitText } from '../formats/text-width.js';

/** A card as a link to itself, so that it can be reached by keyboard and shared. */
export function card({ node, x, y }: Card, feeds: Feeds, sizes: Sizes): string {
  const lines =
    node.kind === 'component'
      ? componentLines(node, feeds)
      : { sub: node.namespace, foot: node.missing ? 'not enabled' : 'outside', tag: '' };
  const classes = node.kind === 'component' ? componentClasses(node) : `external${node.missing ? ' missing' : ''}`;
  const { width, height } = sizes.card;
  const title = [node.name, lines.tag, lines.sub, lines.foot].filter((text) => text !== '').join(' · ');
  const face = element('rect', { class: 'face', width, height, rx: sizes.density === 'compact' ? 7 : 10 });
  const inner = { compact, cosy, comfortable }[sizes.density](node.name, lines, width);
  const attributes = { class: `node ${classes}`, href: linkTo(node.name), 'data-node': node.id, transform: `translate(${x} ${y})` };
  return element('a', attributes, element('title', {}, escapeMarkup(title)), face, inner);
}

interface Lines {
  readonly sub: string;
  readonly foot: string;
  readonly tag: string;
}

function componentClasses({ section, technology, suspended, hasRelease }: ComponentNode): string {
  return [section, technology, suspended ? 'suspended' : '', hasRelease ? '' : 'unreleased'].filter((name) => name !== '').join(' ');
}

function componentLines({ id, source, technology, suspended, hasRelease }: ComponentNode, feeds: Feeds): Lines {
  const state = suspended ? 'suspended' : hasRelease ? feedText(feeds.get(id) ?? []) : 'no release';
  return { sub: source, foot: state, tag: TECHNOLOGY_TITLES[technology] };
}

function compact(name: string, _lines: Lines, width: number): string {
  return [
    '<rect class="accent" x="9" y="9" width="3" height="12" rx="1.5"/>',
    element('text', { class: 'name', x: 20, y: 19.5 }, escapeMarkup(fitText(name, 12, width - 40))),
    element('circle', { class: 'tag-dot', cx: width - 13, cy: 15, r: 3 }),
  ].join('');
}

function cosy(name: string, lines: Lines, width: number): string {
  return `<rect class="accent" x="11" y="12" width="3" height="32" rx="1.5"/>${nameText(name, 24, width)}${footText(lines, 42, width)}`;
}

function comfortable(name: string, lines: Lines, width: number): string {
  const sub = (lines.sub.startsWith('OCM ') ? fitEnd : fitText)(shortSource(lines.sub), 11.5, width - 40);
  return [
    '<rect class="accent" x="12" y="14" width="3" height="50" rx="1.5"/>',
    nameText(name, 27, width),
    element('text', { class: 'sub', x: 26, y: 45.5 }, escapeMarkup(sub)),
    footText(lines, 63, width),
  ].join('');
}

function nameText(name: string, y: number, width: number): string {
  return `<text class="name" x="26" y="${y}">${escapeMarkup(fitText(name, 14 * 1.08, width - 38))}</text>`;
}

function footText({ tag, foot }: Lines, y: number, width: number): string {
  const text = foot === '' ? '' : `<text class="foot" x="${width - 14}" y="${y}">${escapeMarkup(foot)}</text>`;
  return `<text class="tag" x="26" y="${y}">${escapeMarkup(tag)}</text>${text}`;
}
