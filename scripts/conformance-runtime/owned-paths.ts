import { isList, isMap, listAt, mapAt, textAt, type Json, type JsonMap } from './json.ts';

/**
 * The fields that a manager owns by server-side apply; of a list the list itself, since it is compared as a whole.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function ownedPaths(object: JsonMap, manager: string): readonly (readonly string[])[] {
  const entries = listAt(object, 'metadata', 'managedFields');
  const own = entries.filter((entry) => textAt(entry, 'manager') === manager && textAt(entry, 'operation') === 'Apply');
  return own.flatMap((entry) => leaves(mapAt(entry, 'fieldsV1'), []));
}

function leaves(fields: Json, path: readonly string[]): readonly (readonly string[])[] {
  const names = isMap(fields) ? Object.entries(fields).filter(([name]) => name !== '.') : [];
  const isLeafOrList = names.length === 0 || names.some(([name]) => !name.startsWith('f:'));
  return isLeafOrList ? [path] : names.flatMap(([name, below]) => leaves(below, [...path, name.slice(2)]));
}

/** Whether an object says anything at a path. A list says all that is in it. */
export function hasPath(object: Json | undefined, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined || isList(object)) return true;
  return isMap(object) && Object.hasOwn(object, name) && hasPath(object[name], rest);
}
