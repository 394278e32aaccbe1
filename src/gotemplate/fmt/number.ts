/** What the digits may make before a further one is too many. */
const TOO_LARGE = 1_000_000;

/** A number within a format, and where it ends. */
export interface ParsedNumber {
  readonly value: number | undefined;
  readonly end: number;
}

/**
 * Reads the decimal digits from `start` on.
 *
 * Go looks at the number before each further digit: once it exceeds a million, there is no number, and the
 * rest of the text up to `end` is taken with it.
 */
export function parseNumber(text: string, start: number, end: number): ParsedNumber {
  let value: number | undefined;
  for (let at = start; at < end; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return { value, end: at };
    if ((value ?? 0) > TOO_LARGE) return { value: undefined, end };
    value = (value ?? 0) * 10 + digit;
  }
  return { value, end: Math.max(start, end) };
}
