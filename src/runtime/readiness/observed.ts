import type { ObjectRef } from '../cluster/index.js';
import { textAt } from './fields.js';

/** An object as a server sends it; nothing but its kind is taken for granted. */
export interface Observed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** Names an object by what stands in it. */
export function refOf(object: Observed): ObjectRef {
  const namespace = textAt(object, 'metadata', 'namespace');
  return { apiVersion: object.apiVersion, kind: object.kind, ...(namespace === undefined ? {} : { namespace }), name: textAt(object, 'metadata', 'name') ?? '' };
}
