// @ts-check
// What belongs to a card stands out while it is looked at.

/** @type {string | undefined} */
let chosen;
/** @type {Element[]} */
let marked = [];

/** @param {string | undefined} id */
function highlight(id) {
  for (const element of marked) element.classList.remove('on', 'self', 'direct', 'needs', 'needed');
  marked = [];
  svg.classList.toggle('focus', id !== undefined);
  if (id === undefined) return;
  mark(cards.get(id), 'on', 'self');
  for (const chip of chips.get(id) ?? []) mark(chip, 'on');
  for (const around of [...workspacesAround(id), ...(contents.get(id) ?? [])]) mark(cards.get(around.id), 'on');
  spread(id, needs, 'to', 'needs');
  spread(id, needed, 'from', 'needed');
}

/**
 * The workspaces that a workspace, a type or an export lies in.
 *
 * @param {string} id
 */
function workspacesAround(id) {
  /** @type {CardNode[]} */
  const around = [];
  for (let node = homeOf(nodes.get(id)); node; node = homeOf(node)) around.push(node);
  return around;
}

/** @param {CardNode | undefined} node */
function homeOf(node) {
  const home =
    node?.kind === 'workspace' ? node.parent : node?.kind === 'workspaceType' || node?.kind === 'apiExport' ? node.workspace : undefined;
  return nodes.get(home ?? '');
}

/**
 * @param {string} start
 * @param {Map<string, Link[]>} edges
 * @param {'from' | 'to'} end
 * @param {string} name
 */
function spread(start, edges, end, name) {
  const seen = new Set([start]);
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const edge of edges.get(id) ?? []) {
      mark(lines.get(edge.index), 'on', name, ...(id === start ? ['direct'] : []));
      if (seen.has(edge[end])) continue;
      seen.add(edge[end]);
      mark(cards.get(edge[end]), 'on');
      open.push(edge[end]);
    }
  }
}

/**
 * @param {Element | undefined} element
 * @param {string[]} names
 */
function mark(element, ...names) {
  if (!element) return;
  element.classList.add(...names);
  marked.push(element);
}
