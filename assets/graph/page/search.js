// @ts-check
// Search: hits are marked in the drawing, and what is no hit leaves the table.

const KINDS = { component: '', external: '', workspace: 'workspace', workspaceType: 'workspace type', apiExport: 'APIExport' };

/** What each card is found by. */
const haystacks = new Map([...nodes.values()].map((node) => [node.id, haystack(node)]));
/** @type {string[]} */
let hits = [];
let current = -1;

/** @param {CardNode} node */
function haystack(node) {
  return [node.name, KINDS[node.kind], ...searched(node)].join('\n').toLowerCase();
}

/**
 * What a card is found by beside its name.
 *
 * @param {CardNode} node
 */
function searched(node) {
  switch (node.kind) {
    case 'component':
      return [
        node.namespace ?? '',
        node.key,
        node.source,
        TECHNOLOGIES[node.technology],
        ...(feeds.get(node.id) ?? []).map(({ from }) => resources.get(from)?.name ?? ''),
      ];
    case 'external':
      return [node.namespace];
    case 'workspace':
      return [node.path, ...neighbours(needs, node.id, 'to', 'ofType').map(nameOf)];
    case 'workspaceType':
      return [nameOf(node.id)];
    case 'apiExport':
      return [nameOf(node.id), ...node.resources.map(({ name }) => name)];
  }
}

function filter() {
  const words = search.value
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const searching = words.length > 0;
  hits = searching ? [...nodes.keys()].filter((id) => words.every((word) => haystacks.get(id)?.includes(word))) : [];
  // Names that begin with the word are meant most likely.
  const rank = (/** @type {string} */ id) =>
    (nodes.get(id)?.name ?? '').startsWith(words[0] ?? '') ? 0 : (nodes.get(id)?.name ?? '').includes(words[0] ?? '') ? 1 : 2;
  hits.sort((a, b) => rank(a) - rank(b));
  current = -1;
  const found = new Set(hits);
  svg.classList.toggle('searching', searching);
  for (const [id, card] of cards) card.classList.toggle('hit', found.has(id));
  for (const row of rows) row.hidden = searching && !found.has(row.dataset['node'] ?? '');
  for (const table of tables) table.hidden = searching && table.querySelector('tbody tr:not([hidden])') === null;
  walk(0);
  tell();
}

function tell() {
  hitCount.textContent = search.value.trim() === '' ? '' : hits.length === 0 ? 'none' : `${current + 1} of ${hits.length}`;
}

/** @param {number} steps */
function walk(steps) {
  svg.querySelector('.current')?.classList.remove('current');
  if (hits.length === 0) return;
  current = steps === 0 ? 0 : (current + steps + hits.length) % hits.length;
  const id = hits[current] ?? '';
  cards.get(id)?.classList.add('current');
  glide(() => reveal(id));
  tell();
}

function clear() {
  search.value = '';
  filter();
}

search.addEventListener('input', filter);
search.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') walk(event.key === 'ArrowDown' ? 1 : -1);
  else if (event.key === 'Enter') openHit(event.shiftKey ? -1 : 1);
  else if (event.key === 'Escape') {
    if (search.value === '') search.blur();
    clear();
  } else return;
  event.preventDefault();
  event.stopPropagation();
});

/** @param {number} steps */
function openHit(steps) {
  if (hits.length === 0) return;
  // The first Enter opens the hit that is marked, another one the next.
  if (chosen === hits[current]) walk(steps);
  const node = nodes.get(hits[current] ?? '');
  if (node) go(hashOf(node));
}
