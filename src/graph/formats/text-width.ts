/** Widths of characters in parts of the font size; near enough for the sans serif fonts of all systems. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl.,:;'|!]/u, 0.27],
  [/[frt()[\]\-/ ]/u, 0.36],
  [/[mwMW@%]/u, 0.88],
  [/[A-Z]/u, 0.68],
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u, 1],
];

const byCharacter = new Map<string, number>();

/** About how wide a text is drawn, in pixels. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width * size;
}

/** The text, its end replaced by an ellipsis when it is wider than there is room. */
export function fitText(text: string, size: number, room: number): string {
  if (textWidth(text, size) <= room) return text;
  let width = size;
  let fitting = '';
  for (const character of text) {
    width += characterWidth(character) * size;
    if (width > room) break;
    fitting += character;
  }
  return `${fitting.trimEnd()}…`;
}

/** As {@link fitText}, with the end kept: of a path it says the most. */
export function fitEnd(text: string, size: number, room: number): string {
  if (textWidth(text, size) <= room) return text;
  return `…${[...fitText([...text].reverse().join(''), size, room).slice(0, -1)].reverse().join('')}`;
}

function characterWidth(character: string): number {
  const known = byCharacter.get(character);
  if (known !== undefined) return known;
  const width = WIDTHS.find(([pattern]) => pattern.test(character))?.[1] ?? 0.57;
  byCharacter.set(character, width);
  return width;
}
