/** A value as JSON and YAML have it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonMap;

export interface JsonMap {
  readonly [field: string]: Json;
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** What stands at a path; undefined where the path ends before. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  const step = (current: Json | undefined, field: string): Json | undefined =>
    isMap(current) && Object.hasOwn(current, field) ? current[field] : undefined;
  return path.reduce(step, value);
}

/** The map at a path, or the empty one. */
export function mapAt(value: Json | undefined, ...path: readonly string[]): JsonMap {
  const found = at(value, ...path);
  return isMap(found) ? found : {};
}

/** The list at a path, or the empty one. */
export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = at(value, ...path);
  return isList(found) ? found : [];
}

/** The text at a path, or the empty one. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

/** A map without some of its fields. */
export function without(map: JsonMap, fields: readonly string[]): JsonMap {
  return Object.fromEntries(Object.entries(map).filter(([name]) => !fields.includes(name)));
}
