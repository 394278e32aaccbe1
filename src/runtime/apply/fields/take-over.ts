import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../../../kubernetes/index.js';
import type { JsonPatchOperation } from '../../cluster/index.js';
import { isClaimed } from './claims.js';
import { namesOf, type FieldPath } from './field-path.js';
import { contains, fieldSet, fieldsV1Of, isEmpty, NO_FIELDS, paths, within, type FieldSet } from './field-set.js';
import { difference, filterFields, filterLeaves, intersection, remainder, union } from './set-operations.js';
import { contentOf, isPresentIn, presentIn, valueAt } from './fields-of-object.js';
import { appliedEntry, entriesOf, isApplyOf, ownersOf, type ManagedFieldsEntry, type OwnedFields } from './managed-fields.js';
import { isMarked, ownershipOf, type Ownership, type OwnershipRules } from './own-output.js';
import { isRecord, writerOf } from './writers.js';

/** By which rules fields are taken over. */
export interface TakeOverRules extends OwnershipRules {
  /** Take what we apply from everybody. @default false */
  readonly force?: boolean;
}

/** How fields of others become ours. */
export interface TakeOver {
  /** Who loses fields to us. Empty when the patch only keeps fields of others from going with ours. */
  readonly from: readonly string[];
  /** The entries as they are afterwards. */
  readonly managedFields: readonly ManagedFieldsEntry[];
  /** Writes them, unless the object was changed since it was read: then the API server answers 409 `Conflict`. */
  readonly patch: readonly JsonPatchOperation[];
  /** Whether the object was made from our own output. */
  readonly isOwnOutput: boolean;
  /** What the following apply removes from the object. */
  readonly removes: readonly string[];
}

/** A take-over before it is a patch. */
type OwnershipChange = Omit<TakeOver, 'patch'>;

/** What one entry of another manager keeps. */
interface Share {
  readonly owner: OwnedFields;
  readonly rest: FieldSet;
  /** What becomes ours. */
  readonly taken: FieldSet;
}

/**
 * Makes fields ours that other writers of our own output own, so that the next apply removes those of them that are desired
 * no more. An API server removes a field only when nobody else owns it.
 *
 * @returns undefined when there is nothing to do
 */
export function takeOver(desired: KubernetesObject, live: KubernetesObject, rules: TakeOverRules): TakeOver | undefined {
  const first = takeOverOnce(desired, live, rules);
  if (!first) return undefined;
  // What one manager lost to us may decide what another one loses.
  const next = takeOver(desired, afterTakeOver(live, first), rules);
  const { managedFields, removes } = next ?? first;
  const from = [...new Set([...first.from, ...(next?.from ?? [])])];
  return { from, managedFields, patch: patchOf(live, managedFields), isOwnOutput: first.isOwnOutput, removes };
}

function takeOverOnce(desired: KubernetesObject, live: KubernetesObject, rules: TakeOverRules): OwnershipChange | undefined {
  if (!mayChange(desired, live, rules)) return undefined;
  const ownership = ownershipOf(desired, live, rules);
  const shares = ownership.others.map((owner) => shareOf(owner, takenFrom(owner, ownership, live, rules)));
  const applied = shares.reduce((all, { taken }) => union(all, taken), ownership.applied);
  const leaving = difference(applied, presentIn(applied, desired));
  const kept = keepContainers(shares, leaving);
  if (kept.every(({ owner, rest }) => isDeepStrictEqual(rest, owner.fields))) return undefined;
  const isFree = (path: FieldPath): boolean => kept.every(({ rest }) => isEmpty(within(rest, path)));
  // A field that has its default comes back at once.
  const changes = (path: FieldPath): boolean => !isDeepStrictEqual(valueAt(live, path), valueAt(ownership.desired, path));
  return {
    from: shares.filter(({ taken }) => !isEmpty(taken)).map(({ owner }) => owner.manager),
    managedFields: entriesAfter(kept, applied, desired, live, rules),
    isOwnOutput: ownership.isOwnOutput,
    removes: paths(filterLeaves(leaving, (path) => isFree(path) && changes(path))),
  };
}

/** Whether anybody may lose a field to us, or a container that we let go. Mostly not, and that is told faster. */
function mayChange(desired: KubernetesObject, live: KubernetesObject, { fieldManager, force }: TakeOverRules): boolean {
  const owners = ownersOf(live);
  const applied = owners.find((owner) => isApplyOf(owner, fieldManager))?.fields ?? NO_FIELDS;
  if (owners.some((owner) => force === true || writerOf(owner, fieldManager) !== undefined)) return true;
  return !isPresentIn(applied, desired);
}

/** An object as it is after a take-over. */
export function afterTakeOver(live: KubernetesObject, change: OwnershipChange | undefined): KubernetesObject {
  return change ? { ...live, metadata: { ...live.metadata, managedFields: change.managedFields } } : live;
}

function shareOf(owner: OwnedFields, taken: FieldSet): Share {
  const rest = remainder(owner.fields, taken);
  // Containers alone change nothing: whoever keeps a field within one keeps the container.
  if (isDeepStrictEqual(rest, owner.fields)) return { owner, rest, taken: NO_FIELDS };
  return { owner, rest, taken: union(taken, difference(owner.fields, rest)) };
}

/** What of an entry becomes ours. */
function takenFrom(owner: OwnedFields, ownership: Ownership, live: KubernetesObject, rules: TakeOverRules): FieldSet {
  const { fields } = owner;
  switch (writerOf(owner, rules.fieldManager)) {
    case 'ourselves':
      return fields;
    case 'applier': {
      const isWhole = isFromOutput(owner, ownership, live, rules);
      const former = isWhole ? filterFields(fields, (path) => !isAboutObject(path)) : intersection(fields, ownership.own);
      return union(presentIn(fields, ownership.desired), former);
    }
    case 'resource-controller':
      return fromController(fields, ownership, live, rules);
    case 'operator-binary': {
      // Another operator's binary may have the same name: in an object of somebody's own, only the claims are ours.
      const isOurs = (path: FieldPath): boolean => isClaimed(path, rules.claims) || contains(ownership.own, path);
      return fromController(ownership.isOwnOutput ? fields : filterFields(fields, isOurs), ownership, live, rules);
    }
    case undefined:
      return rules.force === true && owner.subresource === '' ? byForce(fields, ownership, live) : NO_FIELDS;
  }
}

/** Whether an entry of an applier holds our own output, and nothing of its own. */
function isFromOutput(owner: OwnedFields, ownership: Ownership, live: KubernetesObject, rules: TakeOverRules): boolean {
  const { others, fitsOutput, isOwnOutput } = ownership;
  if (isRecord(owner)) return isOwnOutput;
  if (isMarked(owner, live) || (fitsOutput && !isEmpty(contentOf(owner.fields)))) return true;
  // A client that updates owns only what it changed: the mark stays with the one that created the object.
  const isUpdater = (other: OwnedFields): boolean => other.operation === 'Update' && writerOf(other, rules.fieldManager) === 'applier';
  return isUpdater(owner) && !isEmpty(contentOf(owner.fields)) && others.some((other) => isUpdater(other) && isMarked(other, live));
}

/** Whether a field says how the object as a whole is to be treated, which an author adds to any output. */
function isAboutObject(path: FieldPath): boolean {
  const [root, field = '', key] = namesOf(path);
  return root === 'metadata' && (['finalizers', 'ownerReferences'].includes(field) || key === 'core.platform-mesh.io/prune');
}

/**
 * A controller may live beside us and write the same values as we do; it keeps what it shares with us, so that the two do not
 * take it from each other for ever. It keeps what it claims on its own as well, such as `suspend: false`.
 */
function fromController(fields: FieldSet, ownership: Ownership, live: KubernetesObject, { claims }: TakeOverRules): FieldSet {
  const candidates = stale(union(intersection(fields, ownership.own), contentOf(fields)), ownership);
  return union(
    conflicting(fields, ownership, live),
    filterFields(candidates, (path) => !isClaimed(path, claims)),
  );
}

/** What we apply, or applied, in spite of others. */
function byForce(fields: FieldSet, ownership: Ownership, live: KubernetesObject): FieldSet {
  return union(conflicting(fields, ownership, live), stale(intersection(fields, ownership.own), ownership));
}

/** The fields that are desired with another value. */
function conflicting(fields: FieldSet, { desired }: Ownership, live: KubernetesObject): FieldSet {
  return filterLeaves(presentIn(fields, desired), (path) => !isDeepStrictEqual(valueAt(desired, path), valueAt(live, path)));
}

/** The fields that are not desired. */
function stale(fields: FieldSet, { desired }: Ownership): FieldSet {
  return difference(fields, presentIn(fields, desired));
}

/**
 * Gives others the containers of their fields that leave us. The API server removes a map within free-form values with
 * everything in it when its last owner lets it go, also fields that others own.
 */
function keepContainers(shares: readonly Share[], leaving: FieldSet): readonly Share[] {
  const owned = shares.reduce((all, { rest }) => union(all, rest), NO_FIELDS);
  const unowned = difference(leaving, owned);
  return shares.map((share) => ({ ...share, rest: withContainers(share.rest, unowned) }));
}

function withContainers({ isMember, children }: FieldSet, containers: FieldSet): FieldSet {
  const isHeld = containers.isMember && children.size > 0;
  const inner = [...children].map(([step, child]) => [step, withContainers(child, containers.children.get(step) ?? NO_FIELDS)] as const);
  return fieldSet(isMember || isHeld, inner);
}

function entriesAfter(
  shares: readonly Share[],
  applied: FieldSet,
  desired: KubernetesObject,
  live: KubernetesObject,
  { fieldManager }: TakeOverRules,
): readonly ManagedFieldsEntry[] {
  const former = appliedEntry(live, fieldManager);
  const givers = shares.filter(({ taken }) => !isEmpty(taken)).map(({ owner }) => owner);
  const time = [former, ...givers]
    .flatMap((owner) => owner?.entry.time ?? [])
    .sort()
    .at(-1);
  const ours: ManagedFieldsEntry = {
    apiVersion: desired.apiVersion,
    ...former?.entry,
    manager: fieldManager,
    operation: 'Apply',
    ...(time === undefined ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: fieldsV1Of(applied),
  };
  const others = shares.flatMap(({ owner, rest }) => {
    if (isDeepStrictEqual(rest, owner.fields)) return [owner.entry];
    return isEmpty(rest) ? [] : [{ ...owner.entry, fieldsV1: fieldsV1Of(rest) }];
  });
  return [...(isEmpty(applied) ? [] : [ours]), ...others];
}

/** A `test` of the version would be answered 422 `Invalid`; another version in its place is a conflict, as with any write. */
function patchOf(live: KubernetesObject, managedFields: readonly ManagedFieldsEntry[]): readonly JsonPatchOperation[] {
  return [
    { op: entriesOf(live).length > 0 ? 'replace' : 'add', path: '/metadata/managedFields', value: managedFields },
    { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
  ];
}
