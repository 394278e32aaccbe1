import { Complex, kindOf, sortedKeys, typeName, type GoMap } from '../value.js';
import { noFlags, pad, type Flags } from './flags.js';
import { formatFloat } from './float.js';
import { characterOf, formatInteger, formatUnicode } from './integer.js';
import { printValue } from './print.js';
import { backquote, quote, quoteRune } from './quote.js';

/** One value for one verb. A verb that does not fit is printed as Go does: `%!d(string=x)`. */
export function formatValue(value: unknown, verb: string, flags: Flags): string {
  if (verb === 'T') return pad(typeName(value), flags);
  switch (kindOf(value)) {
    case 'invalid':
    case 'nil':
      return verb === 'v' ? pad('<nil>', flags) : badVerb(value, verb, flags);
    case 'bool':
      return verb === 't' || verb === 'v' ? pad(String(value), flags) : badVerb(value, verb, flags);
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

/** What Go prints for a verb that the value has no form for. */
export function badVerb(value: unknown, verb: string, flags: Flags): string {
  if (value === null || value === undefined) return `%!${verb}(<nil>)`;
  return `%!${verb}(${typeName(value)}=${formatValue(value, 'v', flags)})`;
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

function formatNumber(value: number, verb: string, flags: Flags): string {
  return 'vbeEfFgGxX'.includes(verb) ? formatFloat(value, verb, flags) : badVerb(value, verb, flags);
}

function formatComplex({ real, imaginary }: Complex, verb: string, flags: Flags): string {
  if (!'vbeEfFgGxX'.includes(verb)) return badVerb(new Complex(real, imaginary), verb, flags);
  return `(${formatFloat(real, verb, flags)}${formatFloat(imaginary, verb, { ...flags, plus: true })}i)`;
}

function formatString(value: string, verb: string, flags: Flags): string {
  const cut = (text: string): string => (flags.precision === undefined ? text : [...text].slice(0, flags.precision).join(''));
  switch (verb) {
    case 'v':
      return flags.sharp ? formatString(value, 'q', { ...flags, sharp: false }) : pad(cut(value), flags);
    case 's':
      return pad(cut(value), flags);
    case 'q': {
      const raw = flags.sharp ? backquote(cut(value)) : undefined;
      return pad(raw ?? quote(cut(value), flags.plus), flags);
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

function formatList(list: readonly unknown[], verb: string, flags: Flags): string {
  if (verb === 'p') return badVerb(list, verb, flags);
  if (verb === 'v' && flags.sharp) return `[]interface {}{${list.map((item) => goSyntax(item)).join(', ')}}`;
  return `[${list.map((item) => formatElement(item, verb, flags)).join(' ')}]`;
}

function formatMap(map: GoMap, verb: string, flags: Flags): string {
  if (verb === 'p') return badVerb(map, verb, flags);
  if (verb === 'v' && flags.sharp) return `map[string]interface {}{${sortedKeys(map).map((key) => `${quote(key)}:${goSyntax(map[key])}`).join(', ')}}`;
  return `map[${sortedKeys(map).map((key) => `${formatValue(key, verb, flags)}:${formatElement(map[key], verb, flags)}`).join(' ')}]`;
}

/** A nil within a list or map is printed as such whatever the verb. */
function formatElement(value: unknown, verb: string, flags: Flags): string {
  if (value !== null && value !== undefined) return formatValue(value, verb, flags);
  return '<nil>';
}

/** `%#v` */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return quote(value);
  return kindOf(value) === 'list' || kindOf(value) === 'map' ? formatValue(value, 'v', { ...noFlags(), sharp: true }) : printValue(value);
}
