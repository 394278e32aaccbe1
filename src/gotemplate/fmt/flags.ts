/** The flags, width and precision of one verb. */
export interface Flags {
  plus: boolean;
  minus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** `%#v`: values as Go source. The verb `v` takes this in place of `sharp`. */
  goSyntax: boolean;
  width: number | undefined;
  precision: number | undefined;
}

export function noFlags(): Flags {
  return { plus: false, minus: false, sharp: false, space: false, zero: false, goSyntax: false, width: undefined, precision: undefined };
}

/** Brings a text to the width; columns are code points. */
export function pad(text: string, flags: Flags, zero = flags.zero): string {
  const missing = (flags.width ?? 0) - [...text].length;
  if (missing <= 0) return text;
  if (flags.minus) return text + ' '.repeat(missing);
  return (zero ? '0' : ' ').repeat(missing) + text;
}

/** The first characters of a text, where a precision limits it. */
export function cut(text: string, { precision }: Flags): string {
  return precision === undefined ? text : [...text].slice(0, precision).join('');
}
