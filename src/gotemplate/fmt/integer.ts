import { isPrint } from '../functions/escape.js';
import { pad, type Flags } from './flags.js';

/** An integer in a base; with `0` the zeros stand between the sign and the digits. */
export function formatInteger(
  value: bigint,
  base: 2 | 8 | 10 | 16,
  flags: Flags,
  options: { readonly upper?: boolean; readonly verb?: string } = {},
): string {
  const { precision } = flags;
  if (precision === 0 && value === 0n) return pad('', { ...flags, zero: false });
  const negative = value < 0n;
  let digits = (negative ? -value : value).toString(base);
  if (options.upper === true) digits = digits.toUpperCase();
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  else if (flags.zero && !flags.minus && flags.width !== undefined) digits = digits.padStart(flags.width - (sign === '' ? 0 : 1), '0');
  return pad(sign + prefix(base, digits, flags, options) + digits, flags, false);
}

function prefix(
  base: number,
  digits: string,
  { sharp }: Flags,
  { upper, verb }: { readonly upper?: boolean; readonly verb?: string },
): string {
  if (verb === 'O') return sharp && !digits.startsWith('0') ? '0o0' : '0o';
  if (!sharp) return '';
  if (base === 2) return '0b';
  if (base === 8) return digits.startsWith('0') ? '' : '0';
  if (base === 16) return upper === true ? '0X' : '0x';
  return '';
}

/** `U+0041`, with `#` also the character. */
export function formatUnicode(value: bigint, flags: Flags): string {
  const digits = BigInt.asUintN(64, value)
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(4, flags.precision ?? 4), '0');
  const shown = flags.sharp && value >= 0n && value <= 0x10ffffn && isPrint(String.fromCodePoint(Number(value)));
  return pad(`U+${digits}${shown ? ` '${String.fromCodePoint(Number(value))}'` : ''}`, flags, false);
}

/** The character of a code point; what is none becomes U+FFFD. */
export function characterOf(value: bigint): string {
  if (value < 0n || value > 0x10ffffn || (value >= 0xd800n && value < 0xe000n)) return '\ufffd';
  return String.fromCodePoint(Number(value));
}
