import { goFloat } from '../yaml/float.js';
import type { Complex } from '../value.js';
import { kindOf, sortedKeys, type GoMap } from '../value.js';

/** A value as Go's `%v` prints it. */
export function printValue(value: unknown): string {
  switch (kindOf(value)) {
    case 'invalid':
    case 'nil':
      return '<nil>';
    case 'float64':
      return goFloat(value as number);
    case 'complex':
      return printComplex(value as Complex);
    case 'list':
      return `[${(value as readonly unknown[]).map(printValue).join(' ')}]`;
    case 'map':
      return `map[${sortedKeys(value as GoMap)
        .map((key) => `${key}:${printValue((value as GoMap)[key])}`)
        .join(' ')}]`;
    default:
      return String(value);
  }
}

function printComplex({ real, imaginary }: Complex): string {
  const part = goFloat(imaginary);
  return `(${goFloat(real)}${/^[-+]/u.test(part) ? '' : '+'}${part}i)`;
}

/** Go's `fmt.Sprint`: a space between two operands when neither is a string. */
export function print(values: readonly unknown[]): string {
  return values
    .map((value, index) => {
      const spaced = index > 0 && typeof value !== 'string' && typeof values[index - 1] !== 'string';
      return `${spaced ? ' ' : ''}${printValue(value)}`;
    })
    .join('');
}

/** Go's `fmt.Sprintln`: a space between all operands, and a line break at the end. */
export function printLine(values: readonly unknown[]): string {
  return `${values.map(printValue).join(' ')}\n`;
}
