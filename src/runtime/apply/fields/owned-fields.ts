import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../../cluster/index.js';
import { isMap, type KubernetesObject } from '../../../kubernetes/index.js';
import { fieldOf, withDefaults } from './defaults.js';
import { contentOfStep, nameOf, type Step } from './field-path.js';
import type { FieldSet } from './field-set.js';
import { appliedEntry } from './managed-fields.js';

/**
 * Whether an apply of `desired` by `manager` would leave `live` as it is: the manager owns exactly the fields that are
 * desired, and each has the value that is desired.
 *
 * It errs on one side only. False may mean that the server writes a value in another way, such as `1000m` as `1`; a dry
 * run tells. True is certain, so most objects of an unchanged platform cost a place in a list and no request of their own.
 *
 * @param schema tells what the server adds within lists, which are owned as a whole. @default - nothing is known of that
 */
export function isApplied(desired: KubernetesObject, live: KubernetesObject, manager: string, schema?: Schema): boolean {
  const applied = appliedEntry(live, manager);
  if (applied?.entry.apiVersion !== desired.apiVersion || live.apiVersion !== desired.apiVersion) return false;
  return sameFields(applied.fields, withoutIdentity(desired), live, schema);
}

/** Nobody owns the fields that identify an object. */
function withoutIdentity({ metadata, ...object }: KubernetesObject): object {
  const others = without(metadata, 'name', 'namespace');
  return { ...without(object, 'apiVersion', 'kind'), ...(Object.keys(others).length > 0 ? { metadata: others } : {}) };
}

function without(object: object, ...keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function sameFields({ children }: FieldSet, desired: unknown, live: unknown, schema: Schema | undefined): boolean {
  const steps = [...children];
  if (steps.length === 0) return isDeepStrictEqual(withDefaults(desired, schema), live);
  if (Array.isArray(desired)) {
    return Array.isArray(live) && steps.length === desired.length && sameItems(steps, desired, live, schema?.items);
  }
  if (!isMap(desired) || !isMap(live) || Object.keys(desired).length !== steps.length) return false;
  return steps.every(([step, fields]) => {
    const name = nameOf(step);
    if (name === undefined || !Object.hasOwn(desired, name) || !Object.hasOwn(live, name)) return false;
    return sameFields(fields, desired[name], live[name], schema && fieldOf(schema, name));
  });
}

/** Items by their keys or values. An apply sets the order of items, so the order counts too. */
function sameItems(
  items: readonly (readonly [step: Step, fields: FieldSet])[],
  desired: readonly unknown[],
  live: readonly unknown[],
  schema: Schema | undefined,
): boolean {
  const places = items.map(([step, fields]) => ({ fields, at: placeOf(step, desired), liveAt: placeOf(step, live) }));
  const inOrder = places
    .sort((a, b) => a.at - b.at)
    .map(({ liveAt }) => liveAt)
    .every((place, index, all) => place > (all[index - 1] ?? -1));
  return inOrder && places.every(({ fields, at, liveAt }) => at >= 0 && sameFields(fields, desired[at], live[liveAt], schema));
}

/** Where the item of a step is; -1 where it is not. */
function placeOf(step: Step, items: readonly unknown[]): number {
  if (!step.startsWith('k:') && !step.startsWith('v:')) return -1;
  const value = contentOfStep(step);
  return items.findIndex((item) => (step.startsWith('v:') ? isDeepStrictEqual(item, value) : hasKeys(item, value)));
}

function hasKeys(item: unknown, keys: unknown): boolean {
  return isMap(item) && isMap(keys) && Object.entries(keys).every(([key, value]) => isDeepStrictEqual(item[key], value));
}
