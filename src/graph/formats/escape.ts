/** A text within XML or HTML, as content or as the value of an attribute in quotes. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`).replace(UNPRINTABLE, '\uFFFD');
}

/** Data within a script element: nothing in it can end the element, or start a comment that does. */
export function escapeJson(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

/** XML has no characters for these. */
const UNPRINTABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu;
