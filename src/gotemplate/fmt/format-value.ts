import { Complex, FunctionError, kindOf, sortedKeys, typeName, type GoMap } from '../value.js';
import { cut, pad, type Flags } from './flags.js';
import { formatFloat } from './float.js';
import { characterOf, formatInteger, formatUnicode } from './integer.js';
import { backquote, quote, quoteRune } from './quote.js';

/** Characters that one call may make. Go has no such bound, but a width of millions for each element needs one. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** One value for one verb. A verb that does not fit is printed as Go does: `%!d(string=x)`. */
export function formatValue(value: unknown, verb: string, flags: Flags): string {
  if (value === null || value === undefined) return verb === 'v' || verb === 'T' ? pad('<nil>', flags) : `%!${verb}(<nil>)`;
  if (verb === 'T') return pad(cut(typeName(value), flags), flags);
  return formatKind(value, verb, flags);
}

function formatKind(value: unknown, verb: string, flags: Flags): string {
  switch (kindOf(value)) {
    case 'invalid':
    case 'nil':
      return '<nil>';
    case 'bool':
      return formatBool(value as boolean, verb, flags);
    case 'int':
      return formatInt(value as bigint, verb, flags);
    case 'float64':
      return formatNumber(value as number, verb, flags);
    case 'complex':
      return formatComplex(value as Complex, verb, flags);
    case 'string':
      return formatString(value as string, verb, flags);
    case 'list':
      return formatList(value as readonly unknown[], verb, flags);
    case 'map':
      return formatMap(value as GoMap, verb, flags);
  }
}

/** Prints items one after another, as long as the text stays within bounds. */
export function joinBounded<T>(items: Iterable<T>, separator: string, print: (item: T) => string): string {
  const texts: string[] = [];
  let length = 0;
  for (const item of items) {
    const text = print(item);
    length += text.length + separator.length;
    if (length > MOST_CHARACTERS) throw new FunctionError(`printf: more than ${MOST_CHARACTERS} characters`);
    texts.push(text);
  }
  return texts.join(separator);
}

/** What Go prints for a verb that the value has no form for. */
function badVerb(value: unknown, verb: string, flags: Flags): string {
  return `%!${verb}(${typeName(value)}=${formatValue(value, 'v', flags)})`;
}

function formatBool(value: boolean, verb: string, flags: Flags): string {
  return verb === 't' || verb === 'v' ? pad(String(value), flags) : badVerb(value, verb, flags);
}

function formatNumber(value: number, verb: string, flags: Flags): string {
  return 'vbeEfFgGxX'.includes(verb) ? formatFloat(value, verb, flags) : badVerb(value, verb, flags);
}

function formatInt(value: bigint, verb: string, flags: Flags): string {
  switch (verb) {
    case 'v':
    case 'd':
      return formatInteger(value, 10, flags);
    case 'b':
      return formatInteger(value, 2, flags);
    case 'o':
    case 'O':
      return formatInteger(value, 8, flags, { verb });
    case 'x':
      return formatInteger(value, 16, flags);
    case 'X':
      return formatInteger(value, 16, flags, { upper: true });
    case 'c':
      return pad(characterOf(value), flags);
    case 'q':
      return pad(quoteRune(characterOf(value), flags.plus), flags);
    case 'U':
      return formatUnicode(value, flags);
    default:
      return badVerb(value, verb, flags);
  }
}

function formatComplex({ real, imaginary }: Complex, verb: string, flags: Flags): string {
  if (!'vbeEfFgGxX'.includes(verb)) return badVerb(new Complex(real, imaginary), verb, flags);
  return `(${formatFloat(real, verb, flags)}${formatFloat(imaginary, verb, { ...flags, plus: true })}i)`;
}

function formatString(value: string, verb: string, flags: Flags): string {
  switch (verb) {
    case 'v':
      return pad(flags.goSyntax ? quote(cut(value, flags), flags.plus) : cut(value, flags), flags);
    case 's':
      return pad(cut(value, flags), flags);
    case 'q': {
      const raw = flags.sharp ? backquote(cut(value, flags)) : undefined;
      return pad(raw ?? quote(cut(value, flags), flags.plus), flags);
    }
    case 'x':
    case 'X':
      return pad(hexBytes(value, verb, flags), flags);
    default:
      return badVerb(value, verb, flags);
  }
}

function hexBytes(value: string, verb: string, { sharp, space, precision }: Flags): string {
  const bytes = [...Buffer.from(value)].slice(0, precision);
  if (bytes.length === 0) return '';
  const prefix = sharp ? `0${verb}` : '';
  const hex = bytes.map((byte) => {
    const digits = byte.toString(16).padStart(2, '0');
    return verb === 'X' ? digits.toUpperCase() : digits;
  });
  return space ? hex.map((digits) => prefix + digits).join(' ') : prefix + hex.join('');
}

/** `%p` prints an address in Go; there is none here. */
function formatList(list: readonly unknown[], verb: string, flags: Flags): string {
  if (verb === 'p' || verb === 'w') return badVerb(list, verb, flags);
  const print = (item: unknown): string => formatElement(item, verb, flags);
  return flags.goSyntax ? `[]interface {}{${joinBounded(list, ', ', print)}}` : `[${joinBounded(list, ' ', print)}]`;
}

function formatMap(map: GoMap, verb: string, flags: Flags): string {
  if (verb === 'p' || verb === 'w') return badVerb(map, verb, flags);
  const keys = sortedKeys(map);
  const print = (key: string): string => `${formatValue(key, verb, flags)}:${formatElement(map[key], verb, flags)}`;
  return flags.goSyntax ? `map[string]interface {}{${joinBounded(keys, ', ', print)}}` : `map[${joinBounded(keys, ' ', print)}]`;
}

/** A nil within a list or map is printed as such whatever the verb and the width. */
function formatElement(value: unknown, verb: string, flags: Flags): string {
  if (value !== null && value !== undefined) return formatValue(value, verb, flags);
  return flags.goSyntax ? 'interface {}(nil)' : '<nil>';
}
