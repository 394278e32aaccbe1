import type { Comparison, FieldChange, ObjectChange } from '../../diff/index.js';
import { at } from '../../kubernetes/index.js';
import { maskObjects } from './mask-objects.js';

/** What differs between two sets of objects, without the secrets in them. */
export function maskComparison(comparison: Comparison): Comparison {
  return { ...comparison, changes: comparison.changes.map(maskChange) };
}

function maskChange(change: ObjectChange): ObjectChange {
  const [before, after] = maskObjects(change.before, change.after);
  const fields = change.fields.map((field): FieldChange => ({
    path: field.path,
    ...(field.before === undefined ? {} : { before: valueAt(before, field.path) }),
    ...(field.after === undefined ? {} : { after: valueAt(after, field.path) }),
  }));
  return { ...change, fields, ...(before ? { before } : {}), ...(after ? { after } : {}) };
}

/** A step may be the index of a list, too. */
function valueAt(object: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (Array.isArray(value) ? (value as readonly unknown[])[Number(step)] : at(value, step)),
    object,
  );
}
