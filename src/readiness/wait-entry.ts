/** Objects that have to be as wanted before the platform is ready: an entry of `spec.wait`, or of the default list. */
export interface WaitEntry {
  /** Empty for the core group. */
  readonly group: string;
  /** The first one that is served is read. */
  readonly versions: readonly string[];
  readonly kind: string;
  /** @default - all namespaces, or the kind has none */
  readonly namespace?: string;
  /** @default - all objects that match */
  readonly name?: string;
  /** As requests have it. @default - all objects */
  readonly labelSelector?: string;
  readonly criterion: Criterion;
  /** How many objects there must be at least. */
  readonly minimum: number;
  /** More to say when there are too few of them. @default - nothing */
  readonly hint?: string;
}

/** When an object is as wanted: by the rules of its kind, by a condition, or by a field below `status`. */
export type Criterion =
  | { readonly by: 'kind' }
  | { readonly by: 'condition'; readonly type: string; readonly status: string }
  | { readonly by: 'field'; readonly path: readonly string[]; readonly value: string };
