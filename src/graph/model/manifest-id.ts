import type { Manifest, Target } from '../../charts/index.js';

/** What tells one manifest of a platform from all others. */
export interface ManifestId {
  readonly target: Target;
  readonly apiVersion: string;
  readonly kind: string;
  /** @default - the object has none */
  readonly namespace?: string;
  readonly name: string;
}

/** What tells a manifest from the others. */
export function manifestId({ target, object: { apiVersion, kind, metadata } }: Manifest): ManifestId {
  return { target, apiVersion, kind, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }), name: metadata.name };
}

/** The same as one text, for maps. */
export function manifestKey({ target, apiVersion, kind, namespace, name }: ManifestId): string {
  return JSON.stringify([target, apiVersion, kind, namespace ?? '', name]);
}
