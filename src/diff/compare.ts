import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../kubernetes/index.js';
import { asWritten } from './live.js';
import type { PlacedObject } from './objects.js';

/** What became of one object. */
export interface ObjectChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly target: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for an object without one. */
  readonly namespace?: string;
  readonly name: string;
  /** Absent when it was added. */
  readonly before?: KubernetesObject;
  /** Absent when it was removed. */
  readonly after?: KubernetesObject;
  /** Empty when it was added or removed. */
  readonly fields: readonly FieldChange[];
}

/** What became of one field; a list is one field, unless it has as many items as before. */
export interface FieldChange {
  /** Keys of maps, and indices of lists. */
  readonly path: readonly string[];
  /** Absent when the field was added. */
  readonly before?: unknown;
  /** Absent when the field was removed. */
  readonly after?: unknown;
}

/** What differs between two sets of objects. */
export interface Comparison {
  /** In the order of the new objects; those that were removed come last. */
  readonly changes: readonly ObjectChange[];
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly unchanged: number;
}

/**
 * Compares two sets of objects. Two objects are the same one by target, API group, kind, namespace and name; an object
 * whose target is not known is compared with that of any target.
 *
 * What a cluster adds to an object (status, defaults, bookkeeping) is no difference.
 */
export function compareObjects(before: readonly PlacedObject[], after: readonly PlacedObject[]): Comparison {
  const former = new Map(before.map((placed) => [identity(placed), placed]));
  const seen = new Set<PlacedObject>();
  let unchanged = 0;
  const changes: ObjectChange[] = [];
  for (const placed of after) {
    const old = former.get(identity(placed)) ?? former.get(identity({ ...placed, target: undefined }));
    if (old) seen.add(old);
    const change = changeOf(old?.object, placed);
    if (change) changes.push(change);
    else unchanged += 1;
  }
  for (const placed of former.values())
    if (!seen.has(placed)) changes.push(describe('removed', placed, { before: placed.object, fields: [] }));
  const count = (kind: ObjectChange['change']): number => changes.filter(({ change }) => change === kind).length;
  return { changes, added: count('added'), removed: count('removed'), changed: count('changed'), unchanged };
}

function identity({ target = '', object }: PlacedObject): string {
  const group = object.apiVersion.includes('/') ? (object.apiVersion.split('/')[0] ?? '') : '';
  return [target, group, object.kind, object.metadata.namespace ?? '', object.metadata.name].join(' ');
}

function changeOf(old: KubernetesObject | undefined, placed: PlacedObject): ObjectChange | undefined {
  const { object } = placed;
  if (!old) return describe('added', placed, { after: object, fields: [] });
  const before = asWritten(old, object);
  const fields = fieldChanges(before, object, []);
  return fields.length === 0 ? undefined : describe('changed', placed, { before, after: object, fields });
}

function describe(
  change: ObjectChange['change'],
  { target, object }: PlacedObject,
  rest: Pick<ObjectChange, 'before' | 'after' | 'fields'>,
): ObjectChange {
  const { apiVersion, kind, metadata } = object;
  const { namespace, name } = metadata;
  return { change, target: target ?? '', apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name, ...rest };
}

function fieldChanges(before: unknown, after: unknown, path: readonly string[]): readonly FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [old, now] = [entriesOf(before), entriesOf(after)];
  if (!old || !now || Array.isArray(before) !== Array.isArray(after) || (Array.isArray(before) && old.size !== now.size))
    return [{ path, before, after }];
  const changes: FieldChange[] = [];
  for (const key of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const below = [...path, key];
    if (!old.has(key)) changes.push({ path: below, after: now.get(key) });
    else if (!now.has(key)) changes.push({ path: below, before: old.get(key) });
    else changes.push(...fieldChanges(old.get(key), now.get(key), below));
  }
  return changes;
}

function entriesOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}
