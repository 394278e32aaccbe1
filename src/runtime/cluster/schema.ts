import { isMap } from '../../kubernetes/index.js';

/** A schema as API servers publish it, as far as it tells what they add to an object. */
export interface Schema {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
}

/** Where the schemas of a version are; any user may read them. */
export function schemaPath(apiVersion: string): string {
  return `/openapi/v3/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`;
}

/** The schema of each kind in an OpenAPI document. */
export function readSchemas(document: unknown): ReadonlyMap<string, Schema> {
  const components = isMap(document) && isMap(document['components']) ? document['components'] : {};
  const schemas = isMap(components['schemas']) ? Object.values(components['schemas']).filter(isMap) : [];
  return new Map(schemas.flatMap((schema) => kindsOf(schema).map((kind) => [kind, schema as Schema] as const)));
}

function kindsOf(schema: Readonly<Record<string, unknown>>): readonly string[] {
  const kinds: unknown = schema['x-kubernetes-group-version-kind'];
  return Array.isArray(kinds) ? kinds.filter(isMap).map(({ kind }) => String(kind)) : [];
}
