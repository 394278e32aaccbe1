// @ts-check
// What keys do, from card to card and with the whole drawing.

/** @type {Record<string, readonly [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @type {Record<string, () => void>} */
const KEYS = {
  '+': () => glide(() => zoom(1.4)),
  '=': () => glide(() => zoom(1.4)),
  '-': () => glide(() => zoom(1 / 1.4)),
  0: () => glide(fit),
  '/': () => search.focus(),
};

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
