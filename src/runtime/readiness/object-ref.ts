import type { ObjectRef } from '../cluster/index.js';
import { textAt } from './fields.js';
import type { Observed } from './observed.js';

/** The group of an `apiVersion`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** The version of an `apiVersion`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** Group and version as one text. */
export function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The same text for two refs of one object, whatever version they name. */
export function keyOf({ apiVersion, kind, namespace = '', name }: ObjectRef): string {
  return `${groupOf(apiVersion)}/${kind}/${namespace}/${name}`;
}

/** Names an object by what stands in it. */
export function refOf(object: Observed): ObjectRef {
  const namespace = textAt(object, 'metadata', 'namespace');
  return { apiVersion: object.apiVersion, kind: object.kind, ...(namespace === undefined ? {} : { namespace }), name: textAt(object, 'metadata', 'name') ?? '' };
}
