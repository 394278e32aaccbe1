import type { KubernetesObject } from '../cluster/index.js';

/** What tells one object of a cluster from all others. The version is how it was written, and no part of its identity. */
export interface ObjectId {
  readonly apiVersion: string;
  readonly kind: string;
  /** @default - the kind has none */
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** The identity of an object. */
export function idOf({ apiVersion, kind, metadata }: KubernetesObject): ObjectId {
  return { apiVersion, kind, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }), name: metadata.name };
}

/** The same text for two ids of one object, whatever version they name. */
export function keyOf({ apiVersion, kind, namespace = '', name }: ObjectId): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return `${group}/${kind}/${namespace}/${name}`;
}
