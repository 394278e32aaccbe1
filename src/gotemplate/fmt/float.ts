import { goFloat } from '../yaml/float.js';
import { binaryOf, decimalOf, round, type Decimal } from './decimal.js';
import { pad, type Flags } from './flags.js';

/** A float64 for one of the verbs `b e E f F g G x X`, and `v`. */
export function formatFloat(value: number, verb: string, flags: Flags): string {
  const sign = signOf(value, flags);
  if (!Number.isFinite(value)) return pad(sign + (Number.isNaN(value) ? 'NaN' : 'Inf'), flags, false);
  const text = textOf(Math.abs(value), verb, flags);
  if (flags.zero && !flags.minus && flags.width !== undefined) return sign + text.padStart(flags.width - sign.length, '0');
  return pad(sign + text, flags, false);
}

/** An infinity always has its sign. */
function signOf(value: number, { plus, space }: Flags): string {
  if (value < 0 || Object.is(value, -0)) return '-';
  if (plus) return '+';
  if (space) return ' ';
  return value === Infinity ? '+' : '';
}

function textOf(value: number, verb: string, flags: Flags): string {
  const lower = verb.toLowerCase();
  const plain = digitsOf(value, lower, flags.precision);
  const text = flags.sharp && lower !== 'b' ? keepZeros(plain, verb, flags.precision) : plain;
  return verb === lower || verb === 'F' ? text : text.toUpperCase();
}

function digitsOf(value: number, verb: string, precision: number | undefined): string {
  switch (verb) {
    case 'e':
      return scientific(round(decimalOf(value), (precision ?? 6) + 1), precision ?? 6);
    case 'f':
      return fixed(decimalOf(value), precision ?? 6);
    case 'b':
      return binaryExponent(value);
    case 'x':
      return hexadecimal(value, precision);
    default:
      return precision === undefined ? goFloat(value) : general(decimalOf(value), Math.max(1, precision));
  }
}

function fixed(exact: Decimal, precision: number): string {
  const { digits, point } = round(exact, exact.point + precision);
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (precision === 0) return whole;
  const fraction = '0'.repeat(Math.max(0, Math.min(precision, -point))) + digits.slice(Math.max(0, point));
  return `${whole}.${fraction.padEnd(precision, '0')}`;
}

function scientific({ digits, point }: Decimal, precision: number): string {
  const power = digits === '' ? 0 : point - 1;
  const fraction = precision === 0 ? '' : `.${digits.slice(1).padEnd(precision, '0')}`;
  return `${digits[0] ?? '0'}${fraction}e${power < 0 ? '-' : '+'}${twoDigits(power)}`;
}

/** `%g`: with an exponent where that is below -4 or beyond the precision, and without zeros at the end. */
function general(exact: Decimal, precision: number): string {
  const rounded = round(exact, precision);
  const { digits, point } = rounded;
  // As in C, but for large integers that need all their digits: those are not written with an exponent.
  const limit = precision > digits.length && digits.length >= point ? digits.length : precision;
  const power = point - 1;
  if (power < -4 || (digits !== '' && power >= limit)) return scientific(rounded, digits.length - 1);
  return fixed(rounded, Math.max(0, digits.length - point));
}

/** With `#` a point always stands, and `g`, `v` and `x` have as many digits as the precision. */
function keepZeros(text: string, verb: string, precision: number | undefined): string {
  const at = text.search(/p/u.test(text) ? /p/u : /e/u);
  const mantissa = at === -1 ? text : text.slice(0, at);
  const wanted = 'vgGx'.includes(verb) ? (precision ?? 6) : 0;
  const present = mantissa === '0' ? 1 : mantissa.replace('.', '').replace(/^0+/u, '').length;
  const point = mantissa.includes('.') ? '' : '.';
  return mantissa + point + '0'.repeat(Math.max(0, wanted - present)) + text.slice(mantissa.length);
}

function twoDigits(power: number): string {
  return String(Math.abs(power)).padStart(2, '0');
}

function binaryExponent(value: number): string {
  const { mantissa, exponent } = binaryOf(value);
  return `${mantissa}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

function hexadecimal(value: number, precision: number | undefined): string {
  if (value === 0) return `0x0${precision === undefined || precision === 0 ? '' : `.${'0'.repeat(precision)}`}p+00`;
  let { mantissa, exponent } = binaryOf(value);
  while (mantissa < 1n << 52n) {
    mantissa <<= 1n;
    exponent -= 1;
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
      exponent += 1;
    }
  }
  const hex = (mantissa & 0xfffffffffffffn).toString(16).padStart(13, '0');
  const fraction = precision === undefined ? hex.replace(/0+$/u, '') : hex.slice(0, precision).padEnd(precision, '0');
  const power = exponent + 52;
  return `0x1${fraction === '' ? '' : `.${fraction}`}p${power < 0 ? '-' : '+'}${twoDigits(power)}`;
}
