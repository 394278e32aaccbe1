/** What Go's `printf` prints where a format and its values do not fit, with the type of the value but not the value. */
const MARK =
  /%!(?:\((?:NOVERB|BADWIDTH|BADPREC)\)|\(EXTRA |.\((?:BADINDEX|MISSING|<nil>)\)|.\((?:bool|int|float64|complex128|string|\[\]interface \{\}|map\[string\]interface \{\})=)/su;

/**
 * The first mark of `printf` in a text, such as `%!d(string=...)`, `%!(EXTRA ...)` or `%!(NOVERB)`.
 *
 * A value within it is left out, since it may be a secret.
 */
export function printfMark(text: string): string | undefined {
  if (!text.includes('%!')) return undefined;
  const mark = MARK.exec(text)?.[0];
  return mark === undefined || mark.endsWith(')') ? mark : `${mark}...)`;
}
