import type { Rule } from './rules.js';

/** A custom resource: what its CRD is made from. */
export interface ResourceDefinition {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly spec: object;
  readonly status: object;
  readonly specRequired: boolean;
  /** Columns of `kubectl get`, in order. */
  readonly columns: readonly { readonly name: string; readonly jsonPath: string; readonly type?: 'string' | 'date' }[];
  /** Rules over the whole object, as CEL; `self.metadata.name` is in sight. */
  readonly rules?: readonly Rule[];
}
