import type { KubernetesObject, ObjectRef } from '../../kubernetes/index.js';
import type { Claim } from './fields/index.js';

/** One object that is to be there, where, and by which rules. */
export interface DesiredObject {
  /** As the charts name it, such as `runtime`. */
  readonly target: string;
  /** Objects of a lower level are written first. */
  readonly level: number;
  readonly object: KubernetesObject;
  /** Who we are in `managedFields`. */
  readonly fieldManager: string;
  readonly ownership: Ownership;
  /** Fields that an OCM Resource decides, such as `spec`, `values`, `image`, `tag`. @default - none */
  readonly claims?: readonly Claim[];
  /** Why the object must not be written yet. @default - it may be written */
  readonly withheld?: string;
  /** What has to be ready before the object is created. @default - nothing */
  readonly after?: readonly ObjectRef[];
}

/**
 * `manage`: we keep it as it is desired.
 *
 * `create-only`: we create it, and never change one that exists.
 *
 * `shared`: several platforms use it; it goes with the last one.
 */
export type Ownership = 'manage' | 'create-only' | 'shared';
