import { isDeepStrictEqual } from 'node:util';
import { isMap, type KubernetesObject } from '../../../kubernetes/index.js';
import { contentOfStep, fieldStep, nameOf, type FieldPath, type Step } from './field-path.js';
import { fieldSet, type FieldSet } from './field-set.js';

/** A found value, which may itself be undefined or null. */
interface Found {
  readonly value: unknown;
}

/** The part of a set that an object has. The set says which lists have keys, so no schema is needed. */
export function presentIn(set: FieldSet, object: unknown): FieldSet {
  const children = [...set.children].flatMap(([step, child]) => {
    const found = follow(object, step);
    return found ? [[step, presentIn(child, found.value)] as const] : [];
  });
  return fieldSet(set.isMember, children);
}

/** Whether an object has every field of a set. */
export function isPresentIn(set: FieldSet, object: unknown): boolean {
  for (const [step, child] of set.children) {
    const found = follow(object, step);
    if (!found || !isPresentIn(child, found.value)) return false;
  }
  return true;
}

/** What an object has at a path. */
export function valueAt(object: unknown, path: FieldPath): Found | undefined {
  return path.reduce<Found | undefined>((found, step) => found && follow(found.value, step), { value: object });
}

/**
 * The fields that an object's author set, as far as they show without a schema: a list counts as a whole, and of the metadata
 * only labels and annotations count.
 */
export function fieldSetOf({ metadata, ...object }: KubernetesObject): FieldSet {
  const content = Object.entries(object).filter(([name]) => isContent(name) && name !== 'apiVersion' && name !== 'kind');
  const written = Object.entries(metadata).filter(([name]) => name === 'labels' || name === 'annotations');
  // An owner of all metadata would also own the name of the object.
  const others = fieldSet(
    false,
    written.map(([name, value]) => [fieldStep(name), fieldsOf(value)]),
  );
  return fieldSet(false, [...content.map(([name, value]) => [fieldStep(name), fieldsOf(value)] as const), [fieldStep('metadata'), others]]);
}

function fieldsOf(value: unknown): FieldSet {
  return fieldSet(true, isMap(value) ? Object.entries(value).map(([name, inner]) => [fieldStep(name), fieldsOf(inner)]) : []);
}

/** The content of an object: everything but metadata, status and one-time requests to controllers. */
export function contentOf({ children }: FieldSet): FieldSet {
  return fieldSet(
    false,
    [...children].filter(([step]) => isContent(nameOf(step) ?? '')),
  );
}

/** `operation` requests a sync of an Argo CD Application. */
function isContent(name: string): boolean {
  return name !== 'metadata' && name !== 'status' && name !== 'operation';
}

function follow(value: unknown, step: Step): Found | undefined {
  const name = nameOf(step);
  if (name !== undefined) return isMap(value) && Object.hasOwn(value, name) ? { value: value[name] } : undefined;
  if (!Array.isArray(value)) return undefined;
  const items: readonly unknown[] = value;
  const content = contentOfStep(step);
  const isIt = step.startsWith('v:') ? isDeepStrictEqual : hasKeys;
  const place = step.startsWith('i:') ? Number(content) : items.findIndex((item) => isIt(item, content));
  return place >= 0 && place < items.length ? { value: items[place] } : undefined;
}

/** Whether an item is the one with these keys. A key that the item leaves out has its default, which nobody knows here. */
function hasKeys(item: unknown, keys: unknown): boolean {
  if (!isMap(item) || !isMap(keys)) return false;
  const given = Object.keys(keys).filter((key) => Object.hasOwn(item, key));
  return given.length > 0 && given.every((key) => isDeepStrictEqual(item[key], keys[key]));
}
