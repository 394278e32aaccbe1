import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { isMap } from '../../../kubernetes/index.js';
import { namesOf, type FieldPath } from './field-path.js';

/**
 * The names on the way to a field whose value comes from the status of an OCM Resource, such as `spec`, `values`, `image`,
 * `tag`. It claims everything below as well. A claim may lead into a field that holds YAML as text, as the Helm values of an
 * Argo CD Application: `spec`, `source`, `helm`, `values`, `image`, `tag`.
 */
export type Claim = readonly string[];

/** Whether a claim covers a field. */
export function isClaimed(path: FieldPath, claims: readonly Claim[]): boolean {
  const names = namesOf(path);
  return claims.some((claim) => claim.length <= names.length && claim.every((name, index) => names[index] === name));
}

/** Whether two YAML texts in a field differ in nothing but what claims cover within the text. */
export function differsInClaimsOnly(path: FieldPath, a: unknown, b: unknown, claims: readonly Claim[]): boolean {
  const names = namesOf(path);
  if (names.length < path.length || typeof a !== 'string' || typeof b !== 'string') return false;
  const isBelow = (claim: Claim): boolean => claim.length > names.length && names.every((name, index) => claim[index] === name);
  const inner = claims.filter(isBelow).map((claim) => claim.slice(names.length));
  const [left, right] = [parsed(a), parsed(b)];
  if (inner.length === 0 || !isMap(left) || !isMap(right)) return false;
  return isDeepStrictEqual(inner.reduce(without, left), inner.reduce(without, right));
}

/** A value without the field at a path, and without maps that become empty by that. */
function without(value: unknown, [name, ...rest]: Claim): unknown {
  if (name === undefined) return undefined;
  if (!isMap(value) || !Object.hasOwn(value, name)) return value;
  const { [name]: inner, ...others } = value;
  const left = without(inner, rest);
  return left === undefined || (isMap(left) && Object.keys(left).length === 0) ? others : { ...others, [name]: left };
}

/** Undefined if the text is not YAML. */
function parsed(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    return undefined;
  }
}
