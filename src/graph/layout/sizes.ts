import type { Graph } from '../model/graph.js';
import { shortSource } from '../model/short-source.js';
import { textWidth } from '../formats/text-width.js';

/** Lengths of a drawing, in pixels at full size. */
export interface Sizes {
  /** How much a card says: everything, the most important, or its name alone. */
  readonly density: 'comfortable' | 'cosy' | 'compact';
  readonly card: { readonly width: number; readonly height: number };
  readonly gap: { readonly row: number; readonly column: number; readonly wave: number };
  /** Around the whole drawing. */
  readonly margin: number;
  /** Within boxes and bands. */
  readonly padding: number;
  /** Room for the names of the waves. */
  readonly header: number;
  /** Room for the title of a box. */
  readonly boxHeader: number;
  /** Height of a box without bands. */
  readonly lineBox: number;
  /** Room for the title of a band. */
  readonly bandHeader: number;
  /** Columns shorter than this are never wrapped. */
  readonly minimumRows: number;
  /** Least width of the drawing. */
  readonly minimum: number;
}

/** Width by height of the part of a window that a drawing usually has. */
export const ASPECT = 1.75;

/** Lengths that are the same however much is drawn. */
export const FRAME = { margin: 24, padding: 20, header: 32, boxHeader: 52, lineBox: 38, bandHeader: 42, minimum: 560 } as const;

/** Up to here a card says all, up to there the most important; beyond it there is room for names only. */
const FEW = 16;
const MANY = 60;

/** Cards are as wide as the longest text on them, within limits. */
export function sizesFor({ components, externals }: Graph): Sizes {
  const names = [...components, ...externals].map(({ name }) => name);
  const count = names.length;
  const widest = (texts: readonly string[], size: number): number => texts.reduce((most, text) => Math.max(most, textWidth(text, size)), 0);
  if (count > MANY) {
    const width = limited(widest(names, 12.5) * 1.06 + 42, 128, 230);
    return { ...FRAME, density: 'compact', card: { width, height: 30 }, gap: { row: 8, column: 16, wave: 52 }, minimumRows: 8 };
  }
  const name = widest(names, 14) * 1.1 + 44;
  if (count > FEW)
    return {
      ...FRAME,
      density: 'cosy',
      card: { width: limited(name, 188, 280), height: 56 },
      gap: { row: 16, column: 20, wave: 60 },
      minimumRows: 5,
    };
  const sources = components.map(({ source }) => shortSource(source));
  return {
    ...FRAME,
    density: 'comfortable',
    card: { width: Math.max(limited(name, 212, 300), limited(widest(sources, 11.5) + 44, 212, 264)), height: 78 },
    gap: { row: 20, column: 24, wave: 72 },
    minimumRows: 5,
  };
}

function limited(width: number, least: number, most: number): number {
  return Math.ceil(Math.min(Math.max(width, least), most));
}
