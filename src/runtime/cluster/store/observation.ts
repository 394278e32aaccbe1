import type { KubernetesObject } from '../../../kubernetes/index.js';
import type { PlatformMeshError } from '../../../errors.js';
import type { ApiError } from '../errors/api-error.js';

/** What the store knows of one object. */
export type Observation =
  | { readonly state: 'present'; readonly object: KubernetesObject }
  | { readonly state: 'absent' }
  /** The cluster does not serve the kind. */
  | { readonly state: 'unserved'; readonly error: PlatformMeshError }
  /** Our rights do not cover it, or the answer will not change by itself. */
  | { readonly state: 'forbidden'; readonly error: PlatformMeshError }
  /** The API server did not answer, or not now. */
  | { readonly state: 'unreadable'; readonly error: PlatformMeshError }
  | { readonly state: 'unread' };

/** Why objects of a feed are not known. */
export type Problem = Extract<Observation, { readonly error: PlatformMeshError }>;

/** The observation that an error stands for. */
export function problemOf(error: ApiError): Problem {
  if (error.code === 'unknown-kind') return { state: 'unserved', error };
  return { state: error.retryable ? 'unreadable' : 'forbidden', error };
}
