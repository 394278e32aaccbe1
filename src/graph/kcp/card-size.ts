import { fitText, textWidth } from '../formats/text-width.js';
import type { CardText, Chip } from './card-text.js';

/** Lengths of the cards of kcp, in pixels. */
export const CARD = {
  /** Room for the title; a card without lines has no more. */
  header: 34,
  /** From chip to chip below. */
  row: 22,
  chip: 18,
  /** Between chips, and within them on both sides. */
  gap: 6,
  inset: 7,
  /** Where texts begin, and where they have to end before the right edge. */
  left: 24,
  right: 12,
  bottom: 8,
  titleSize: 13.5,
  chipSize: 11,
} as const;

/** Rows of chips on one line; what does not fit is counted. */
const MOST_ROWS = 5;

/** With less room a name is worth more than a note. */
const ROOM_FOR_NOTE = 210;

/** A chip in its place. */
export interface PlacedChip extends Chip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** A card with the places of all its texts, relative to its upper left corner. */
export interface SizedCard {
  readonly text: CardText;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** Empty when there is no room for it. */
  readonly note: string;
  readonly labels: readonly { readonly text: string; readonly y: number }[];
  readonly chips: readonly PlacedChip[];
}

/** The card at a width; its height follows from what it says. */
export function sizeCard(text: CardText, width: number): SizedCard {
  const room = width - CARD.left - CARD.right;
  const note = room < ROOM_FOR_NOTE ? '' : text.note;
  // Chips leave the title at least 40 % of the room; there are two at most.
  const most = room * (text.chips.length > 1 ? 0.3 : 0.45);
  const beside = text.chips.reduce((sum, chip) => sum + chipWidth(chip, most) + CARD.gap, 2);
  const title = fitText(text.title, CARD.titleSize * 1.08, room - (note === '' ? 0 : textWidth(note, CARD.chipSize) + 10) - beside);
  const chips: PlacedChip[] = [...row(text.chips, CARD.left + textWidth(title, CARD.titleSize * 1.08) + CARD.gap + 2, 8, most)];
  const labels: { text: string; y: number }[] = [];
  const indent = text.lines.reduce((most, { label }) => Math.max(most, textWidth(label, CARD.chipSize)), 0) + 12;
  let y: number = CARD.header;
  for (const line of text.lines) {
    labels.push({ text: line.label, y: y + 13 });
    for (const chipsOfRow of wrap(line.chips, room - indent)) {
      chips.push(...row(chipsOfRow, CARD.left + indent, y, room - indent));
      y += CARD.row;
    }
  }
  return { text, width, height: text.lines.length === 0 ? CARD.header : y + CARD.bottom - 2, title, note, labels, chips };
}

/** The width with which title and note of a card, and each single chip, are seen in full. */
export function wantedWidth({ title, chips, note }: CardText): number {
  const beside = chips.reduce((sum, chip) => sum + chipWidth(chip, Infinity) + CARD.gap, 0);
  return CARD.left + textWidth(title, CARD.titleSize * 1.1) + beside + (note === '' ? 0 : textWidth(note, CARD.chipSize) + 16) + CARD.right;
}

function chipWidth({ text }: Chip, most: number): number {
  return Math.min(textWidth(text, CARD.chipSize) + 2 * CARD.inset, most);
}

function row(chips: readonly Chip[], left: number, y: number, most: number): readonly PlacedChip[] {
  let x = left;
  return chips.map((chip) => {
    const width = chipWidth(chip, most);
    const placed = { ...chip, text: fitText(chip.text, CARD.chipSize, width - 2 * CARD.inset + 1), x, y, width };
    x += width + CARD.gap;
    return placed;
  });
}

function wrap(chips: readonly Chip[], room: number): readonly (readonly Chip[])[] {
  const rows: Chip[][] = [];
  let free = 0;
  for (const [index, chip] of chips.entries()) {
    const width = chipWidth(chip, room) + CARD.gap;
    const current = rows.at(-1);
    // The last row keeps room for the number of chips that are left out.
    const reserve = rows.length === MOST_ROWS && index < chips.length - 1 ? 60 : 0;
    if (current && width - CARD.gap <= free - reserve) {
      current.push(chip);
      free -= width;
    } else if (rows.length === MOST_ROWS) {
      current?.push({ text: `${chips.length - index} more`, kind: 'plain' });
      break;
    } else {
      rows.push([chip]);
      free = room - width;
    }
  }
  return rows;
}
