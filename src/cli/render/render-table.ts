import { columns, fit, printable } from './text-width.js';

const GAP = 2;

/** No column is cut to less. */
const LEAST = 12;

/** How a table is shown. */
export interface TableOptions {
  /** Columns of the terminal; `Infinity` cuts nothing, which is what a pipe wants. */
  readonly width: number;
  /** The columns that may be cut where the width is too small, the first one first. */
  readonly cut: readonly number[];
  /** Colours a cell, after it was measured. */
  readonly paint: (text: string, column: number, row: number) => string;
}

/** A table of text: columns as wide as they need to be, as long as the width allows it. */
export function renderTable(rows: readonly (readonly string[])[], { width, cut, paint }: TableOptions): string {
  const cells = rows.map((row) => row.map((cell) => printable(cell.replaceAll('\n', '\\n'))));
  const widths = [...widthsOf(cells)];
  for (const column of cut) {
    const total = widths.reduce((sum, other) => sum + other + GAP, -GAP);
    if (total > width) widths[column] = Math.max(Math.min(LEAST, widths[column] ?? 0), (widths[column] ?? 0) - (total - width));
  }
  return cells
    .map((row, index) => {
      const last = row.findLastIndex((cell) => cell !== '');
      return `${row
        .slice(0, last + 1)
        .map((cell, column) =>
          paint(column === last ? fit(cell, widths[column] ?? 0).trimEnd() : fit(cell, widths[column] ?? 0), column, index),
        )
        .join(' '.repeat(GAP))}\n`;
    })
    .join('');
}

/** Whether a table fits into a width with nothing cut. */
export function fits(rows: readonly (readonly string[])[], width: number): boolean {
  return widthsOf(rows).reduce((sum, column) => sum + column + GAP, -GAP) <= width;
}

function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
  return (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => columns(row[column] ?? ''))));
}
