// @ts-check
// The panel beside the drawing: what the address names, so that a link, a click and the history do the same.

function follow() {
  const name = decode(location.hash.slice(1));
  const node = byAddress.get(name);
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
  const address = encodeURIComponent(addressOf(node));
  // Both may stand there as they are, and are easier to read so.
  return `#${node.kind === 'component' || node.kind === 'external' ? address : address.replaceAll('%2F', '/').replaceAll('%3A', ':')}`;
}

/**
 * @param {CardNode} node
 * @param {string} text
 */
function linkTo(node, text = node.name) {
  return element('a', { href: hashOf(node) }, text);
}

/** @param {CardNode} node */
function nodePanel(node) {
  switch (node.kind) {
    case 'workspace':
      return workspacePanel(node);
    case 'workspaceType':
      return typePanel(node);
    case 'apiExport':
      return exportPanel(node);
    default:
      return componentPanel(node);
  }
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

/**
 * Names and what there is to say; a name without a value is left out.
 *
 * @param {readonly (readonly [string, string | readonly (Node | string)[] | undefined])[]} pairs
 */
function facts(pairs) {
  return element(
    'dl',
    {},
    ...pairs.flatMap(([name, value]) =>
      value === undefined ? [] : [element('dt', {}, name), element('dd', {}, ...(typeof value === 'string' ? [value] : value))],
    ),
  );
}

/**
 * @param {string} title
 * @param {readonly HTMLElement[]} items
 */
function list(title, items, count = items.length) {
  return items.length === 0 ? [] : [element('h3', {}, title, element('span', {}, String(count))), element('ul', {}, ...items)];
}

/**
 * @param {readonly ManifestText[]} manifests
 * @param {string} title
 */
function manifestList(manifests, title = 'Manifests') {
  if (manifests.length === 0) return [];
  return [
    element('h3', {}, title, element('span', {}, String(manifests.length))),
    ...manifests.map(({ id, yaml }, index) => manifest(id, yaml, index === 0)),
  ];
}

/**
 * @param {ManifestId} id
 * @param {string} text
 * @param {boolean} open
 */
function manifest(id, text, open) {
  const details = /** @type {HTMLDetailsElement} */ (
    element(
      'details',
      {},
      element(
        'summary',
        { title: `${id.apiVersion} ${id.kind} ${id.namespace ?? ''}/${id.name}, ${id.target}` },
        element('b', {}, id.kind),
        element('span', {}, id.name),
      ),
    )
  );
  const fill = () => {
    if (!details.open || details.childElementCount > 1) return;
    const copy = element('button', { type: 'button' }, 'Copy');
    copy.addEventListener('click', () => void copied(text, copy));
    details.append(
      element(
        'div',
        { class: 'yaml' },
        element('pre', { tabindex: '0', 'aria-label': `YAML of ${id.kind} ${id.name}` }, ...coloured(text)),
        copy,
      ),
    );
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
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 1500);
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
  if (id === undefined || !event.target || !(/** @type {Element} */ (event.target).matches(':focus-visible'))) return;
  highlight(id);
  glide(() => reveal(id));
});
svg.addEventListener('focusout', () => highlight(chosen));
