import { textAt } from './fields.js';
import type { ObjectRef } from './object.js';

/** The annotation by which kcp names the logical cluster of an object. */
const LOGICAL_CLUSTER = 'kcp.io/cluster';

/** An object, as far as it is needed to name it. */
export interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: unknown;
}

/** The name of an object in messages, such as `ConfigMap default/settings` or `ClusterRole admin`. */
export function describeObject({
  kind,
  namespace,
  name,
}: {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}): string {
  return namespace === undefined || namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** The reference of an object; an object without a name has an empty one. */
export function refOf({ apiVersion, kind, metadata }: Named): ObjectRef {
  const namespace = textAt(metadata, 'namespace');
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name: textAt(metadata, 'name') ?? '' };
}

/** The key of a reference: the same text for one object whatever version a reference names. */
export function keyOf({ apiVersion, kind, namespace = '', name }: ObjectRef): string {
  return `${groupOf(apiVersion)}/${kind}/${namespace}/${name}`;
}

/**
 * The key of an object that a server sent. In kcp it starts with the logical cluster, since a watch over all workspaces sends several
 * objects of one name.
 */
export function objectKey(object: Named): string {
  const cluster = textAt(object.metadata, 'annotations', LOGICAL_CLUSTER);
  return cluster === undefined ? keyOf(refOf(object)) : `${cluster}|${keyOf(refOf(object))}`;
}

/** The group of an `apiVersion`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** The version of an `apiVersion`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** An `apiVersion` from its group and version. */
export function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}
