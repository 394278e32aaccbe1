import type { Delivery } from '../delivery/delivery.js';
import type { Criterion } from './criterion.js';
import type { LabelSelector } from './label-selector.js';

/** Objects that must be as desired before the platform is ready: an entry of `spec.wait`, or of the default list. */
export interface WaitEntry {
  /** Where the objects are. @default 'infra' */
  readonly target?: string;
  /** Empty for the core group. */
  readonly group: string;
  /** The first one that the API server serves counts. */
  readonly versions: readonly string[];
  readonly kind: string;
  /** @default - all namespaces, or the kind has none */
  readonly namespace?: string;
  /** @default - all objects that match */
  readonly name?: string;
  /** @default - all objects */
  readonly selector?: LabelSelector;
  /** The selector as requests have it. @default - all objects */
  readonly labelSelector?: string;
  readonly criterion: Criterion;
  /** How many objects must exist at least. */
  readonly minimum: number;
  /** It is fine when no object matches; without it, that is a warning. @default false */
  readonly mayBeEmpty?: boolean;
  /** The releases of this platform that are of the kind. @default - none */
  readonly releases?: Releases;
}

/** Releases of this platform. Where an entry finds one of them, its whole delivery must be ready, not only the release. */
export interface Releases {
  /** Where they are. */
  readonly namespace: string;
  readonly deliveries: readonly Delivery[];
  /** The entry means these releases: the platform waits for them even if they do not exist yet, in any namespace of the entry. */
  readonly areMeant: boolean;
}
