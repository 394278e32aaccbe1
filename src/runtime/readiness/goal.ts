import type { ObjectReader } from './object-reader.js';
import type { Observed } from '../../readiness/index.js';
import type { Readiness } from '../../readiness/index.js';

/** One thing that is waited for: an object by its name, or all objects that match. */
export interface Goal {
  /** Where it is, such as `infra`. @default - not said */
  readonly place?: string;
  readonly cluster: ObjectReader;
  readonly group: string;
  /** Tried in this order. */
  readonly versions: readonly string[];
  readonly kind: string;
  /** @default - the kind has none, or all namespaces */
  readonly namespace?: string;
  /** @default - all objects that match */
  readonly name?: string;
  /** Such as `app=portal`. @default - all objects */
  readonly labelSelector?: string;
  /** How many objects there must be at least. */
  readonly minimum: number;
  /** Whether an object is as it is waited for. */
  judge(object: Observed): Readiness;
  /** More to say when there are too few of them. @default - nothing */
  readonly hint?: string;
}
