import { CARD } from './card-size.js';
import type { KcpCard } from './kcp-layout.js';
import { KCP } from './lengths.js';

/** How far a line leaves the column of its cards when it ends in the same column. */
const LOOP = 14;

/** Of the corners of a line. */
const RADIUS = 5;

/**
 * From title to title of two cards: across the gap to the next column, and above all cards to a column further away. So
 * no line leads behind a card that it has nothing to do with.
 *
 * @param top where the uppermost cards begin
 */
export function relationPath(from: KcpCard, to: KcpCard, top: number): string {
  const [start, end] = [from.y + CARD.header / 2, to.y + CARD.header / 2];
  if (from.lane === to.lane) {
    const left = Math.min(from.x, to.x) - LOOP;
    return `M${from.x} ${start}C${left} ${start} ${left} ${end} ${to.x} ${end}`;
  }
  const forward = from.lane < to.lane;
  const [out, into] = forward ? [from.x + from.width, to.x] : [from.x, to.x + to.width];
  if (Math.abs(from.lane - to.lane) === 1) {
    const middle = (out + into) / 2;
    return `M${out} ${start}C${middle} ${start} ${middle} ${end} ${into} ${end}`;
  }
  const sign = forward ? 1 : -1;
  const [up, down] = [out + (sign * KCP.columnGap) / 2, into - (sign * KCP.columnGap) / 2];
  const [r, dx, above] = [RADIUS, sign * RADIUS, top - KCP.gap / 2];
  return [
    `M${out} ${start}H${up - dx}Q${up} ${start} ${up} ${start - r}V${above + r}Q${up} ${above} ${up + dx} ${above}`,
    `H${down - dx}Q${down} ${above} ${down} ${above + r}V${end - r}Q${down} ${end} ${down + dx} ${end}H${into}`,
  ].join('');
}
