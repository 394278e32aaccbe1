import type { KubernetesObject } from '../../../kubernetes/index.js';
import { isClaimed, type Claim } from './claims.js';
import { isEmpty, paths, type FieldSet } from './field-set.js';
import { contentOf, valueAt } from './fields-of-object.js';
import { isApplyOf, ownersOf } from './managed-fields.js';
import { filterLeaves, union } from './set-operations.js';
import { isCompleter } from './writers.js';

/** Fields in an object that somebody else owns and that are not desired. */
export interface ForeignFields {
  readonly manager: string;
  /** Readable paths, in order. */
  readonly fields: readonly string[];
}

/**
 * The fields that stay in an object though they are not desired, by manager. Metadata, status, and what only completes an
 * object do not count. After a take-over, ask about the object as it is then.
 *
 * @param claims fields that OCM Resources decide; they do not count either. @default - none
 */
export function foreignFields(
  desired: KubernetesObject,
  live: KubernetesObject,
  fieldManager: string,
  claims: readonly Claim[] = [],
): readonly ForeignFields[] {
  const byManager = new Map<string, FieldSet>();
  for (const owner of ownersOf(live)) {
    if (isApplyOf(owner, fieldManager) || isCompleter(owner)) continue;
    const stays = filterLeaves(contentOf(owner.fields), (path) => valueAt(desired, path) === undefined && !isClaimed(path, claims));
    if (!isEmpty(stays)) byManager.set(owner.manager, union(byManager.get(owner.manager) ?? stays, stays));
  }
  return [...byManager].map(([manager, fields]) => ({ manager, fields: paths(fields) }));
}
