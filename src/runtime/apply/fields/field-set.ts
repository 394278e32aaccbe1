import { isMap } from '../../../kubernetes/index.js';
import { formatPath, isStep, type FieldPath, type Step } from './field-path.js';

/**
 * A set of fields as the API server keeps it in `fieldsV1`, as a tree. A field is in the set when its node is a member; a
 * node that is no member only leads to others. A map or a list item may be a member beside its own fields: then its owner
 * holds the container, which `fieldsV1` writes as `.`. A member without children is a leaf: a scalar, an empty map, or a list
 * or map that has one owner as a whole.
 */
export interface FieldSet {
  readonly isMember: boolean;
  readonly children: ReadonlyMap<Step, FieldSet>;
}

/** The form of a set in `managedFields`. */
export interface FieldsV1 {
  readonly [step: Step]: FieldsV1;
}

export const NO_FIELDS: FieldSet = { isMember: false, children: new Map() };

/** Reads `fieldsV1`. Undefined if any part is unknown, because a partial set would lose fields. */
export function parseFieldSet(fieldsV1: unknown): FieldSet | undefined {
  const root = parseNode(fieldsV1);
  return root && { ...root, isMember: false };
}

/** Shared by all leaves, to save memory. */
const LEAF: FieldSet = { isMember: true, children: new Map() };

function parseNode(value: unknown): FieldSet | undefined {
  if (!isMap(value)) return undefined;
  const steps = Object.keys(value);
  if (steps.length === 0) return LEAF;
  const children = new Map<Step, FieldSet>();
  for (const step of steps) {
    if (step === '.') continue;
    const child = isStep(step) ? parseNode(value[step]) : undefined;
    if (!child) return undefined;
    children.set(step, child);
  }
  return { isMember: children.size === 0 || Object.hasOwn(value, '.'), children };
}

/** Writes a set as `fieldsV1`. */
export function fieldsV1Of({ isMember, children }: FieldSet): FieldsV1 {
  const inner = [...children].map(([step, child]) => [step, fieldsV1Of(child)] as const);
  return Object.fromEntries(isMember && inner.length > 0 ? [['.', {}], ...inner] : inner);
}

/** A node of a tree, without the children that hold nothing. */
export function fieldSet(isMember: boolean, children: Iterable<readonly [Step, FieldSet]>): FieldSet {
  return { isMember, children: new Map([...children].filter(([, child]) => !isEmpty(child))) };
}

export function isEmpty({ isMember, children }: FieldSet): boolean {
  return !isMember && children.size === 0;
}

/** Whether a field itself is in a set. */
export function contains(set: FieldSet, path: FieldPath): boolean {
  return within(set, path).isMember;
}

/** The part of a set that begins at a path. */
export function within(set: FieldSet, path: FieldPath): FieldSet {
  return path.reduce(childOf, set);
}

/** The leaves of a set. */
export function leaves(set: FieldSet, path: FieldPath = []): readonly FieldPath[] {
  if (set.children.size === 0) return set.isMember ? [path] : [];
  return [...set.children].flatMap(([step, child]) => leaves(child, [...path, step]));
}

/** The leaves of a set as readable paths, in order. */
export function paths(set: FieldSet): readonly string[] {
  return leaves(set).map(formatPath).sort();
}

/** The part of a set below a step. */
export function childOf({ children }: FieldSet, step: Step): FieldSet {
  return children.get(step) ?? NO_FIELDS;
}
