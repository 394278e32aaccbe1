import { printf } from '../fmt/printf.js';
import { print, printLine } from '../fmt/print.js';
import { FunctionError, isTrue } from '../value.js';
import { toYaml } from '../yaml/index.js';
import { COLLECTIONS } from './collections.js';
import { COMPARISONS } from './compare.js';
import { ESCAPERS } from './escape.js';
import type { FunctionMap, GoFunction } from './signature.js';

/** Go's own `and` and `or` stop at the argument that decides, and yield it. */
const LOGIC: Readonly<Record<string, GoFunction>> = {
  and: { parameters: ['value'], rest: 'value', shortCircuit: 'and', call: (...args) => args.at(-1) },
  or: { parameters: ['value'], rest: 'value', shortCircuit: 'or', call: (...args) => args.at(-1) },
  not: { parameters: ['value'], call: (value) => !isTrue(value) },
};

const PRINTERS: Readonly<Record<string, GoFunction>> = {
  print: { parameters: [], rest: 'any', call: (...args) => print(args) },
  println: { parameters: [], rest: 'any', call: (...args) => printLine(args) },
  printf: { parameters: ['string'], rest: 'any', call: (format, ...args) => printf(String(format), args) },
};

/** Empty is nil, false, zero, and an empty text, list or map. */
function isEmpty(value: unknown): boolean {
  return !isTrue(value);
}

function spaces(width: unknown): string {
  if (typeof width !== 'bigint' || width < 0n) throw new FunctionError('strings: negative Repeat count');
  if (width > 100_000n) throw new FunctionError(`an indentation of ${width} is too wide`);
  return ' '.repeat(Number(width));
}

/** Drops blank lines at both ends, indents the others, and stands between two line breaks. */
function nindent(width: unknown, text: string): string {
  if (text === '') return '';
  const lines = text.replace(/\n+$/u, '').split('\n');
  while (lines.length > 0 && lines[0]?.trim() === '') lines.shift();
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  const indent = spaces(width);
  if (lines.length === 0) return '';
  return `\n${lines.map((line) => (line.trim() === '' ? line : indent + line)).join('\n')}\n`;
}

function indent(width: unknown, text: string): string {
  const lead = spaces(width);
  return text
    .split('\n')
    .map((line) => (line === '' ? line : lead + line))
    .join('\n');
}

/** What profiles may use beside the builtins, three of which it replaces: all arguments are evaluated. */
const PROFILE: Readonly<Record<string, GoFunction>> = {
  default: { parameters: ['any', 'any'], call: (fallback, value) => (isEmpty(value) ? fallback : value) },
  toYaml: { parameters: ['any'], call: (value) => yaml(value) },
  nindent: { parameters: ['int', 'string'], call: (width, text) => nindent(width, String(text)) },
  or: { parameters: ['any', 'any'], call: (a, b) => (isEmpty(a) ? b : a) },
  and: { parameters: ['any', 'any'], call: (a, b) => !isEmpty(a) && !isEmpty(b) },
  not: { parameters: ['any'], call: (value) => isEmpty(value) },
};

function yaml(value: unknown): string {
  try {
    return toYaml(value ?? null);
  } catch (error) {
    throw new FunctionError(error instanceof Error ? error.message : String(error));
  }
}

const BUILTINS = { ...LOGIC, ...COMPARISONS, ...COLLECTIONS, ...ESCAPERS, ...PRINTERS };

/** The function maps of the reference: for profiles, and for manifests. */
export const FUNCTION_MAPS: Readonly<Record<'profile' | 'manifest', FunctionMap>> = {
  profile: new Map(Object.entries({ ...BUILTINS, ...PROFILE })),
  manifest: new Map(
    Object.entries({
      ...BUILTINS,
      indent: { parameters: ['int', 'string'], call: (width: unknown, text: unknown) => indent(width, String(text)) },
    }),
  ),
};

/** The functions that a template may call, Go's builtins among them. */
export function functionNames(functions: 'profile' | 'manifest'): readonly string[] {
  return [...FUNCTION_MAPS[functions].keys()].sort();
}
