// @ts-check
// Moving and zooming.

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
  const x = view.x + inside(view.x + place.x * view.scale, place.width * view.scale, space.x, space.width, edge);
  const y = view.y + inside(view.y + place.y * view.scale, place.height * view.scale, space.y, space.height, edge);
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

canvas.addEventListener(
  'wheel',
  (event) => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    if (event.ctrlKey || !event.shiftKey)
      zoom(Math.exp((-event.deltaY * lines) / (event.ctrlKey ? 100 : 500)), point(event.clientX, event.clientY));
    else view.x -= ((event.deltaX || event.deltaY) * lines) / unit();
    show();
  },
  { passive: false },
);

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
  if (moved)
    window.addEventListener(
      'click',
      (event) => {
        event.preventDefault();
        event.stopPropagation();
      },
      { capture: true, once: true },
    );
  if (moved) setTimeout(() => window.dispatchEvent(new MouseEvent('click')));
});
canvas.addEventListener('dragstart', (event) => event.preventDefault());

find('zoom-in').addEventListener('click', () => glide(() => zoom(1.4)));
find('zoom-out').addEventListener('click', () => glide(() => zoom(1 / 1.4)));
find('zoom-fit').addEventListener('click', () => glide(fit));
window.addEventListener('resize', () => {
  fit();
  show();
});
