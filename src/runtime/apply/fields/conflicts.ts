import type { KubernetesObject } from '../../../kubernetes/index.js';
import type { FieldConflict } from '../../cluster/index.js';
import { differsInClaimsOnly, isClaimed } from './claims.js';
import { conflictPath, fieldStep, type FieldPath } from './field-path.js';
import { leaves } from './field-set.js';
import { valueAt } from './fields-of-object.js';
import { isApplyOf, ownersOf } from './managed-fields.js';
import { filterFields } from './set-operations.js';
import { afterTakeOver, takeOver, type TakeOverRules } from './take-over.js';

/**
 * The conflicts of an apply that stand; where none does, the apply may force. These do not stand:
 * - a conflict with a writer from whom {@link takeOver} takes the field;
 * - a conflict on a field that an OCM Resource decides, whoever wrote it by whatever operation: the status of the Resource is
 *   the only source of its value, and a controller of Resources may have any name.
 */
export function conflictsThatCount(
  conflicts: readonly FieldConflict[],
  desired: KubernetesObject,
  live: KubernetesObject,
  rules: TakeOverRules,
): readonly FieldConflict[] {
  const after = afterTakeOver(live, takeOver(desired, live, rules));
  return conflicts.filter((conflict) => {
    const owned = pathsOf(conflict, live, rules);
    const left = pathsOf(conflict, after, rules);
    if (owned.length > 0 && left.length === 0) return false;
    // If the object changed after it was read, only the text of the conflict names the field.
    const isDecided = owned.length > 0 ? owned.every((path) => isDecidedByOcm(path, desired, live, rules)) : isClaimedText(conflict, rules);
    return !isDecided;
  });
}

function isDecidedByOcm(path: FieldPath, desired: KubernetesObject, live: KubernetesObject, { claims }: TakeOverRules): boolean {
  return isClaimed(path, claims) || differsInClaimsOnly(path, valueAt(desired, path)?.value, valueAt(live, path)?.value, claims);
}

function isClaimedText({ field }: FieldConflict, { claims }: TakeOverRules): boolean {
  return claims.map((claim) => conflictPath(claim.map(fieldStep))).some((claimed) => field === claimed || field.startsWith(`${claimed}.`));
}

/** The possible paths of a conflict: the server does not escape dots in names. */
function pathsOf({ manager, field }: FieldConflict, object: KubernetesObject, { fieldManager }: TakeOverRules): readonly FieldPath[] {
  const owners = ownersOf(object).filter((owner) => owner.manager === manager && !isApplyOf(owner, fieldManager));
  return owners.flatMap(({ fields }) => leaves(filterFields(fields, (path) => conflictPath(path) === field)));
}
