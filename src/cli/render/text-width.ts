/** Control characters would move the cursor or colour the terminal; they are shown as what they are. */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** Columns that a text takes; East Asian characters and emoji take two. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text)
    width += /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u.test(character)
      ? 2
      : 1;
  return width;
}

/** The text in so many columns: cut with an ellipsis, or filled with blanks. */
export function fit(text: string, width: number): string {
  const length = columns(text);
  if (length <= width) return text + ' '.repeat(width - length);
  let cut = '';
  for (const character of text) {
    if (columns(cut + character) > width - 1) break;
    cut += character;
  }
  return `${cut}…${' '.repeat(Math.max(0, width - 1 - columns(cut)))}`;
}
