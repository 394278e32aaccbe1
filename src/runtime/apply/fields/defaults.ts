import type { Schema } from '../../cluster/index.js';

/** A value with the defaults that the API server adds, by the rules of CustomResourceDefinitions. */
export function withDefaults(value: unknown, schema: Schema | undefined): unknown {
  if (!schema) return value;
  if (Array.isArray(value)) return value.map((item) => withDefaults(item, schema.items));
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).map(([name, each]) => [name, withDefaults(each, fieldOf(schema, name))] as const);
  const isMissing = ([name, field]: readonly [string, Schema]): boolean => field.default !== undefined && !Object.hasOwn(value, name);
  const missing = Object.entries(schema.properties ?? {}).filter(isMissing);
  return Object.fromEntries([...given, ...missing.map(([name, field]) => [name, withDefaults(field.default, field)] as const)]);
}

/** The schema of a field of a map; undefined if it is unknown. */
export function fieldOf({ properties, additionalProperties }: Schema, name: string): Schema | undefined {
  if (properties && Object.hasOwn(properties, name)) return properties[name];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
