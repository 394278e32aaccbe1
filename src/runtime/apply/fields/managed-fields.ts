import { isMap, listAt, type KubernetesObject } from '../../../kubernetes/index.js';
import { NO_FIELDS, parseFieldSet, type FieldSet } from './field-set.js';
import { fieldSetOf } from './fields-of-object.js';

/** An entry of `metadata.managedFields`. */
export interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation?: string;
  readonly apiVersion?: string;
  /** Absent where the object itself was written. */
  readonly subresource?: string;
  readonly time?: string;
  readonly fieldsType?: string;
  readonly fieldsV1?: unknown;
}

/** An entry, read. */
export interface OwnedFields {
  readonly manager: string;
  readonly operation: string;
  readonly subresource: string;
  /** Empty when we cannot read them. */
  readonly fields: FieldSet;
  readonly entry: ManagedFieldsEntry;
}

/** The manager that the API server names for an object without managed fields, at its first server-side apply. */
const BEFORE_FIRST_APPLY = 'before-first-apply';

/** Who owns which fields of an object, as the object says. */
export function entriesOf(live: KubernetesObject): readonly OwnedFields[] {
  return listAt(live, 'metadata', 'managedFields')
    .filter(isMap)
    .map((entry: ManagedFieldsEntry) => ({
      manager: textOf(entry.manager),
      operation: textOf(entry.operation),
      subresource: textOf(entry.subresource),
      fields: fieldsOf(entry),
      entry,
    }));
}

/** The same, also for an object without managed fields: as the API server would say with the first apply. */
export function ownersOf(live: KubernetesObject): readonly OwnedFields[] {
  const entries = entriesOf(live);
  if (entries.length > 0) return entries;
  const by = { manager: BEFORE_FIRST_APPLY, operation: 'Update' };
  return [{ ...by, subresource: '', fields: fieldSetOf(live), entry: { ...by, apiVersion: live.apiVersion, fieldsType: 'FieldsV1' } }];
}

/** Whether an entry says what a manager owns by server-side apply. */
export function isApplyOf({ manager, operation, subresource }: OwnedFields, fieldManager: string): boolean {
  return manager === fieldManager && operation === 'Apply' && subresource === '';
}

/** What a manager owns by server-side apply. */
export function appliedEntry(live: KubernetesObject, fieldManager: string): OwnedFields | undefined {
  return entriesOf(live).find((entry) => isApplyOf(entry, fieldManager));
}

/** The fields that a manager owns by server-side apply, as the object has them; undefined when it owns none. */
export function appliedFields(live: KubernetesObject, fieldManager: string): unknown {
  return appliedEntry(live, fieldManager)?.entry.fieldsV1;
}

/** Everybody who wrote to an object. */
export function managersOf(live: KubernetesObject): readonly string[] {
  return [...new Set(entriesOf(live).flatMap(({ manager }) => (manager === '' ? [] : [manager])))];
}

/** Cached by object, because many passes judge the same object. */
const READ = new WeakMap<object, FieldSet>();

function fieldsOf({ fieldsV1 }: ManagedFieldsEntry): FieldSet {
  if (!isMap(fieldsV1)) return NO_FIELDS;
  const fields = READ.get(fieldsV1) ?? parseFieldSet(fieldsV1) ?? NO_FIELDS;
  READ.set(fieldsV1, fields);
  return fields;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
