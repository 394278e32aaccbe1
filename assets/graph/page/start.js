// @ts-check
// Drawing or table, light or dark, and the start.

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
  const isDark =
    root.dataset['theme'] === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : root.dataset['theme'] === 'dark';
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

root.classList.add('live');
if (['light', 'dark'].includes(remembered())) root.dataset['theme'] = remembered();
for (const hidden of document.querySelectorAll('.tools, .zoom')) hidden.removeAttribute('hidden');
showView(false);
fit();
show();
follow();
