// @ts-check
// What the panel says of workspaces, types and exports.

/** @typedef {import('../../../src/graph/kcp/kcp-graph.js').WorkspaceNode} WorkspaceNode */
/** @typedef {import('../../../src/graph/kcp/kcp-graph.js').WorkspaceTypeNode} WorkspaceTypeNode */
/** @typedef {import('../../../src/graph/kcp/kcp-graph.js').ApiExportNode} ApiExportNode */
/** @typedef {import('../../../src/graph/kcp/kcp-graph.js').ApiResource} ApiResource */
/** @typedef {import('../../../src/graph/kcp/kcp-graph.js').KcpEdge} KcpEdge */

const ORIGINS = {
  platform: 'made by the platform',
  kcp: 'brought by kcp itself',
  elsewhere: 'named by the platform, made by somebody else',
};

/** @param {WorkspaceNode} node */
function workspacePanel(node) {
  const inside = contents.get(node.id) ?? [];
  const [type] = neighbours(needs, node.id, 'to', 'ofType');
  const own = (needs.get(node.id) ?? []).flatMap((link) => (link.kind === 'binds' ? [kcpItem(link.to, bindingNote(link))] : []));
  return [
    heading(node.path, `Workspace, ${ORIGINS[node.origin]}`),
    facts([
      ['Type', type === undefined ? 'not said' : [kcpLink(type)]],
      ['Lies in', node.parent === undefined ? undefined : [kcpLink(node.parent)]],
    ]),
    ...list(
      'Workspaces in it',
      inside.flatMap(({ id, kind }) => (kind === 'workspace' ? [childItem(id)] : [])),
    ),
    ...list('Binds', own),
    ...list(
      'Bound from the start, by its type',
      type === undefined ? [] : defaultBindings(type).map(({ to, by }) => kcpItem(to, `type ${nameOf(by)}`)),
    ),
    ...list(
      'APIExports in it',
      inside.flatMap(({ id, kind }) => (kind === 'apiExport' ? [kcpItem(id)] : [])),
    ),
    ...list(
      'Workspace types in it',
      inside.flatMap(({ id, kind }) => (kind === 'workspaceType' ? [kcpItem(id)] : [])),
    ),
    ...manifestList(textsOf(node.manifests)),
  ];
}

/** @param {WorkspaceTypeNode} node */
function typePanel(node) {
  const says = node.origin === 'platform';
  return [
    heading(node.name, `Workspace type, ${ORIGINS[node.origin]}`),
    facts([
      ['Lies in', [kcpLink(node.workspace)]],
      ['Initializer', node.initializer ? 'new workspaces wait until a controller has initialized them' : undefined],
      ['Terminator', node.terminator ? 'deleted workspaces wait until a controller has cleaned up' : undefined],
      ['Allowed parents', says ? limit(node.allowedParents) : undefined],
      ['Allowed children', says ? limit(node.allowedChildren) : undefined],
      ['Default child', node.defaultChild === undefined ? undefined : [kcpLink(node.defaultChild)]],
      ['Login', node.authentication.length === 0 ? undefined : node.authentication.join(', ')],
    ]),
    ...list(
      'Extends',
      neighbours(needs, node.id, 'to', 'extends').map((id) => kcpItem(id)),
    ),
    ...list(
      'Extended by',
      neighbours(needed, node.id, 'from', 'extends').map((id) => kcpItem(id)),
    ),
    ...list(
      'Binds by default',
      defaultBindings(node.id).map(({ to, by }) => kcpItem(to, by === node.id ? '' : `through type ${nameOf(by)}`)),
    ),
    ...list(
      'Workspaces of this type',
      neighbours(needed, node.id, 'from', 'ofType').map((id) => kcpItem(id)),
    ),
    ...manifestList(textsOf(node.manifests)),
  ];
}

/** @param {ApiExportNode} node */
function exportPanel(node) {
  const bindings = (needed.get(node.id) ?? []).flatMap((link) => (link.kind === 'binds' ? [kcpItem(link.from, bindingNote(link))] : []));
  return [
    heading(node.name, `APIExport, ${ORIGINS[node.origin]}`),
    facts([['Lies in', [kcpLink(node.workspace)]]]),
    ...resourceList('Resources', node.resources),
    ...list('Bound in', bindings),
    ...list(
      'Bound in new workspaces of type',
      neighbours(needed, node.id, 'from', 'bindsByDefault').map((id) => kcpItem(id)),
    ),
    ...resourceList('Claims in workspaces that bind it', node.claims),
    ...manifestList(textsOf(node.manifests)),
  ];
}

/**
 * What workspaces of a type are bound to from the start, and which type says so: the type itself or one that it extends.
 *
 * @param {string} type
 */
function defaultBindings(type) {
  /** @type {Map<string, { to: string, by: string }>} */
  const found = new Map();
  const types = new Set([type]);
  // What is added on the way is visited as well.
  for (const by of types) {
    for (const to of neighbours(needs, by, 'to', 'bindsByDefault')) if (!found.has(to)) found.set(to, { to, by });
    for (const extended of neighbours(needs, by, 'to', 'extends')) types.add(extended);
  }
  return [...found.values()];
}

/**
 * @param {Map<string, Link[]>} edges
 * @param {string} id
 * @param {'from' | 'to'} end
 * @param {KcpEdge['kind']} kind
 */
function neighbours(edges, id, end, kind) {
  return (edges.get(id) ?? []).flatMap((edge) => (edge.kind === kind ? [edge[end]] : []));
}

/** @param {readonly string[] | undefined} allowed */
function limit(allowed) {
  if (!allowed) return 'any';
  return allowed.length === 0 ? 'none' : allowed.flatMap((id, index) => [index === 0 ? '' : ', ', kcpLink(id)]);
}

/** @param {string} id */
function kcpLink(id) {
  const node = nodes.get(id);
  return node ? linkTo(node, nameOf(id)) : id;
}

/**
 * What a node is called where its kind is clear: workspaces by their path; others by their name, unless there are several.
 *
 * @param {string} id
 */
function nameOf(id) {
  const node = nodes.get(id);
  const unique = node && namesakes.get(`${node.kind} ${node.name}`)?.length === 1;
  return unique && node.kind !== 'workspace' ? node.name : id.slice(id.indexOf('/') + 1);
}

/**
 * An APIBinding is most often called like its export.
 *
 * @param {{ readonly to: string, readonly binding: string }} edge
 */
function bindingNote({ to, binding }) {
  return nodes.get(to)?.name === binding ? '' : `APIBinding ${binding}`;
}

/**
 * @param {string} id
 * @param {string} note
 */
function kcpItem(id, note = '') {
  return element('li', {}, kcpLink(id), ...(note === '' ? [] : [element('span', { class: 'aside' }, note)]));
}

/**
 * A workspace where it is clear in which other one it lies.
 *
 * @param {string} id
 */
function childItem(id) {
  const node = nodes.get(id);
  const [type] = neighbours(needs, id, 'to', 'ofType');
  return element(
    'li',
    {},
    node ? linkTo(node) : id,
    ...(type === undefined ? [] : [element('span', { class: 'aside' }, `type ${nameOf(type)}`)]),
  );
}

/**
 * Resources by their group.
 *
 * @param {string} title
 * @param {readonly ApiResource[]} resources
 */
function resourceList(title, resources) {
  const groups = group(resources, (resource) => resource.group);
  const items = [...groups].map(([name, own]) =>
    element('li', {}, own.map((resource) => resource.name).join(', '), element('small', {}, name === '' ? 'core group' : name)),
  );
  return list(title, items, resources.length);
}
