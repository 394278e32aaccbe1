// @ts-check
// What the page shows: the graph, the manifests and where things are drawn. The parts of the page's script are put
// together into one function, in the order in which `src/graph/assets.ts` names them; nothing of them is asked for later.

/** @typedef {import('../../../src/graph/model/graph.js').Graph} Graph */
/** @typedef {import('../../../src/graph/model/graph.js').GraphTarget} Target */
/** @typedef {import('../../../src/graph/model/manifest-id.js').ManifestId} ManifestId */
/** @typedef {import('../../../src/graph/model/graph.js').ComponentNode} ComponentNode */
/** @typedef {import('../../../src/graph/model/graph.js').ExternalNode} ExternalNode */
/** @typedef {import('../../../src/graph/model/graph.js').ResourceNode} ResourceNode */
/** @typedef {import('../../../src/graph/model/graph.js').GraphEdge} Edge */
/** @typedef {import('../../../src/graph/kcp/kcp-graph.js').KcpNode} KcpNode */
/** @typedef {ComponentNode | ExternalNode | KcpNode} CardNode what is drawn as a card */
/** @typedef {Edge & { readonly index: number }} Link an edge with its position among all edges */
/** @typedef {{ readonly x: number, readonly y: number, readonly width: number, readonly height: number }} Place */
/** @typedef {{ readonly id: ManifestId, readonly yaml: string }} ManifestText */

/** @type {{ readonly graph: Graph, readonly yaml: readonly string[] }} */
const { graph, yaml } = JSON.parse(find('data').textContent ?? '');
const root = document.documentElement;
const canvas = find('drawing');
const listing = find('table');
const panel = find('panel');
const search = /** @type {HTMLInputElement} */ (find('search'));
const hitCount = find('hits');
const svg = /** @type {SVGSVGElement} */ (canvas.querySelector('.mesh'));
const viewport = /** @type {SVGGElement} */ (svg.querySelector('.viewport'));

/** @type {readonly KcpNode[]} */
const kcpNodes = [...graph.workspaces, ...graph.workspaceTypes, ...graph.apiExports];
/** @type {Map<string, CardNode>} */
const nodes = new Map([...graph.components, ...graph.externals, ...kcpNodes].map((node) => [node.id, node]));
const byAddress = new Map([...nodes.values()].reverse().map((node) => [addressOf(node), node]));
/** What one card needs of another; what feeds a component has no card. */
const links = graph.edges.map((edge, index) => ({ ...edge, index })).filter(({ kind }) => kind !== 'feeds');
const needs = group(links, ({ from }) => from);
const needed = group(links, ({ to }) => to);
const resources = new Map(graph.resources.map((resource) => [resource.id, resource]));
const feeds = group(
  graph.edges.filter(({ kind }) => kind === 'feeds'),
  ({ to }) => to,
);
/** What lies in each workspace. */
const contents = group(kcpNodes, (node) => (node.kind === 'workspace' ? node.parent : node.workspace) ?? '');
/** Nodes of kcp that have the same kind and name. */
const namesakes = group(kcpNodes, ({ kind, name }) => `${kind} ${name}`);
const texts = manifestTexts();

/** @type {Map<string, SVGAElement>} */
const cards = new Map();
/** @type {Map<string, Place>} */
const places = new Map();
for (const card of /** @type {NodeListOf<SVGAElement>} */ (svg.querySelectorAll('.node'))) {
  const id = card.dataset['node'] ?? '';
  const { e, f } = card.transform.baseVal.consolidate()?.matrix ?? { e: 0, f: 0 };
  const face = /** @type {SVGRectElement | null} */ (card.querySelector('.face'));
  cards.set(id, card);
  places.set(id, { x: e, y: f, width: face?.width.baseVal.value ?? 0, height: face?.height.baseVal.value ?? 0 });
}
const lines = new Map(
  [.../** @type {NodeListOf<SVGPathElement>} */ (svg.querySelectorAll('.edge'))].map((line) => [Number(line.dataset['edge']), line]),
);
const chips = group(
  [.../** @type {NodeListOf<SVGGElement>} */ (svg.querySelectorAll('[data-chip]'))],
  (chip) => chip.dataset['chip'] ?? '',
);
const tables = [...listing.querySelectorAll('table')];
/** @type {HTMLTableRowElement[]} */
const rows = [...listing.querySelectorAll('tbody tr')].map((row) => /** @type {HTMLTableRowElement} */ (row));

/** @param {string} id */
function find(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element "${id}"`);
  return element;
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => string} key
 * @returns {Map<string, T[]>}
 */
function group(items, key) {
  const groups = new Map();
  for (const item of items) {
    const known = groups.get(key(item));
    if (known) known.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/**
 * An element with text or other elements in it; text is never read as markup.
 *
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * What the address says after the `#`. Nodes of kcp are called by their ids, as no component can be.
 *
 * @param {CardNode} node
 */
function addressOf(node) {
  return (node.kind === 'component' || node.kind === 'external' ? node.name : node.id).toWellFormed();
}

/** @param {ManifestId} id */
function manifestKey({ target, apiVersion, kind, namespace, name }) {
  return JSON.stringify([target, apiVersion, kind, namespace ?? '', name]);
}

/** The texts stand in the order of the graph: those of each component, then the others. */
function manifestTexts() {
  const ids = [...graph.components.flatMap(({ manifests }) => manifests), ...graph.others];
  return new Map(ids.map((id, index) => [manifestKey(id), yaml[index] ?? '']));
}

/**
 * @param {readonly ManifestId[]} ids
 * @returns {readonly ManifestText[]}
 */
function textsOf(ids) {
  return ids.map((id) => ({ id, yaml: texts.get(manifestKey(id)) ?? '' }));
}
