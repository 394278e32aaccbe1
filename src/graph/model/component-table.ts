import { escapeMarkup } from '../formats/escape.js';
import { feedsOf, feedText } from './feeds.js';
import { SECTION_TITLES, TECHNOLOGY_TITLES, type ComponentNode, type Graph } from './graph.js';
import { linkTo } from './link.js';

const HEADINGS = ['Wave', 'Component', 'Section', 'Technology', 'Chart source', 'Namespace', 'Waits for', 'OCM Resources'];

/** The components as an HTML table, by wave. */
export function componentTable(graph: Graph): string {
  const feeds = feedsOf(graph);
  const names = new Map([...graph.components, ...graph.externals].map(({ id, name }) => [id, name]));
  const waits = Map.groupBy(
    graph.edges.filter(({ kind }) => kind === 'dependsOn'),
    ({ from }) => from,
  );
  const rows = graph.components
    .toSorted((a, b) => (a.wave ?? -Infinity) - (b.wave ?? -Infinity) || 0)
    .map((component) =>
      row(
        component,
        (waits.get(component.id) ?? []).map(({ to }) => names.get(to) ?? to),
        feedText(feeds.get(component.id) ?? []),
      ),
    );
  return [
    '<table><caption>Components by wave</caption>',
    `<thead><tr>${HEADINGS.map((heading) => `<th scope="col">${heading}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table>`,
  ].join('\n');
}

function row(
  { id, name, section, technology, source, namespace, wave, suspended }: ComponentNode,
  needs: readonly string[],
  fed: string,
): string {
  const cells = [
    `<td class="number">${wave ?? '–'}</td>`,
    `<th scope="row">${anchor(name)}${suspended ? ' <span class="state">suspended</span>' : ''}</th>`,
    `<td><span class="key ${section}"></span>${SECTION_TITLES[section]}</td>`,
    `<td>${TECHNOLOGY_TITLES[technology]}</td>`,
    `<td>${escapeMarkup(source)}</td>`,
    `<td>${escapeMarkup(namespace ?? '–')}</td>`,
    `<td>${needs.map(anchor).join(', ')}</td>`,
    `<td>${escapeMarkup(fed)}</td>`,
  ];
  return `<tr data-node="${escapeMarkup(id)}">${cells.join('')}</tr>`;
}

function anchor(name: string): string {
  return `<a href="${escapeMarkup(linkTo(name))}">${escapeMarkup(name)}</a>`;
}
