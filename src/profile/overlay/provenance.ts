import type { Location } from '../../errors.js';

/**
 * Who set a value; a later one in this list wins over an earlier one. `spec` is a field of the `PlatformMesh` other than
 * those that have a name of their own; `code` is everything that `defineBlueprint` was given.
 */
export type Layer = 'default' | 'code' | 'profile' | 'spec' | 'exposure' | 'spec.values' | 'spec.infraValues' | 'flag';

/** One time that a value was set. */
export interface Origin {
  /** Who set it. */
  readonly layer: Layer;
  /** Where it stands; a default, a flag and what code sets stand in no file. */
  readonly location?: Location;
  /** The template text that the value was rendered from. */
  readonly expression?: string;
}

/** A value as one layer set it. */
export interface Assignment {
  /** Who set it, and where. */
  readonly origin: Origin;
  /** What it was set to; maps as they are after merging. */
  readonly value: unknown;
}

/** Where each value of a Blueprint came from. */
export interface Provenance {
  /**
   * Who set the value at a path such as `['services', 'portal', 'values', 'replicas']`, the winner last; the default
   * where nobody did. Paths start with `infra`, `services`, `components`, `exposure` or `settings`, or with `metadata` or
   * `spec` of the `PlatformMesh`.
   * Empty when there is no such path.
   */
  history(path: readonly string[]): readonly Assignment[];
  /** The names below a path, sorted; list items are numbered. */
  children(path: readonly string[]): readonly string[];
}
