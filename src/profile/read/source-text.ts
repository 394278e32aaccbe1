import type { Location } from '../../errors.js';

/** A half-open range of UTF-16 offsets in a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text together with the way back to the file that the user wrote. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** Where a range of `text` stands in the file. */
  locate(span: Span): Location;
}

/** The text of a whole file. */
export function fileSource(file: string, text: string): SourceText {
  let starts: readonly number[] | undefined;
  return {
    file,
    text,
    locate({ start, end }) {
      starts ??= lineStarts(text);
      const line = lineOf(starts, start);
      const lineStart = starts[line] ?? 0;
      const content = text.slice(lineStart, starts[line + 1] ?? text.length).replace(/[\r\n\u0085\u2028\u2029]+$/u, '');
      const column = countCharacters(text.slice(lineStart, start));
      const rest = countCharacters(content) - column;
      const length = Math.max(1, Math.min(countCharacters(text.slice(start, Math.min(end, lineStart + content.length))), rest));
      return { file, line: line + 1, column: column + 1, length, text: content.replace(/^\uFEFF/u, '') };
    },
  };
}

/**
 * A text that was made from a part of another, such as a profile within a ConfigMap, or a rendered template.
 *
 * @param outer offset in `parent.text` for an offset in `text`
 */
export function derivedSource(parent: SourceText, text: string, outer: (offset: number) => number): SourceText {
  return {
    file: parent.file,
    text,
    locate({ start, end }) {
      const first = outer(start);
      return parent.locate({ start: first, end: Math.max(first + 1, end > start ? outer(end - 1) + 1 : first + 1) });
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) starts.push(index + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function countCharacters(text: string): number {
  let count = 0;
  for (const character of text) if (character !== '\uFEFF') count += 1;
  return count;
}
