import { at, listAt, textAt } from '../../kubernetes/index.js';
import type { Observed } from '../readiness.js';

/** The field managers that own a field, each once. */
export function managersOf(object: Observed, ...path: readonly string[]): readonly string[] {
  return [...new Set(ownersOf(object, path).flatMap((entry) => textAt(entry, 'manager') ?? []))];
}

/** When somebody last wrote a field or something below it, in ms since 1970; undefined when the object does not tell. */
export function writtenAt(object: Observed, ...path: readonly string[]): number | undefined {
  const times = ownersOf(object, path)
    .map((entry) => Date.parse(textAt(entry, 'time') ?? ''))
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? undefined : Math.max(...times);
}

function ownersOf(object: Observed, path: readonly string[]): readonly unknown[] {
  const keys = path.map((key) => `f:${key}`);
  return listAt(object, 'metadata', 'managedFields').filter((entry) => at(entry, 'fieldsV1', ...keys) !== undefined);
}
