/**
 * The order in which Go prints keys: punctuation before digits before letters, runs of digits by their value, letters
 * by code point.
 */
export function compareKeys(left: string, right: string): number {
  if (left === right) return 0;
  return comesFirst([...left], [...right]) ? -1 : 1;
}

function comesFirst(left: readonly string[], right: readonly string[]): boolean {
  let inDigits = false;
  for (let index = 0; index < left.length && index < right.length; index += 1) {
    const a = left[index] ?? '';
    const b = right[index] ?? '';
    if (a === b) {
      inDigits = isDigit(a);
      continue;
    }
    const aLetter = isLetter(a);
    const bLetter = isLetter(b);
    if (aLetter && bLetter) return codePoint(a) < codePoint(b);
    // A number that goes on is longer than one that a letter ends.
    if (aLetter || bLetter) return inDigits ? aLetter : bLetter;
    return compareRuns(left, right, index);
  }
  return left.length < right.length;
}

function compareRuns(left: readonly string[], right: readonly string[], index: number): boolean {
  // A zero counts only behind a digit that is none.
  const significant = (left[index] === '0' || right[index] === '0') && hasNonZeroBefore(left, index);
  const a = run(left, index, significant);
  const b = run(right, index, significant);
  if (a.value !== b.value) return a.value < b.value;
  if (a.length !== b.length) return a.length < b.length;
  return codePoint(left[index] ?? '') < codePoint(right[index] ?? '');
}

function hasNonZeroBefore(text: readonly string[], index: number): boolean {
  for (let at = index - 1; at >= 0 && isDigit(text[at] ?? ''); at -= 1) if (text[at] !== '0') return true;
  return false;
}

function run(text: readonly string[], from: number, significant: boolean): { readonly value: bigint; readonly length: number } {
  let at = from;
  while (at < text.length && isDigit(text[at] ?? '')) at += 1;
  const digits = text.slice(from, at).filter((digit) => /[0-9]/u.test(digit)).join('');
  return { value: BigInt.asIntN(64, BigInt(`${significant ? '1' : ''}${digits === '' && !significant ? '0' : digits}`)), length: at - from };
}

function isDigit(character: string): boolean {
  return /^\p{Nd}$/u.test(character);
}

function isLetter(character: string): boolean {
  return /^\p{L}$/u.test(character);
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
