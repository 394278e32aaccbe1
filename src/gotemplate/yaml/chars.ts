/** Characters as YAML 1.1 sorts them; a position past the end of the text reads as the empty string. */

export function isBreak(character: string): boolean {
  return character === '\n' || character === '\r' || character === '\u0085' || character === '\u2028' || character === '\u2029';
}

/** A blank: space or tab. */
export function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}

/** A line break or the end of the text. */
export function isBreakOrEnd(character: string): boolean {
  return character === '' || isBreak(character);
}

/** A blank, a line break or the end of the text. */
export function isSpaceOrEnd(character: string): boolean {
  return isBlank(character) || isBreakOrEnd(character);
}

/** Length of the line break at an offset: 2 for CR LF. */
export function breakLength(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
}

/** How a line break at an offset reads: CR, LF, CR LF and NEL as LF, the Unicode separators as themselves. */
export function readBreak(text: string, at: number): string {
  const character = text[at] ?? '';
  return character === '\u2028' || character === '\u2029' ? character : '\n';
}

/** What no YAML text may hold anywhere. */
export const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
