import type { NumberLiteral } from './nodes.js';

const INT64 = 2n ** 63n;

/** The value of a Go string literal in double quotes; undefined when it is none. */
export function unquote(source: string): string | undefined {
  return unescape(source.slice(1, -1), '"');
}

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

function unescape(body: string, quote: string): string | undefined {
  if (!body.includes('\\')) return body;
  const bytes: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    if (body[at] !== '\\') {
      const next = body.indexOf('\\', at);
      const end = next === -1 ? body.length : next;
      bytes.push(Buffer.from(body.slice(at, end)));
      at = end;
      continue;
    }
    const escape = readEscape(body, at + 1, quote);
    if (!escape) return undefined;
    bytes.push(escape.bytes);
    at = escape.end;
  }
  return Buffer.concat(bytes).toString('utf8');
}

function readEscape(body: string, at: number, quote: string): { readonly bytes: Buffer; readonly end: number } | undefined {
  const letter = body[at] ?? '';
  const simple = letter === quote ? quote.charCodeAt(0) : SIMPLE[letter];
  if (simple !== undefined) return { bytes: Buffer.from([simple]), end: at + 1 };
  const octal = /^[0-7]{3}/u.exec(body.slice(at, at + 3));
  if (octal) {
    const code = Number.parseInt(octal[0], 8);
    return code > 255 ? undefined : { bytes: Buffer.from([code]), end: at + 3 };
  }
  const digits = { x: 2, u: 4, U: 8 }[letter];
  if (digits === undefined) return undefined;
  const hex = body.slice(at + 1, at + 1 + digits);
  if (hex.length < digits || !/^[0-9a-fA-F]+$/u.test(hex)) return undefined;
  const code = Number.parseInt(hex, 16);
  if (letter === 'x') return { bytes: Buffer.from([code]), end: at + 3 };
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined;
  return { bytes: Buffer.from(String.fromCodePoint(code)), end: at + 1 + digits };
}

/** The code point of a Go character literal; undefined when it is none. */
export function unquoteRune(source: string): bigint | undefined {
  const body = source.slice(1, -1);
  const escape = body.startsWith('\\') ? readEscape(body, 1, "'") : undefined;
  if (body.startsWith('\\')) {
    if (!escape || escape.end !== body.length) return undefined;
    const [kind = ''] = body.slice(1);
    if (kind === 'x' || /[0-7]/u.test(kind)) return BigInt(escape.bytes[0] ?? 0);
    return BigInt(escape.bytes.toString('utf8').codePointAt(0) ?? 0);
  }
  const characters = [...body];
  return characters.length === 1 && body !== "'" ? BigInt(body.codePointAt(0) ?? 0) : undefined;
}

/** A number as Go reads it; a message when it is none. */
export function parseNumber(text: string): NumberLiteral | { readonly error: string } {
  if (text.endsWith('i')) return parseComplex(text);
  const int = parseInt64(text);
  if (int !== undefined) {
    if (int >= INT64 * 2n || int < -INT64) return { error: `integer overflow: ${JSON.stringify(text)}` };
    return { text, int: int < INT64 ? int : undefined, float: Number(int), isFloat: false, imaginary: undefined };
  }
  const float = parseFloat64(text);
  if (float === undefined) return { error: `illegal number syntax: ${JSON.stringify(text)}` };
  if (!/[.eEpP]/u.test(text)) return { error: `integer overflow: ${JSON.stringify(text)}` };
  const whole = Number.isInteger(float) && Math.abs(float) < Number(INT64) ? BigInt(float) : undefined;
  return { text, int: whole, float, isFloat: !/^[-+]?0[xX][^pP]*$/u.test(text), imaginary: undefined };
}

function parseComplex(text: string): NumberLiteral | { readonly error: string } {
  const split = /^(?:(.*[^eEpP])(?=[-+]))?([-+]?[^-+]+(?:[eEpP][-+][^-+]*)?)i$/u.exec(text);
  const real = split?.[1] === undefined || split[1] === '' ? 0 : parseFloat64(split[1]);
  const imaginary = parseFloat64(split?.[2] ?? '');
  if (real === undefined || imaginary === undefined) return { error: `illegal number syntax: ${JSON.stringify(text)}` };
  if (imaginary !== 0) return { text, int: undefined, float: real, isFloat: false, imaginary };
  return { text, int: Number.isInteger(real) ? BigInt(real) : undefined, float: real, isFloat: false, imaginary };
}

function parseInt64(text: string): bigint | undefined {
  const match =
    /^([-+]?)(0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0[bB]_?[01]+(?:_[01]+)*|0[oO]_?[0-7]+(?:_[0-7]+)*|0(?:_?[0-7]+)*|[1-9][0-9]*(?:_[0-9]+)*)$/u.exec(
      text,
    );
  if (!match) return undefined;
  const [, sign, digits = ''] = match;
  const plain = digits.replaceAll('_', '');
  const magnitude = BigInt(/^0[0-7]/u.test(plain) ? `0o${plain.slice(1)}` : plain);
  return sign === '-' ? -magnitude : magnitude;
}

function parseFloat64(text: string): number | undefined {
  const hex = /^([-+]?)0[xX]_?([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)?(?:\.([0-9a-fA-F]+)?)?[pP]([-+]?[0-9]+)$/u.exec(text);
  if (hex) {
    const [, sign, whole = '', fraction = '', exponent = '0'] = hex;
    if (whole === '' && fraction === '') return undefined;
    const value = Number(BigInt(`0x${whole.replaceAll('_', '')}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
    return Number.isFinite(value) ? (sign === '-' ? -value : value) : undefined;
  }
  if (!/^[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9_]+)?$/u.test(text) || /__|_$|_\.|\._/u.test(text)) return undefined;
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : undefined;
}
