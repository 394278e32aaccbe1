import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../cluster/index.js';
import { fieldOf, withDefaults } from './defaults.js';
import { type KubernetesObject, isMap } from '../../kubernetes/index.js';

/** A set of fields as the API server keeps it: `f:` a field, `k:` an item by its keys, `v:` an item by its value. */
interface FieldSet {
  readonly [step: string]: FieldSet;
}

interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly apiVersion?: string;
  readonly subresource?: string;
  readonly fieldsV1?: FieldSet;
}

/**
 * Whether an apply of `wanted` by `manager` would leave `live` as it is: the manager owns exactly the fields that are
 * wanted, and each has the value that is wanted.
 *
 * It errs on one side only. False may mean that the server writes a value in another way, such as `1000m` as `1`; a dry
 * run tells. True is certain, so most objects of an unchanged platform cost a place in a list and no request of their own.
 *
 * @param schema tells what the server adds within lists, which are owned as a whole. @default - nothing is known of that
 */
export function isApplied(wanted: KubernetesObject, live: KubernetesObject, manager: string, schema?: Schema): boolean {
  const entry = entryOf(live, manager);
  if (entry?.fieldsV1 === undefined || entry.apiVersion !== wanted.apiVersion || live.apiVersion !== wanted.apiVersion) return false;
  return sameFields(entry.fieldsV1, withoutIdentity(wanted), live, schema);
}

/** The fields that a manager owns by server-side apply; undefined when it owns none. */
export function appliedFields(live: KubernetesObject, manager: string): unknown {
  return entryOf(live, manager)?.fieldsV1;
}

/** Everybody who wrote to an object. */
export function managersOf(live: KubernetesObject): readonly string[] {
  return [...new Set(managedFields(live).flatMap(({ manager }) => (manager === undefined ? [] : [manager])))];
}

function managedFields({ metadata }: KubernetesObject): readonly ManagedFields[] {
  return (metadata.managedFields ?? []) as readonly ManagedFields[];
}

function entryOf(live: KubernetesObject, manager: string): ManagedFields | undefined {
  return managedFields(live).find((entry) => entry.manager === manager && entry.operation === 'Apply' && (entry.subresource ?? '') === '');
}

/** What identifies an object is owned by nobody. */
function withoutIdentity({ metadata, ...object }: KubernetesObject): object {
  const others = without(metadata, 'name', 'namespace');
  return { ...without(object, 'apiVersion', 'kind'), ...(Object.keys(others).length > 0 ? { metadata: others } : {}) };
}

function without(object: object, ...keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function sameFields(fields: FieldSet, wanted: unknown, live: unknown, schema: Schema | undefined): boolean {
  const steps = Object.keys(fields).filter((step) => step !== '.');
  if (steps.length === 0) return isDeepStrictEqual(withDefaults(wanted, schema), live);
  if (Array.isArray(wanted)) return Array.isArray(live) && steps.length === wanted.length && sameItems(steps.map((step) => [step, fields[step] ?? {}]), wanted, live, schema?.items);
  if (!isMap(wanted) || !isMap(live) || Object.keys(wanted).length !== steps.length) return false;
  return steps.every((step) => {
    const name = step.slice(2);
    return step.startsWith('f:') && Object.hasOwn(wanted, name) && Object.hasOwn(live, name) && sameFields(fields[step] ?? {}, wanted[name], live[name], schema && fieldOf(schema, name));
  });
}

/** Items by their keys or values. An apply puts them into the order in which they are wanted, so that counts as well. */
function sameItems(items: readonly (readonly [step: string, fields: FieldSet])[], wanted: readonly unknown[], live: readonly unknown[], schema: Schema | undefined): boolean {
  const places = items.map(([step, fields]) => ({ fields, at: placeOf(step, wanted), liveAt: placeOf(step, live) }));
  const inOrder = places.sort((a, b) => a.at - b.at).map(({ liveAt }) => liveAt).every((place, index, all) => place > (all[index - 1] ?? -1));
  return inOrder && places.every(({ fields, at, liveAt }) => at >= 0 && sameFields(fields, wanted[at], live[liveAt], schema));
}

/** Where the item of a step is; -1 where it is not. */
function placeOf(step: string, items: readonly unknown[]): number {
  if (!step.startsWith('k:') && !step.startsWith('v:')) return -1;
  const value: unknown = JSON.parse(step.slice(2));
  return items.findIndex((item) => (step.startsWith('v:') ? isDeepStrictEqual(item, value) : hasKeys(item, value)));
}

function hasKeys(item: unknown, keys: unknown): boolean {
  return isMap(item) && isMap(keys) && Object.entries(keys).every(([key, value]) => isDeepStrictEqual(item[key], value));
}
