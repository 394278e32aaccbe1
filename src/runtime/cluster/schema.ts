import { isMap, type KindRef } from '../../kubernetes/index.js';
import { ApiError, isApiError } from './errors/api-error.js';
import type { ReadPath } from './discovery.js';
import type { CallOptions } from './options.js';
import { SharedReads } from './shared-reads.js';

/** A schema as API servers publish it, as far as it says what they add to an object. */
export interface Schema {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
}

/** How long we use a schema, in milliseconds: its CustomResourceDefinition may be replaced. */
const LIFETIME = 60_000;

/** The schemas that an API server publishes. One request reads those of all kinds of a version. */
export class Schemas {
  readonly #cluster: string;
  readonly #read: ReadPath;
  readonly #versions = new SharedReads<ReadonlyMap<string, Schema>>(() => LIFETIME);

  constructor(cluster: string, read: ReadPath) {
    this.#cluster = cluster;
    this.#read = read;
  }

  /** The schema of a kind; undefined where the server publishes none, does not show it to us, or cannot answer now. */
  async schemaFor({ apiVersion, kind }: KindRef, { flow, lane, ...options }: CallOptions): Promise<Schema | undefined> {
    const start = (signal: AbortSignal): Promise<ReadonlyMap<string, Schema>> => this.#readVersion(apiVersion, { flow, lane, signal });
    try {
      return (await this.#versions.get(apiVersion, start, options, () => this.#timedOut(apiVersion))).get(kind);
    } catch (error) {
      if (isApiError(error)) return undefined;
      throw error;
    }
  }

  async #readVersion(apiVersion: string, options: CallOptions): Promise<ReadonlyMap<string, Schema>> {
    try {
      return readSchemas(await this.#read(schemaPath(apiVersion), 'application/json', options));
    } catch (error) {
      // A server that publishes no schemas is not asked again for each object.
      if (isApiError(error) && !error.retryable) return new Map();
      throw error;
    }
  }

  #timedOut(apiVersion: string): ApiError {
    const subject = `schemas of ${apiVersion}`;
    return new ApiError({ code: 'timeout', subject, text: 'no answer in time', cluster: this.#cluster, retryable: true });
  }
}

/** Where the schemas of a version are; any user may read them. */
function schemaPath(apiVersion: string): string {
  return `/openapi/v3/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`;
}

/** The schema of each kind in an OpenAPI document. */
function readSchemas(document: unknown): ReadonlyMap<string, Schema> {
  const components = isMap(document) && isMap(document['components']) ? document['components'] : {};
  const schemas = isMap(components['schemas']) ? Object.values(components['schemas']).filter(isMap) : [];
  return new Map(schemas.flatMap((schema) => kindsOf(schema).map((kind) => [kind, schema as Schema] as const)));
}

function kindsOf(schema: Readonly<Record<string, unknown>>): readonly string[] {
  const kinds: unknown = schema['x-kubernetes-group-version-kind'];
  return Array.isArray(kinds) ? kinds.filter(isMap).map(({ kind }) => String(kind)) : [];
}
