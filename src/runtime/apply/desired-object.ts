import type { KubernetesObject, ObjectRef } from '../../kubernetes/index.js';
import type { Claim } from './fields/index.js';

/** One manifest with its target, level, field manager and ownership policy. */
export interface DesiredObject {
  /** As the charts name it, such as `runtime`. */
  readonly target: string;
  /** Objects of a lower level are written first. */
  readonly level: number;
  /**
   * The levels that this one depends on: it begins when their objects are written and their gates are open. All objects of a
   * level name the same.
   * @default - it waits for the gates of all lower levels
   */
  readonly afterLevels?: ReadonlySet<number>;
  readonly object: KubernetesObject;
  /** Who we are in `managedFields`. */
  readonly fieldManager: string;
  readonly ownership: Ownership;
  /** Fields that an OCM Resource decides, such as `spec`, `values`, `image`, `tag`. @default - none */
  readonly claims?: readonly Claim[];
  /** Why the object must not be written yet. @default - it may be written */
  readonly withheld?: string;
  /** Objects that must be ready before this one is created. @default - none */
  readonly after?: readonly ObjectRef[];
}

/**
 * `manage`: we create it, and revert changes of our fields.
 *
 * `create-only`: we create it, and never change one that exists.
 *
 * `shared`: several platforms use it; the last one deletes it.
 */
export type Ownership = 'manage' | 'create-only' | 'shared';
