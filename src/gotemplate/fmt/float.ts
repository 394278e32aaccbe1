import { goFloat } from '../yaml/float.js';
import { pad, type Flags } from './flags.js';

/** A float64 for one of the verbs `b e E f F g G x X`, and `v`. */
export function formatFloat(value: number, verb: string, flags: Flags): string {
  const lower = verb.toLowerCase();
  const text = digits(Math.abs(value), lower === 'v' ? 'g' : lower, flags);
  const shown = verb !== lower && verb !== 'F' ? text.toUpperCase() : text;
  const sign = signOf(value, flags);
  if (flags.zero && !flags.minus && Number.isFinite(value) && flags.width !== undefined) return sign + shown.padStart(flags.width - sign.length, '0');
  return pad(sign + shown, flags, false);
}

/** An infinity always has its sign. */
function signOf(value: number, { plus, space }: Flags): string {
  if (value < 0 || Object.is(value, -0)) return '-';
  if (plus) return '+';
  if (space) return ' ';
  return value === Infinity ? '+' : '';
}

function digits(value: number, verb: string, flags: Flags): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : 'Inf';
  switch (verb) {
    case 'e':
      return withPoint(exponent(roundedExponential(value, Math.min(flags.precision ?? 6, 100))), flags);
    case 'f':
      return withPoint(fixed(value, flags.precision ?? 6), flags);
    case 'b':
      return binaryExponent(value);
    case 'x':
      return hexadecimal(value, flags.precision);
    default:
      return shortest(value, flags);
  }
}

function withPoint(text: string, { sharp }: Flags): string {
  return sharp && !text.includes('.') ? text.replace(/e|$/u, '.$&') : text;
}

/** JavaScript's toFixed turns to exponents from 1e21 on; a float that large is a whole number. */
function fixed(value: number, precision: number): string {
  if (value < 1e21) return precision <= 100 ? roundedFixed(value, precision) : value.toFixed(100) + '0'.repeat(precision - 100);
  return BigInt(value).toString() + (precision > 0 ? `.${'0'.repeat(precision)}` : '');
}

/** Go rounds a tie to even, JavaScript upwards; only a tie's digits end in a single 5. */
function roundedFixed(value: number, precision: number): string {
  const exact = value.toFixed(100);
  const end = exact.indexOf('.') + 1 + precision;
  return isTieToEven(exact, end) ? exact.slice(0, precision === 0 ? end - 1 : end) : value.toFixed(precision);
}

function roundedExponential(value: number, precision: number): string {
  const [exact = '', power = '0'] = value.toExponential(100).split('e');
  const end = 2 + precision;
  return isTieToEven(exact, end) ? `${exact.slice(0, precision === 0 ? 1 : end)}e${power}` : value.toExponential(precision);
}

function isTieToEven(exact: string, end: number): boolean {
  const last = exact[end - 1] === '.' ? exact[end - 2] : exact[end - 1];
  return /^50*$/u.test(exact.slice(end)) && Number(last) % 2 === 0;
}

function exponent(text: string): string {
  return text.replace(/e([-+])(\d)$/u, 'e$10$2');
}

function shortest(value: number, { precision, sharp }: Flags): string {
  if (precision === undefined) return sharp ? sharpDigits(goFloat(value), 6) : goFloat(value);
  const wanted = Math.max(1, Math.min(precision, 100));
  if (value === 0) return sharp ? sharpDigits('0', wanted) : '0';
  const [mantissa = '', power = '0'] = roundedExponential(value, wanted - 1).split('e');
  const trimmed = mantissa.includes('.') ? mantissa.replace(/\.?0+$/u, '') : mantissa;
  const significant = trimmed.replace('.', '').length;
  const at = Number(power);
  // As in C, but for large integers that need all their digits: those are not written with an exponent.
  const limit = wanted > significant && significant >= at + 1 ? significant : wanted;
  const text = at < -4 || at >= limit ? exponent(`${trimmed}e${at < 0 ? '-' : '+'}${Math.abs(at)}`) : plainDigits(trimmed.replace('.', ''), at);
  return sharp ? sharpDigits(text, wanted) : text;
}

function plainDigits(significant: string, power: number): string {
  if (power < 0) return `0.${'0'.repeat(-power - 1)}${significant}`;
  const whole = significant.slice(0, power + 1).padEnd(power + 1, '0');
  const fraction = significant.slice(power + 1);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** With `#` trailing zeros stay: as many digits as the precision. */
function sharpDigits(text: string, precision: number): string {
  const [mantissa = '', tail = ''] = text.split('e');
  const significant = mantissa.replace('.', '').replace(/^0+/u, '').length;
  const zeros = '0'.repeat(Math.max(0, precision - Math.max(significant, mantissa === '0' ? 1 : 0)));
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.`}${zeros}${tail === '' ? '' : `e${tail}`}`;
}

function parts(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return biased === 0 ? { mantissa: fraction, exponent: -1074 } : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

function binaryExponent(value: number): string {
  const { mantissa, exponent: power } = parts(value);
  return `${mantissa}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}

function hexadecimal(value: number, precision: number | undefined): string {
  if (value === 0) return `0x0${precision === undefined || precision === 0 ? '' : `.${'0'.repeat(precision)}`}p+00`;
  let { mantissa, exponent: power } = parts(value);
  while (mantissa < 1n << 52n) {
    mantissa <<= 1n;
    power -= 1;
  }
  if (precision !== undefined && precision < 13) {
    const drop = BigInt(4 * (13 - precision));
    const half = 1n << (drop - 1n);
    const rest = mantissa & ((1n << drop) - 1n);
    mantissa >>= drop;
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa += 1n;
    mantissa <<= drop;
    if (mantissa >= 1n << 53n) {
      mantissa >>= 1n;
      power += 1;
    }
  }
  const hex = (mantissa & 0xfffffffffffffn).toString(16).padStart(13, '0');
  const fraction = precision === undefined ? hex.replace(/0+$/u, '') : hex.slice(0, precision).padEnd(precision, '0');
  const binary = power + 52;
  return `0x1${fraction === '' ? '' : `.${fraction}`}p${binary < 0 ? '-' : '+'}${String(Math.abs(binary)).padStart(2, '0')}`;
}
