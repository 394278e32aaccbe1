import type { FieldPath } from './field-path.js';
import { childOf, fieldSet, isEmpty, NO_FIELDS, type FieldSet } from './field-set.js';

/** The union of two sets. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) ? b : a;
  const steps = new Set([...a.children.keys(), ...b.children.keys()]);
  return fieldSet(
    a.isMember || b.isMember,
    [...steps].map((step) => [step, union(childOf(a, step), childOf(b, step))]),
  );
}

/** The intersection of two sets. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a) || isEmpty(b)) return NO_FIELDS;
  return fieldSet(
    a.isMember && b.isMember,
    [...a.children].map(([step, child]) => [step, intersection(child, childOf(b, step))]),
  );
}

/** The first set without the second one. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a) || isEmpty(b)) return a;
  return fieldSet(
    a.isMember && !b.isMember,
    [...a.children].map(([step, child]) => [step, difference(child, childOf(b, step))]),
  );
}

/**
 * What stays of a set when leaves are taken from it. A container stays as long as something within it does, and goes with the
 * last of it: the API server removes a container that nobody owns with everything in it.
 */
export function remainder(set: FieldSet, taken: FieldSet): FieldSet {
  if (isEmpty(taken)) return set;
  const left = fieldSet(
    false,
    [...set.children].map(([step, child]) => [step, remainder(child, childOf(taken, step))]),
  );
  const stays = set.children.size > 0 ? left.children.size > 0 : !taken.isMember;
  return { ...left, isMember: set.isMember && stays };
}

/** The fields of a set that a rule keeps. */
export function filterFields(set: FieldSet, isKept: (path: FieldPath, isLeaf: boolean) => boolean, path: FieldPath = []): FieldSet {
  const children = [...set.children].map(([step, child]) => [step, filterFields(child, isKept, [...path, step])] as const);
  return fieldSet(set.isMember && isKept(path, set.children.size === 0), children);
}

/** The leaves of a set that a rule keeps. */
export function filterLeaves(set: FieldSet, isKept: (path: FieldPath) => boolean): FieldSet {
  return filterFields(set, (path, isLeaf) => isLeaf && isKept(path));
}
