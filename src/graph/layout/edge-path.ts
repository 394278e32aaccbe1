import type { Card, Layout } from './layout.js';

/** Length of the arrow head. */
const HEAD = 6;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The way from a card to one that comes after it, with an arrow head: along the gaps between rows where cards stand in
 * the way, and from row to row between the waves only.
 */
export function edgePath(before: Card, after: Card, layout: Layout, free: (card: Card, until: number) => boolean): string {
  const { card } = layout.sizes;
  const start = { x: before.x + card.width, y: before.y + card.height / 2 };
  const end = { x: after.x, y: after.y + card.height / 2 };
  if (before.wave === after.wave) return sameWave(start, end, before, after, card.width);
  if (before.wave > after.wave) return `${curve(start, end, 90)}${head(end)}`;
  return forward(start, end, before, after, layout, free);
}

function forward(
  start: Point,
  end: Point,
  before: Card,
  after: Card,
  { sizes, waves, cards }: Layout,
  free: (card: Card, until: number) => boolean,
): string {
  const wave = waves[after.wave];
  const gap = { left: (wave?.x ?? 0) - sizes.gap.wave, right: wave?.x ?? 0 };
  // Lines of one source stay together, those of neighbours apart.
  const shift = ((cards.size === 0 ? 0 : (before.row + before.column + before.band) % 3) - 1) * (sizes.gap.row / 6);
  const channel = (card: Card, towards: number): number => {
    const down = towards >= card.y + sizes.card.height / 2;
    return (down ? card.y + sizes.card.height + sizes.gap.row / 2 : card.y - sizes.gap.row / 2) + shift;
  };
  const points: Point[] = [start];
  if (start.x < gap.left - 1) {
    if (free(before, gap.left)) points.push({ x: gap.left, y: start.y });
    else {
      const y = channel(before, end.y);
      points.push({ x: start.x + sizes.gap.column, y }, { x: gap.left, y });
    }
  }
  if (after.column > 0) {
    const y = channel(after, start.y);
    points.push({ x: gap.right, y }, { x: end.x - sizes.gap.column, y });
  }
  // The arrow head stands on a straight piece.
  points.push({ x: end.x - HEAD, y: end.y }, end);
  return `${points.map((point, index) => step(points[index - 1], point)).join('')}${head(end)}`;
}

/** To the right of both, into the later card from the right, or from card to card within a row. */
function sameWave(start: Point, end: Point, before: Card, after: Card, width: number): string {
  if (after.column > before.column) return `${curve(start, end, 20)}${head(end)}`;
  const right = { x: end.x + width, y: end.y };
  const far = Math.max(start.x, right.x) + 26;
  const arrow = 'm5 -4l-5 4l5 4';
  return `M${at(start)}C${at({ x: far, y: start.y })} ${at({ x: far, y: right.y })} ${at(right)}${arrow}`;
}

function step(from: Point | undefined, to: Point): string {
  if (!from) return `M${round(to.x)} ${round(to.y)}`;
  if (Math.abs(from.y - to.y) < 0.5) return `H${round(to.x)}`;
  const middle = round((from.x + to.x) / 2);
  return `C${middle} ${round(from.y)} ${middle} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
}

function curve(start: Point, end: Point, reach: number): string {
  const [leave, arrive] = [
    { x: start.x + reach, y: start.y },
    { x: end.x - reach, y: end.y },
  ];
  return `M${at(start)}C${at(leave)} ${at(arrive)} ${at(end)}`;
}

function head({ x, y }: Point): string {
  return `M${round(x - HEAD)} ${round(y - 4)}L${round(x - 1)} ${round(y)}L${round(x - HEAD)} ${round(y + 4)}`;
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
