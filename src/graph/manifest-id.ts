import type { Manifest } from '../charts/index.js';
import type { ManifestId } from './graph.js';

/** What tells a manifest from the others. */
export function manifestId({ target, object: { apiVersion, kind, metadata } }: Manifest): ManifestId {
  return { target, apiVersion, kind, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }), name: metadata.name };
}

/** The same as one text, for maps. */
export function manifestKey({ target, apiVersion, kind, namespace, name }: ManifestId): string {
  return JSON.stringify([target, apiVersion, kind, namespace ?? '', name]);
}
