// @ts-check
// The behaviour of a platform's page. It stands in the page itself, asks for nothing, and finds its data beside it.
(() => {
  'use strict';

  /** @typedef {{ target: string, apiVersion: string, kind: string, namespace?: string, name: string }} ManifestId */
  /** @typedef {{ id: string, kind: 'component', name: string, key: string, section: 'infra' | 'services', technology: 'fluxcd' | 'argocd', source: string, sourceKind: string, target: string, namespace?: string, wave?: number, suspended: boolean, hasRelease: boolean, manifests: ManifestId[] }} ComponentNode */
  /** @typedef {{ id: string, kind: 'external', name: string, namespace: string, missing: boolean }} ExternalNode */
  /** @typedef {{ id: string, kind: 'resource', name: string, artifact: string, component: string, referencePath: string[], resource: string, tagPath?: string }} ResourceNode */
  /** @typedef {{ kind: 'dependsOn' | 'feeds', from: string, to: string, effect?: 'waits' | 'stuck' | 'unordered' }} Edge */
  /** @typedef {{ id: string, title: string, note: string, kinds: { kind: string, count: number }[] }} Target */
  /** @typedef {{ targets: Target[], components: ComponentNode[], resources: ResourceNode[], externals: ExternalNode[], edges: Edge[], others: ManifestId[] }} Graph */
  /** @typedef {ComponentNode | ExternalNode} CardNode */
  /** @typedef {{ id: ManifestId, yaml: string }} Text */

  const TECHNOLOGIES = { fluxcd: 'Flux', argocd: 'Argo CD' };
  const SECTIONS = { infra: 'Infra component', services: 'Service' };
  const SOURCES = { oci: 'OCI registry', helm: 'Helm repository', git: 'Git repository', kustomization: 'Folder of manifests in Git' };
  const EFFECTS = { waits: '', stuck: 'Flux finds no HelmRelease of that name, so this waits for ever', unordered: 'the waves of Argo CD do not order these two' };

  /** @type {{ graph: Graph, yaml: string[] }} */
  const { graph, yaml } = JSON.parse(find('data').textContent ?? '');
  const root = document.documentElement;
  const canvas = find('drawing');
  const listing = find('table');
  const panel = find('panel');
  const search = /** @type {HTMLInputElement} */ (find('search'));
  const hitCount = find('hits');
  const svg = /** @type {SVGSVGElement} */ (canvas.querySelector('.mesh'));
  const viewport = /** @type {SVGGElement} */ (svg.querySelector('.viewport'));

  /** @type {Map<string, CardNode>} */
  const nodes = new Map([...graph.components, ...graph.externals].map((node) => [node.id, node]));
  const byName = new Map([...nodes.values()].reverse().map((node) => [node.name.toWellFormed(), node]));
  const dependencies = graph.edges.map((edge, index) => ({ ...edge, index })).filter(({ kind }) => kind === 'dependsOn');
  const needs = group(dependencies, ({ from }) => from);
  const needed = group(dependencies, ({ to }) => to);
  const resources = new Map(graph.resources.map((resource) => [resource.id, resource]));
  const feeds = group(graph.edges.filter(({ kind }) => kind === 'feeds'), ({ to }) => to);
  const texts = manifestTexts();

  /** @type {Map<string, SVGAElement>} */
  const cards = new Map();
  /** @type {Map<string, { x: number, y: number }>} */
  const places = new Map();
  for (const card of /** @type {NodeListOf<SVGAElement>} */ (svg.querySelectorAll('.node'))) {
    const id = card.dataset['node'] ?? '';
    const { e, f } = card.transform.baseVal.consolidate()?.matrix ?? { e: 0, f: 0 };
    cards.set(id, card);
    places.set(id, { x: e, y: f });
  }
  const face = /** @type {SVGRectElement | null} */ (svg.querySelector('.face'));
  const size = { width: face?.width.baseVal.value ?? 0, height: face?.height.baseVal.value ?? 0 };
  const lines = new Map([.../** @type {NodeListOf<SVGPathElement>} */ (svg.querySelectorAll('.edge'))].map((line) => [Number(line.dataset['edge']), line]));
  /** @type {HTMLTableRowElement[]} */
  const rows = [...listing.querySelectorAll('tbody tr')].map((row) => /** @type {HTMLTableRowElement} */ (row));

  // --- small things -------------------------------------------------------------------------------------------------

  /** @param {string} id */
  function find(id) {
    const element = document.getElementById(id);
    if (!element) throw new Error(`no element "${id}"`);
    return element;
  }

  /**
   * @template T
   * @param {T[]} items
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

  /** Texts stand in the order of the graph: those of each component, then the others. */
  function manifestTexts() {
    /** @type {Map<string, Text[]>} */
    const byOwner = new Map();
    let index = 0;
    const take = (/** @type {ManifestId[]} */ ids) => ids.map((id) => ({ id, yaml: yaml[index++] ?? '' }));
    for (const { id, manifests } of graph.components) byOwner.set(id, take(manifests));
    for (const text of take(graph.others)) {
      const owner = `target:${text.id.target}`;
      byOwner.set(owner, [...(byOwner.get(owner) ?? []), text]);
    }
    return byOwner;
  }

  // --- highlighting -------------------------------------------------------------------------------------------------

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
    spread(id, needs, 'to', 'needs');
    spread(id, needed, 'from', 'needed');
  }

  /**
   * @param {string} start
   * @param {Map<string, (Edge & { index: number })[]>} links
   * @param {'from' | 'to'} end
   * @param {string} name
   */
  function spread(start, links, end, name) {
    const seen = new Set([start]);
    const open = [start];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const edge of links.get(id) ?? []) {
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

  // --- moving -------------------------------------------------------------------------------------------------------

  const view = { x: 0, y: 0, scale: 1 };

  function show() {
    viewport.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  }

  /** How many pixels of the screen one unit of the drawing takes before it is moved. */
  function unit() {
    return svg.getScreenCTM()?.a ?? 1;
  }

  /**
   * A point of the screen in units of the drawing, before it is moved.
   *
   * @param {number} x
   * @param {number} y
   */
  function point(x, y) {
    return new DOMPoint(x, y).matrixTransform(svg.getScreenCTM()?.inverse());
  }

  /** The part of the window that the drawing has for itself, in units of the drawing. */
  function room() {
    const { left, top, right, bottom } = canvas.getBoundingClientRect();
    const covered = panel.hidden || panel.offsetWidth > innerWidth * 0.7 ? 0 : panel.offsetWidth;
    const start = point(left, top);
    const end = point(right - covered, bottom - 44);
    return { x: start.x, y: start.y, width: end.x - start.x, height: end.y - start.y };
  }

  /** @param {() => void} move */
  function glide(move) {
    svg.classList.add('glide');
    move();
    show();
    clearTimeout(gliding);
    gliding = window.setTimeout(() => svg.classList.remove('glide'), 320);
  }
  let gliding = 0;

  function fit() {
    const { width, height } = svg.viewBox.baseVal;
    const space = room();
    view.scale = Math.min(space.width / width, space.height / height, 1.25 / unit());
    view.x = space.x + (space.width - width * view.scale) / 2;
    view.y = space.y + Math.max(0, (space.height - height * view.scale) * 0.4);
  }

  /**
   * @param {number} factor
   * @param {{ x: number, y: number }} [around]
   */
  function zoom(factor, around) {
    const space = room();
    const centre = around ?? { x: space.x + space.width / 2, y: space.y + space.height / 2 };
    const next = Math.min(Math.max(view.scale * factor, 0.02 / unit()), 4 / unit());
    view.x = centre.x - ((centre.x - view.x) * next) / view.scale;
    view.y = centre.y - ((centre.y - view.y) * next) / view.scale;
    view.scale = next;
  }

  /** @param {string} id */
  function reveal(id) {
    const place = places.get(id);
    if (!place) return;
    const space = room();
    const legible = 0.8 / unit();
    if (view.scale < legible * 0.6) zoom(legible / view.scale, { x: view.x + place.x * view.scale, y: view.y + place.y * view.scale });
    const edge = 24 / unit();
    const { width, height } = svg.viewBox.baseVal;
    const x = view.x + inside(view.x + place.x * view.scale, size.width * view.scale, space.x, space.width, edge);
    const y = view.y + inside(view.y + place.y * view.scale, size.height * view.scale, space.y, space.height, edge);
    if (x !== view.x) view.x = filled(x, width * view.scale, space.x, space.width);
    if (y !== view.y) view.y = filled(y, height * view.scale, space.y, space.height);
  }

  /**
   * Where a drawing that is larger than its room begins so that no room is left empty.
   *
   * @param {number} start
   * @param {number} length
   * @param {number} from
   * @param {number} room
   */
  function filled(start, length, from, room) {
    return length <= room ? start : Math.max(Math.min(start, from), from + room - length);
  }

  /**
   * How far a stretch must be moved to lie within another one; nothing when it does.
   *
   * @param {number} start
   * @param {number} length
   * @param {number} from
   * @param {number} room
   * @param {number} edge
   */
  function inside(start, length, from, room, edge) {
    if (start >= from + edge && start + length <= from + room - edge) return 0;
    return from + (room - length) / 2 - start;
  }

  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    if (event.ctrlKey || !event.shiftKey) zoom(Math.exp((-event.deltaY * lines) / (event.ctrlKey ? 100 : 500)), point(event.clientX, event.clientY));
    else view.x -= ((event.deltaX || event.deltaY) * lines) / unit();
    show();
  }, { passive: false });

  /** @type {{ x: number, y: number, moved: boolean } | undefined} */
  let drag;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button'))) return;
    drag = { x: event.clientX, y: event.clientY, moved: false };
  });
  window.addEventListener('pointermove', (event) => {
    if (!drag) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y);
    if (!drag.moved && far < 4) return;
    canvas.classList.add('moving');
    view.x += (event.clientX - drag.x) / unit();
    view.y += (event.clientY - drag.y) / unit();
    drag = { x: event.clientX, y: event.clientY, moved: true };
    show();
  });
  window.addEventListener('pointerup', () => {
    canvas.classList.remove('moving');
    const moved = drag?.moved === true;
    drag = undefined;
    // The click that ends a drag is none.
    if (moved) window.addEventListener('click', (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
    if (moved) setTimeout(() => window.dispatchEvent(new MouseEvent('click')));
  });
  canvas.addEventListener('dragstart', (event) => event.preventDefault());

  find('zoom-in').addEventListener('click', () => glide(() => zoom(1.4)));
  find('zoom-out').addEventListener('click', () => glide(() => zoom(1 / 1.4)));
  find('zoom-fit').addEventListener('click', () => glide(fit));
  window.addEventListener('resize', () => { fit(); show(); });

  // --- the panel ----------------------------------------------------------------------------------------------------

  /** The panel shows what the address names, so that a link, a click and the history do the same. */
  function follow() {
    const name = decode(location.hash.slice(1));
    const node = byName.get(name);
    const target = name.startsWith('target:') ? graph.targets.find(({ id }) => `target:${id}` === name) : undefined;
    chosen = node?.id;
    for (const row of rows) row.classList.toggle('chosen', row.dataset['node'] === chosen);
    panel.hidden = !node && !target;
    panel.scrollTop = 0;
    panel.replaceChildren(...(node ? nodePanel(node) : target ? targetPanel(target) : []));
    highlight(chosen);
    if (chosen !== undefined) glide(() => reveal(chosen ?? ''));
  }

  /** @param {string} text */
  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  /** @param {string} hash */
  function go(hash) {
    if (hash === location.hash) return;
    // No jump: an element that is called like a component must not move the page.
    history.pushState(null, '', hash === '' ? location.pathname + location.search : hash);
    follow();
  }

  /** @param {CardNode} node */
  function hashOf(node) {
    return `#${encodeURIComponent(node.name.toWellFormed())}`;
  }

  /** @param {CardNode} node */
  function linkTo(node) {
    return element('a', { href: hashOf(node) }, node.name);
  }

  /** @param {CardNode} node */
  function nodePanel(node) {
    const waits = needs.get(node.id) ?? [];
    const dependents = needed.get(node.id) ?? [];
    const fed = (feeds.get(node.id) ?? []).flatMap(({ from }) => resources.get(from) ?? []);
    return [
      heading(node.name, node.kind === 'component' ? `${SECTIONS[node.section]}, delivered by ${TECHNOLOGIES[node.technology]}` : 'Outside the platform'),
      node.kind === 'component' ? componentFacts(node) : facts([['Namespace', node.namespace], ['State', node.missing ? 'the platform names it, but does not deploy it' : 'the platform waits for it, and does not deploy it']]),
      ...list('Waits for', waits.map((edge) => dependencyItem(nodes.get(edge.to), edge))),
      ...list('Needed by', dependents.map((edge) => dependencyItem(nodes.get(edge.from), edge))),
      ...list('OCM Resources', fed.map(resourceItem)),
      ...manifestList(texts.get(node.id) ?? []),
    ];
  }

  /** @param {Target} target */
  function targetPanel(target) {
    return [
      heading(target.title, target.note),
      facts(target.kinds.map(({ kind, count }) => [kind, String(count)])),
      ...manifestList(texts.get(`target:${target.id}`) ?? [], 'Manifests of no component'),
    ];
  }

  /**
   * @param {string} title
   * @param {string} summary
   */
  function heading(title, summary) {
    const close = element('button', { type: 'button', class: 'close', 'aria-label': 'Close', title: 'Close (Esc)' }, '×');
    close.addEventListener('click', dismiss);
    return element('header', {}, element('div', {}, element('h2', {}, title), element('p', { class: 'summary' }, summary)), close);
  }

  function dismiss() {
    const id = chosen;
    go('');
    if (id !== undefined) cards.get(id)?.focus({ preventScroll: true });
  }

  /** @param {ComponentNode} node */
  function componentFacts(node) {
    const target = graph.targets.find(({ id }) => id === node.target);
    const profile = node.section === 'infra' ? `infra.${node.key}` : `components.services.${node.key}`;
    return facts([
      ['Chart source', node.source],
      ['Kind', SOURCES[/** @type {keyof typeof SOURCES} */ (node.sourceKind)] ?? node.sourceKind],
      ['Namespace', node.namespace ?? (node.hasRelease ? 'as its manifests say' : '–')],
      ['Wave', node.wave === undefined ? 'none' : node.technology === 'fluxcd' ? `${node.wave}, from what it waits for` : `${node.wave}, the sync wave`],
      ['Written to', target?.title ?? node.target],
      ['In the profile', profile],
      ...(node.suspended ? [['State', 'suspended: installed when somebody resumes it']] : node.hasRelease ? [] : [['State', 'no release, only its OCM Resources']]),
    ]);
  }

  /** @param {string[][]} pairs */
  function facts(pairs) {
    return element('dl', {}, ...pairs.flatMap(([name, value]) => [element('dt', {}, name ?? ''), element('dd', {}, value ?? '')]));
  }

  /**
   * @param {string} title
   * @param {HTMLElement[]} items
   */
  function list(title, items) {
    return items.length === 0 ? [] : [element('h3', {}, title, element('span', {}, String(items.length))), element('ul', {}, ...items)];
  }

  /**
   * @param {CardNode | undefined} node
   * @param {Edge} edge
   */
  function dependencyItem(node, edge) {
    const note = EFFECTS[edge.effect ?? 'waits'];
    const problem = note === '' ? [] : [element('small', { class: edge.effect === 'stuck' ? 'problem' : '' }, note)];
    const outside = node?.kind === 'external' ? [element('small', {}, `outside the platform, in ${node.namespace}`)] : [];
    return element('li', {}, node ? linkTo(node) : edge.to, ...outside, ...problem);
  }

  /** @param {ResourceNode} resource */
  function resourceItem({ name, artifact, component, referencePath, resource, tagPath }) {
    const path = [component, ...referencePath, resource].join(' / ');
    const tag = tagPath === undefined ? [] : [element('small', {}, `its tag goes to ${tagPath}`)];
    return element('li', {}, `${name} `, element('small', {}, `${artifact} at ${path}`), ...tag);
  }

  /**
   * @param {Text[]} manifests
   * @param {string} title
   */
  function manifestList(manifests, title = 'Manifests') {
    if (manifests.length === 0) return [];
    return [element('h3', {}, title, element('span', {}, String(manifests.length))), ...manifests.map(({ id, yaml }, index) => manifest(id, yaml, index === 0))];
  }

  /**
   * @param {ManifestId} id
   * @param {string} text
   * @param {boolean} open
   */
  function manifest(id, text, open) {
    const details = /** @type {HTMLDetailsElement} */ (element('details', {}, element('summary', { title: `${id.apiVersion} ${id.kind} ${id.namespace ?? ''}/${id.name}, ${id.target}` }, element('b', {}, id.kind), element('span', {}, id.name))));
    const fill = () => {
      if (!details.open || details.childElementCount > 1) return;
      const copy = element('button', { type: 'button' }, 'Copy');
      copy.addEventListener('click', () => void copied(text, copy));
      details.append(element('div', { class: 'yaml' }, element('pre', { tabindex: '0', 'aria-label': `YAML of ${id.kind} ${id.name}` }, ...coloured(text)), copy));
    };
    details.addEventListener('toggle', fill);
    details.open = open;
    fill();
    return details;
  }

  /** @param {string} text */
  function coloured(text) {
    return text.split('\n').flatMap((line, index) => {
      const [, before = '', key = '', after = ''] = /^(\s*(?:- )*)([^\s:#'"][^:]*)(:(?: .*)?)$/u.exec(line) ?? [];
      const start = index === 0 ? '' : '\n';
      return key === '' ? [start + line] : [start + before, element('span', { class: 'k' }, key), after];
    });
  }

  /**
   * @param {string} text
   * @param {HTMLElement} button
   */
  async function copied(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A page that was opened from a file may have no clipboard.
      const area = /** @type {HTMLTextAreaElement} */ (element('textarea', { class: 'hidden' }));
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  }

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
      if (event.target instanceof Element && event.target.closest('.mesh, #drawing') === canvas && !link) go('');
      return;
    }
    event.preventDefault();
    go(link.getAttribute('href') ?? '');
  });
  window.addEventListener('popstate', follow);
  window.addEventListener('hashchange', follow);

  let hovering = 0;
  svg.addEventListener('pointerover', (event) => {
    const card = event.target instanceof Element ? event.target.closest('.node') : null;
    clearTimeout(hovering);
    hovering = window.setTimeout(() => highlight(card instanceof SVGElement ? card.dataset['node'] : chosen), card ? 50 : 120);
  });
  svg.addEventListener('pointerleave', () => {
    clearTimeout(hovering);
    highlight(chosen);
  });
  svg.addEventListener('focusin', (event) => {
    const id = event.target instanceof SVGElement ? event.target.dataset['node'] : undefined;
    if (id === undefined || !event.target || !(/** @type {Element} */ (event.target)).matches(':focus-visible')) return;
    highlight(id);
    glide(() => reveal(id));
  });
  svg.addEventListener('focusout', () => highlight(chosen));

  // --- search -------------------------------------------------------------------------------------------------------

  const haystacks = new Map([...nodes.values()].map((node) => [node.id, haystack(node)]));
  /** @type {string[]} */
  let hits = [];
  let current = -1;

  /** @param {CardNode} node */
  function haystack(node) {
    const own = node.kind === 'component' ? [node.key, node.source, TECHNOLOGIES[node.technology]] : [];
    return [node.name, node.namespace ?? '', ...own, ...(feeds.get(node.id) ?? []).map(({ from }) => resources.get(from)?.name ?? '')].join('\n').toLowerCase();
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/u).filter((word) => word !== '');
    const searching = words.length > 0;
    hits = searching ? [...nodes.keys()].filter((id) => words.every((word) => haystacks.get(id)?.includes(word))) : [];
    // Names that begin with the word are meant most likely.
    const rank = (/** @type {string} */ id) => ((nodes.get(id)?.name ?? '').startsWith(words[0] ?? '') ? 0 : (nodes.get(id)?.name ?? '').includes(words[0] ?? '') ? 1 : 2);
    hits.sort((a, b) => rank(a) - rank(b));
    current = -1;
    const found = new Set(hits);
    svg.classList.toggle('searching', searching);
    for (const [id, card] of cards) card.classList.toggle('hit', found.has(id));
    for (const row of rows) row.hidden = searching && !found.has(row.dataset['node'] ?? '');
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
    else if (event.key === 'Enter') open(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') {
      if (search.value === '') search.blur();
      clear();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  /** @param {number} steps */
  function open(steps) {
    if (hits.length === 0) return;
    // The first Enter opens the hit that is marked, another one the next.
    if (chosen === hits[current]) walk(steps);
    const node = nodes.get(hits[current] ?? '');
    if (node) go(hashOf(node));
  }

  // --- keys ---------------------------------------------------------------------------------------------------------

  /** @type {Record<string, readonly [number, number]>} */
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /** @type {Record<string, () => void>} */
  const KEYS = { '+': () => glide(() => zoom(1.4)), '=': () => glide(() => zoom(1.4)), '-': () => glide(() => zoom(1 / 1.4)), 0: () => glide(fit), '/': () => search.focus() };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === search) return;
    const arrow = ARROWS[event.key];
    const key = KEYS[event.key];
    if (event.key === 'Escape' && !panel.hidden) dismiss();
    else if (event.key === 'Escape') clear();
    else if (arrow && !canvas.hidden && !panel.contains(document.activeElement)) step(arrow);
    else if (key) key();
    else return;
    event.preventDefault();
  });

  /**
   * To the nearest card in a direction.
   *
   * @param {readonly [number, number]} direction
   */
  function step([dx, dy]) {
    const focused = document.activeElement instanceof SVGElement ? document.activeElement.dataset['node'] : undefined;
    const from = places.get(focused ?? '');
    if (!from) {
      cards.get(chosen ?? [...cards.keys()][0] ?? '')?.focus({ preventScroll: true });
      return;
    }
    let best = Infinity;
    let next = '';
    for (const [id, { x, y }] of places) {
      const along = (x - from.x) * dx + (y - from.y) * dy;
      const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
      if (along > 1 && along + 3 * aside < best) [best, next] = [along + 3 * aside, id];
    }
    cards.get(next)?.focus({ preventScroll: true });
  }

  // --- views and colours --------------------------------------------------------------------------------------------

  /** @param {boolean} table */
  function showView(table) {
    canvas.hidden = table;
    listing.hidden = !table;
    find('view-drawing').setAttribute('aria-pressed', String(!table));
    find('view-table').setAttribute('aria-pressed', String(table));
    if (!table) show();
  }
  find('view-drawing').addEventListener('click', () => showView(false));
  find('view-table').addEventListener('click', () => showView(true));

  const THEME = 'platform-mesh-theme';
  find('theme').addEventListener('click', () => {
    const isDark = root.dataset['theme'] === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : root.dataset['theme'] === 'dark';
    root.dataset['theme'] = isDark ? 'light' : 'dark';
    remember(root.dataset['theme']);
  });

  /** @param {string} theme */
  function remember(theme) {
    try {
      localStorage.setItem(THEME, theme);
    } catch {
      // Some browsers give a page from a file no storage; the choice then holds for this view.
    }
  }

  function remembered() {
    try {
      return localStorage.getItem(THEME) ?? '';
    } catch {
      return '';
    }
  }

  // --- start --------------------------------------------------------------------------------------------------------

  root.classList.add('live');
  if (['light', 'dark'].includes(remembered())) root.dataset['theme'] = remembered();
  for (const hidden of document.querySelectorAll('.tools, .zoom')) hidden.removeAttribute('hidden');
  showView(false);
  fit();
  show();
  follow();
})();
