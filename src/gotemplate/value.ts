/** A Go complex128; only literals make one. */
export class Complex {
  readonly real: number;
  readonly imaginary: number;

  constructor(real: number, imaginary: number) {
    this.real = real;
    this.imaginary = imaginary;
  }
}

/** A map as Go's `map[string]interface{}`. */
export type GoMap = Readonly<Record<string, unknown>>;

/** What a template works with: `undefined` is no value at all, `null` a nil within data. */
export type Kind = 'invalid' | 'nil' | 'bool' | 'int' | 'float64' | 'complex' | 'string' | 'list' | 'map';

export function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case 'undefined':
      return 'invalid';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float64';
    case 'string':
      return 'string';
    default:
      if (value === null) return 'nil';
      if (Array.isArray(value)) return 'list';
      return value instanceof Complex ? 'complex' : 'map';
  }
}

/** The name of a value's Go type. */
export function typeName(value: unknown): string {
  switch (kindOf(value)) {
    case 'bool':
      return 'bool';
    case 'int':
      return 'int';
    case 'float64':
      return 'float64';
    case 'complex':
      return 'complex128';
    case 'string':
      return 'string';
    case 'list':
      return '[]interface {}';
    case 'map':
      return 'map[string]interface {}';
    default:
      return '<nil>';
  }
}

/** Keys in the order in which Go walks and prints a map: by code point. */
export function sortedKeys(map: GoMap): readonly string[] {
  return Object.keys(map).sort(compareCodePoints);
}

/** By code point, which UTF-16 order is not above U+FFFF. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    const leftSurrogate = left >= 0xd800 && left <= 0xdfff;
    const rightSurrogate = right >= 0xd800 && right <= 0xdfff;
    if (leftSurrogate !== rightSurrogate) return leftSurrogate ? (right >= 0xe000 ? 1 : left - right) : left >= 0xe000 ? -1 : left - right;
    return left - right;
  }
  return a.length - b.length;
}

/** Whether a value counts as true in `if`: not zero, not empty, not nil. */
export function isTrue(value: unknown): boolean {
  switch (kindOf(value)) {
    case 'list':
      return (value as readonly unknown[]).length > 0;
    case 'map':
      return Object.keys(value as GoMap).length > 0;
    case 'complex':
      return (value as Complex).real !== 0 || (value as Complex).imaginary !== 0;
    // NaN is not zero.
    case 'float64':
      return value !== 0;
    default:
      return Boolean(value);
  }
}

/** What a function complains about; the executor adds the place. */
export class FunctionError extends Error {}
