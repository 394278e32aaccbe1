import { FunctionError, kindOf, typeName, type GoMap } from '../value.js';
import type { GoFunction } from './signature.js';

function length(value: unknown): bigint {
  switch (kindOf(value)) {
    case 'string':
      return BigInt(Buffer.byteLength(value as string));
    case 'list':
      return BigInt((value as readonly unknown[]).length);
    case 'map':
      return BigInt(Object.keys(value as GoMap).length);
    case 'invalid':
    case 'nil':
      throw new FunctionError('len of nil pointer');
    default:
      throw new FunctionError(`len of type ${typeName(value)}`);
  }
}

function index(container: unknown, keys: readonly unknown[]): unknown {
  let item = container;
  if (item === undefined || item === null) throw new FunctionError('index of untyped nil');
  for (const key of keys) {
    if (item === null || item === undefined) throw new FunctionError('index of nil pointer');
    item = element(item, key);
  }
  return item;
}

function element(item: unknown, key: unknown): unknown {
  switch (kindOf(item)) {
    case 'map':
      if (key === null || key === undefined) throw new FunctionError('value is nil; should be of type string');
      if (typeof key !== 'string') throw new FunctionError(`value has type ${typeName(key)}; should be string`);
      return Object.hasOwn(item as GoMap, key) ? (item as GoMap)[key] : undefined;
    case 'list':
      return (item as readonly unknown[])[position(key, (item as readonly unknown[]).length, false)];
    case 'string': {
      const bytes = Buffer.from(item as string);
      return BigInt(bytes[position(key, bytes.length, false)] ?? 0);
    }
    default:
      throw new FunctionError(`can't index item of type ${typeName(item)}`);
  }
}

function position(key: unknown, size: number, slicing: boolean): number {
  if (key === undefined || key === null) throw new FunctionError('cannot index slice/array with nil');
  if (typeof key !== 'bigint') throw new FunctionError(`cannot index slice/array with type ${typeName(key)}`);
  if (key < 0n || key > BigInt(size) || (!slicing && key === BigInt(size))) throw new FunctionError(`index out of range: ${key}`);
  return Number(key);
}

function slice(item: unknown, bounds: readonly unknown[]): unknown {
  if (item === undefined || item === null) throw new FunctionError('slice of untyped nil');
  if (bounds.length > 3) throw new FunctionError(`too many slice indexes: ${bounds.length}`);
  if (typeof item !== 'string' && !Array.isArray(item)) throw new FunctionError(`can't slice item of type ${typeName(item)}`);
  if (typeof item === 'string' && bounds.length === 3) throw new FunctionError('cannot 3-index slice a string');
  const bytes = typeof item === 'string' ? Buffer.from(item) : (item as readonly unknown[]);
  const [from = 0, to = bytes.length, cap = bytes.length] = bounds.map((bound) => position(bound, bytes.length, true));
  if (from > to) throw new FunctionError(`invalid slice index: ${from} > ${to}`);
  if (to > cap) throw new FunctionError(`invalid slice index: ${to} > ${cap}`);
  return Buffer.isBuffer(bytes) ? bytes.subarray(from, to).toString('utf8') : bytes.slice(from, to);
}

function call(target: unknown): never {
  if (target === undefined || target === null) throw new FunctionError('call of nil');
  throw new FunctionError(`non-function of type ${typeName(target)}`);
}

/** `len`, `index`, `slice`, and `call`, for which JSON has no function. Strings count in bytes. */
export const COLLECTIONS: Readonly<Record<string, GoFunction>> = {
  len: { parameters: ['value'], call: (value) => length(value) },
  index: { parameters: ['value'], rest: 'value', call: (item, ...keys) => index(item, keys) },
  slice: { parameters: ['value'], rest: 'value', call: (item, ...bounds) => slice(item, bounds) },
  call: { parameters: ['value'], rest: 'value', call: (target) => call(target) },
};
