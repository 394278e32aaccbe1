import { YamlError } from './error.js';
import { writeScalar } from './emit-scalar.js';
import { goFloat } from './float.js';
import { compareKeys } from './key-order.js';
import { Output } from './output.js';
import type { PrintOptions } from './print-options.js';
import { parseYaml } from './read.js';

/**
 * A value as the text that sigs.k8s.io/yaml prints: keys sorted, lists not indented, long strings folded.
 *
 * Numbers are Go's float64; bigints are integers. Entries that are undefined are left out.
 *
 * @throws {YamlError} on what Go cannot print: some control characters, and keys of more than about 1,000 characters.
 */
export function toYaml(value: unknown, options: PrintOptions = {}): string {
  const output = new Output(options);
  if (isList(value) && value.length > 0) printList(output, value, 0, true);
  else if (isFilledMap(value)) printMap(output, value, 0, true);
  else printScalar(output, value, 2);
  return output.text();
}

/** Longer keys, in bytes, are written with `? `. */
const MAX_SIMPLE_KEY = 128;

/** More than anybody nests, and few enough for JavaScript's stack. A value that contains itself meets it, too. */
const MAX_DEPTH = 1_000;

/** @param compact whether the first key stands on the line where writing has come to */
function printMap(output: Output, map: object, indent: number, compact: boolean): void {
  refuseDepth(indent);
  entriesOf(map).forEach(([key, value], index) => {
    if (index > 0 || !compact) output.newLine(indent);
    const text = output.readsBack ? readKeyBack(key) : key;
    if (isSimpleKey(text)) {
      writeScalar(output, text, { indent: indent + 2, simpleKey: true });
      output.write(':');
      printEntryValue(output, value, indent);
    } else {
      output.write('? ');
      writeScalar(output, text, { indent: indent + 2, simpleKey: false });
      output.newLine(indent);
      output.write(': ');
      printItem(output, value, indent);
    }
  });
}

function printEntryValue(output: Output, value: unknown, indent: number): void {
  if (isList(value) && value.length > 0) {
    printList(output, value, indent, false);
  } else if (isFilledMap(value)) {
    printMap(output, value, indent + 2, false);
  } else {
    output.write(' ');
    printScalar(output, value, indent + 2);
  }
}

function printList(output: Output, list: readonly unknown[], indent: number, compact: boolean): void {
  refuseDepth(indent);
  list.forEach((item, index) => {
    if (index > 0 || !compact) output.newLine(indent);
    output.write('- ');
    printItem(output, item, indent);
  });
}

function printItem(output: Output, item: unknown, indent: number): void {
  if (isList(item) && item.length > 0) printList(output, item, indent + 2, true);
  else if (isFilledMap(item)) printMap(output, item, indent + 2, true);
  else printScalar(output, item, indent + 2);
}

function printScalar(output: Output, value: unknown, indent: number): void {
  if (value === null || value === undefined) output.write('null');
  else if (typeof value === 'string') writeScalar(output, output.readsBack ? readBack(value) : value, { indent, simpleKey: false });
  else if (typeof value === 'number') output.write(numberText(value));
  else if (typeof value === 'bigint' || typeof value === 'boolean') output.write(String(value));
  else if (typeof value === 'object') output.write(isList(value) ? '[]' : '{}');
  else throw new YamlError(`a ${typeof value} cannot be written as YAML`, '', 0);
}

/** Each level of maps is two columns; a list adds none of its own within a map. */
function refuseDepth(indent: number): void {
  if (indent > 2 * MAX_DEPTH) throw new YamlError(`nested more than ${MAX_DEPTH} levels deep`, '', 0);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isFilledMap(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).some((child) => child !== undefined);
}

function entriesOf(map: object): readonly (readonly [string, unknown])[] {
  const entries = Object.entries(map as Readonly<Record<string, unknown>>).filter(([, value]) => value !== undefined);
  return entries.length < 2 ? entries : entries.sort(([a], [b]) => compareKeys(a, b));
}

function isSimpleKey(key: string): boolean {
  return !/[\r\n\u0085\u2028\u2029]/u.test(key) && Buffer.byteLength(key) <= MAX_SIMPLE_KEY;
}

/** An integer in full while it fits into 64 bits, as it goes through JSON and is read again; else Go's shortest form. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new YamlError('infinity and "not a number" cannot be written as JSON', '', 0);
  const text = String(Object.is(value, -0) ? 0 : value);
  if (/^-?[0-9]+$/u.test(text)) {
    const integer = BigInt(text);
    if (integer >= -(2n ** 63n) && integer < 2n ** 64n) return text;
  }
  return goFloat(value);
}

/** Go prints a value as JSON and reads that as YAML first, which folds a raw NEL and refuses some characters. */
function readBack(text: string): string {
  if (!/[\u007f-\u009f\ufffe\uffff\ud800-\udfff]/u.test(text)) return text;
  return String(parseYaml(goJson(text)));
}

/** A key has to be found as one, too: on one line and within 1,024 characters. */
function readKeyBack(key: string): string {
  if (key.length <= 128 && !key.includes('\u0085')) return readBack(key);
  const [text] = Object.keys(parseYaml(`{${goJson(key)}:0}`) as object);
  return text ?? key;
}

/** A string as Go's encoder writes it. */
function goJson(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    /[<>&\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
