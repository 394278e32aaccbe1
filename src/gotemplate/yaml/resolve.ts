import { goFloat } from './float.js';

const WORDS = new Map<string, boolean | null>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, null] => [word, null]),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word): [string, true] => [word, true]),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word): [string, false] => [word, false]),
]);

const SPECIAL_FLOATS = new Map([
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, number] => [word, Infinity]),
  ...['-.inf', '-.Inf', '-.INF'].map((word): [string, number] => [word, -Infinity]),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, number] => [word, NaN]),
]);

const DECIMAL = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/u;
/** go-yaml takes a sign behind `0b`, which Go itself does not. */
const SIGNED_BINARY = /^0b([-+][01]+)$/u;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/u;

const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;

/** What a plain word is, as Go resolves it. An integer beyond int64 is a kind of its own, because it cannot be a key. */
export type Resolved =
  | { readonly tag: 'null'; readonly value: null }
  | { readonly tag: 'bool'; readonly value: boolean }
  | { readonly tag: 'int' | 'uint' | 'float'; readonly value: number; readonly integer?: bigint }
  | { readonly tag: 'str'; readonly value: string };

/** How Go types a plain scalar. */
export function resolve(text: string): Resolved {
  if (!mayBeSpecial(text)) return { tag: 'str', value: text };
  const word = WORDS.get(text);
  if (word !== undefined) return word === null ? { tag: 'null', value: null } : { tag: 'bool', value: word };
  const special = SPECIAL_FLOATS.get(text);
  if (special !== undefined) return { tag: 'float', value: special };
  return resolveNumber(text) ?? { tag: 'str', value: text };
}

/** A short word, or one that starts as a number does. */
function mayBeSpecial(text: string): boolean {
  const first = text.charCodeAt(0);
  return text.length <= 5 || (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
}

function resolveNumber(text: string): Resolved | undefined {
  const first = text.charCodeAt(0);
  const digits = text.replaceAll('_', '');
  if (first === 0x2e) return DECIMAL.test(digits) ? finite(Number(digits)) : undefined;
  if (!/^[-+0-9]/u.test(text)) return undefined;
  const integer = parseInteger(digits);
  if (integer !== undefined && integer >= -MAX_INT64 - 1n) {
    if (integer <= MAX_INT64) return { tag: 'int', value: Number(integer), integer };
    // Go reads a plus sign only where the number is a signed one.
    if (integer <= MAX_UINT64 && !digits.startsWith('+')) return { tag: 'uint', value: Number(integer), integer };
  }
  return DECIMAL.test(digits) ? finite(Number(digits)) : undefined;
}

function finite(value: number): Resolved | undefined {
  return Number.isFinite(value) ? { tag: 'float', value } : undefined;
}

function parseInteger(digits: string): bigint | undefined {
  const match = INTEGER.exec(digits);
  if (!match) return signedBinary(digits);
  const [, sign, hex, binary, octal, decimal = '0'] = match;
  const magnitude = BigInt(prefixed('0x', hex) ?? prefixed('0b', binary) ?? prefixed('0o', octal) ?? decimal);
  return sign === '-' ? -magnitude : magnitude;
}

function signedBinary(digits: string): bigint | undefined {
  const [, signed] = SIGNED_BINARY.exec(digits) ?? [];
  if (signed === undefined) return undefined;
  const magnitude = BigInt(`0b${signed.slice(1)}`);
  return signed.startsWith('-') ? -magnitude : magnitude;
}

function prefixed(prefix: string, digits: string | undefined): string | undefined {
  return digits === undefined ? undefined : prefix + digits;
}

/** How Go types a plain scalar: the value alone. */
export function resolveScalar(text: string): string | number | boolean | null {
  return resolve(text).value;
}

/** The text that a value becomes as a key; undefined when Go refuses it. */
export function keyText(resolved: Resolved): string | undefined {
  if (resolved.tag === 'null' || resolved.tag === 'uint') return undefined;
  if (resolved.tag === 'int') return String(resolved.integer ?? resolved.value);
  return resolved.tag === 'float' ? float32Text(resolved.value) : String(resolved.value);
}

/** Go prints float keys with the fewest digits that a 32-bit float needs. */
function float32Text(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  const rounded = Math.fround(value);
  if (rounded === 0) return Object.is(rounded, -0) ? '-0' : '0';
  if (!Number.isFinite(rounded)) return rounded > 0 ? '.inf' : '-.inf';
  for (let precision = 1; precision < 10; precision += 1) {
    const shortest = Number(rounded.toExponential(precision - 1));
    if (Math.fround(shortest) === rounded) return goFloat(shortest);
  }
  return goFloat(rounded);
}
