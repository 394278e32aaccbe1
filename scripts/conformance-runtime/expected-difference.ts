import type { Difference } from './difference.ts';
import { isList, isMap, type Json } from './json.ts';
import { keyOf } from './object-path.ts';
import type { Outcome } from './recorded-case.ts';

/** Whether it may be missing from a replay; one that may not and is missing is an error. */
interface Certainty {
  /** @default false */
  readonly mayBeAbsent?: boolean;
}

/** One difference that a row of a list expects in a case: one object, and one field where it is about a field. */
export type ExpectedDifference = Certainty &
  (
    | { readonly kind: 'outcome'; readonly expected: Outcome; readonly got: string }
    /** `object` is a key as `keyOf` makes it. */
    | { readonly kind: 'missing' | 'kept'; readonly object: string }
    | { readonly kind: 'extra write'; readonly object: string; readonly verb: 'write' | 'delete' }
    | { readonly kind: 'extra field'; readonly object: string; readonly path: readonly string[] }
    | {
        readonly kind: 'field';
        readonly object: string;
        readonly path: readonly string[];
        readonly expected: Json;
        readonly got: (value: Json | undefined) => boolean;
      }
  );

/** What API servers are asked for where an object is written, as audit logs name it. */
const WRITING = ['create', 'patch', 'update'];

/** Whether a difference is the one that is expected. */
export function isExpected(difference: Difference, expected: ExpectedDifference): boolean {
  if (difference.kind === 'outcome' || expected.kind === 'outcome') return isSameOutcome(difference, expected);
  if (difference.kind !== expected.kind || keyOf(difference.object) !== expected.object) return false;
  switch (expected.kind) {
    case 'missing':
    case 'kept':
      return true;
    case 'extra write':
      return difference.kind === 'extra write' && isVerb(difference.verb, expected.verb) && difference.object.subresource === '';
    case 'extra field':
      return difference.kind === 'extra field' && isSamePath(difference.path, expected.path);
    case 'field':
      return difference.kind === 'field' && isSameField(difference, expected);
  }
}

function isSameField(
  { path, expected, got }: Extract<Difference, { readonly kind: 'field' }>,
  wanted: Extract<ExpectedDifference, { readonly kind: 'field' }>,
): boolean {
  return isSamePath(path, wanted.path) && isSame(expected, wanted.expected) && wanted.got(got);
}

function isSameOutcome(difference: Difference, expected: ExpectedDifference): boolean {
  if (difference.kind !== 'outcome' || expected.kind !== 'outcome') return false;
  return difference.expected === expected.expected && difference.got === expected.got;
}

function isVerb(verbs: string, expected: 'write' | 'delete'): boolean {
  return verbs.split(', ').every((verb) => (expected === 'delete' ? verb === 'delete' : WRITING.includes(verb)));
}

function isSamePath(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}

function isSame(one: Json, other: Json): boolean {
  if (isList(one) || isMap(one)) return JSON.stringify(one) === JSON.stringify(other);
  return Object.is(one, other);
}

/** One line for people. */
export function describeExpected(expected: ExpectedDifference): string {
  switch (expected.kind) {
    case 'outcome':
      return `outcome ${expected.got} instead of ${expected.expected}`;
    case 'extra field':
    case 'field':
      return `${expected.object} ${expected.path.join('.')}: ${expected.kind}`;
    case 'extra write':
      return `${expected.object}: extra ${expected.verb}`;
    case 'missing':
    case 'kept':
      return `${expected.object}: ${expected.kind}`;
  }
}

/** Paths of all fields that are null. */
export function nullPaths(value: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (value === null) return [path];
  if (isList(value)) return value.flatMap((item, index) => nullPaths(item, [...path, String(index)]));
  return isMap(value) ? Object.entries(value).flatMap(([name, below]) => nullPaths(below, [...path, name])) : [];
}
