/** A float64 in binary: mantissa × 2^exponent. */
export interface Binary {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** A number in decimal: 0.digits × 10^point. Zero has no digits. */
export interface Decimal {
  readonly digits: string;
  readonly point: number;
}

export function binaryOf(value: number): Binary {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return biased === 0 ? { mantissa: fraction, exponent: -1074 } : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

/** All digits of a finite float64 that is not negative. */
export function decimalOf(value: number): Decimal {
  if (value === 0) return { digits: '', point: 0 };
  const { mantissa, exponent } = binaryOf(value);
  const whole = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
  const digits = whole.toString();
  return { digits: withoutZeros(digits), point: digits.length + Math.min(exponent, 0) };
}

/** The first `count` digits. A tie goes to the even digit, as in Go; JavaScript rounds it up. */
export function round({ digits, point }: Decimal, count: number): Decimal {
  if (count < 0) return { digits: '', point: 0 };
  if (count >= digits.length) return { digits, point };
  const head = digits.slice(0, count);
  const tail = digits.slice(count);
  const odd = Number(head.at(-1) ?? '0') % 2 === 1;
  if (tail < '5' || (tail === '5' && !odd)) return { digits: withoutZeros(head), point };
  const next = (BigInt(head) + 1n).toString();
  return { digits: withoutZeros(next), point: next.length > head.length ? point + 1 : point };
}

function withoutZeros(digits: string): string {
  return digits.replace(/0+$/u, '');
}
