/**
 * The order in which Go prints keys: punctuation before digits before letters, runs of digits by their value, letters
 * by code point.
 */
export function compareKeys(left: string, right: string): number {
  if (left === right) return 0;
  return comesFirst(left, right) ? -1 : 1;
}

function comesFirst(left: string, right: string): boolean {
  let index = 0;
  while (index < left.length && left.charCodeAt(index) === right.charCodeAt(index)) index += 1;
  // Within a character of two units.
  if (isTrailing(left, index) || isTrailing(right, index)) index -= 1;
  if (index >= left.length || index >= right.length) return left.length < right.length;
  const [a, b] = [charAt(left, index), charAt(right, index)];
  const [aLetter, bLetter] = [isLetter(a), isLetter(b)];
  if (aLetter && bLetter) return codePoint(a) < codePoint(b);
  if (aLetter || bLetter) return bLetter;
  return compareRuns(Array.from(left.slice(index)), Array.from(right.slice(index)), hasNonZeroBefore(left, index));
}

function compareRuns(left: readonly string[], right: readonly string[], inNumber: boolean): boolean {
  // A zero counts only behind a digit that is none.
  const significant = (left[0] === '0' || right[0] === '0') && inNumber;
  const a = run(left, significant);
  const b = run(right, significant);
  if (a.value !== b.value) return a.value < b.value;
  if (a.length !== b.length) return a.length < b.length;
  return codePoint(left[0] ?? '') < codePoint(right[0] ?? '');
}

/** Whether the digits in front of an index hold another one than zero. */
function hasNonZeroBefore(text: string, index: number): boolean {
  for (let before = charBefore(text, index); isDigit(before); before = charBefore(text, index)) {
    if (before !== '0') return true;
    index -= before.length;
  }
  return false;
}

function charAt(text: string, index: number): string {
  return String.fromCodePoint(text.codePointAt(index) ?? 0);
}

function charBefore(text: string, index: number): string {
  return index === 0 ? '' : charAt(text, isTrailing(text, index - 1) ? index - 2 : index - 1);
}

function isTrailing(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xdc00;
}

/** The value of the digits that a text starts with, in an int64 that wraps as Go's does. */
function run(text: readonly string[], significant: boolean): { readonly value: bigint; readonly length: number } {
  let value = significant ? 1n : 0n;
  let length = 0;
  for (; isDigit(text[length] ?? ''); length += 1) value = BigInt.asIntN(64, value * 10n + BigInt(codePoint(text[length] ?? '') - 0x30));
  return { value, length };
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
