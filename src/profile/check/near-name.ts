import { closest, distance } from 'fastest-levenshtein';

/** The name that a misspelt one is likely meant to be; undefined when none is near. */
export function nearName(written: string, known: readonly string[]): string | undefined {
  const [first, ...others] = known;
  if (first === undefined) return undefined;
  const near = closest(written, [first, ...others]);
  return distance(written, near) <= Math.max(1, written.length / 3) ? near : undefined;
}
