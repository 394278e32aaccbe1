import { compareCodePoints, Complex, FunctionError, kindOf, type Kind } from '../value.js';
import type { GoFunction } from './signature.js';

const INCOMPATIBLE = 'incompatible types for comparison';

const BASIC = new Set<Kind>(['bool', 'int', 'float64', 'complex', 'string']);

function equalTo(first: unknown, others: readonly unknown[]): boolean {
  const kind = kindOf(first);
  if (others.length === 0) throw new FunctionError('missing argument for comparison');
  for (const other of others) {
    const otherKind = kindOf(other);
    if (isNone(kind) || isNone(otherKind)) {
      if (isNone(kind) && isNone(otherKind)) return true;
      continue;
    }
    for (const each of [kind, otherKind]) if (!BASIC.has(each)) throw new FunctionError(`non-comparable type ${each}`);
    if (kind !== otherKind) throw new FunctionError(`${INCOMPATIBLE}: ${kind} and ${otherKind}`);
    if (same(first, other)) return true;
  }
  return false;
}

function isNone(kind: Kind): boolean {
  return kind === 'invalid' || kind === 'nil';
}

function same(a: unknown, b: unknown): boolean {
  return a instanceof Complex && b instanceof Complex ? a.real === b.real && a.imaginary === b.imaginary : a === b;
}

function lessThan(a: unknown, b: unknown): boolean {
  const [kind, other] = [basicKind(a), basicKind(b)];
  if (kind !== other) throw new FunctionError(`${INCOMPATIBLE}: ${kind} and ${other}`);
  if (kind === 'bool' || kind === 'complex') throw new FunctionError('invalid type for comparison');
  return typeof a === 'string' ? compareCodePoints(a, String(b)) < 0 : (a as number) < (b as number);
}

function basicKind(value: unknown): Kind {
  const kind = kindOf(value);
  if (!BASIC.has(kind)) throw new FunctionError('invalid type for comparison');
  return kind;
}

function notGreater(a: unknown, b: unknown): boolean {
  return lessThan(a, b) || equalTo(a, [b]);
}

function binary(call: (a: unknown, b: unknown) => boolean): GoFunction {
  return { parameters: ['value', 'value'], call: (...args) => call(args[0], args[1]) };
}

/** `eq`, which compares with any of several, and the other comparisons. Types must be equal; Go converts nothing. */
export const COMPARISONS: Readonly<Record<string, GoFunction>> = {
  eq: { parameters: ['value'], rest: 'value', call: (first, ...others) => equalTo(first, others) },
  ne: binary((a, b) => !equalTo(a, [b])),
  lt: binary(lessThan),
  le: binary(notGreater),
  gt: binary((a, b) => !notGreater(a, b)),
  ge: binary((a, b) => !lessThan(a, b)),
};
