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

/** The take-over of fields from other managers. */
export interface TakeOver {
  /** Who loses fields to us. Empty when the patch only keeps fields of others from going with ours. */
  readonly from: readonly string[];
  /** The managed fields after the take-over. */
  readonly managedFields: readonly ManagedFieldsEntry[];
  /** Writes them, unless the object was changed since it was read: then the API server answers 409 `Conflict`. */
  readonly patch: readonly JsonPatchOperation[];
  /** Whether the object was made from our own output. */
  readonly isOwnOutput: boolean;
  /** What the following apply removes from the object. */
  readonly removes: readonly string[];
}

/** A take-over, before the patch is built. */
type OwnershipChange = Omit<TakeOver, 'patch'>;

/** What one entry of another manager keeps. */
interface Share {
  readonly owner: OwnedFields;
  readonly rest: FieldSet;
  /** What becomes ours. */
  readonly taken: FieldSet;
}

/**
 * Takes over fields from other writers of our own output. The next apply then removes those fields that are no longer desired,
 * because an API server removes a field only if nobody else owns it.
 *
 * @returns undefined when there is nothing to do
 */
export function takeOver(desired: KubernetesObject, live: KubernetesObject, rules: TakeOverRules): TakeOver | undefined {
  const first = takeOverOnce(desired, live, rules);
  if (!first) return undefined;
  // A field that one manager loses may decide what another manager loses.
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
  // Removing a field with its default value has no effect: the server adds the default again.
  const changes = (path: FieldPath): boolean => !isDeepStrictEqual(valueAt(live, path), valueAt(ownership.desired, path));
  return {
    from: shares.filter(({ taken }) => !isEmpty(taken)).map(({ owner }) => owner.manager),
    managedFields: entriesAfter(kept, applied, desired, live, rules),
    isOwnOutput: ownership.isOwnOutput,
    removes: paths(filterLeaves(leaving, (path) => isFree(path) && changes(path))),
  };
}

/** A fast check whether any manager can lose a field to us, or a container that we leave. Usually none can. */
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
  // A container alone changes nothing: the owner of a field within it keeps the container.
  if (isDeepStrictEqual(rest, owner.fields)) return { owner, rest, taken: NO_FIELDS };
  return { owner, rest, taken: union(taken, difference(owner.fields, rest)) };
}

/** The fields of an entry that become ours. */
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
      // Another operator may have a binary of the same name. So in an object that is not from our output, only claimed fields become ours.
      const isOurs = (path: FieldPath): boolean => isClaimed(path, rules.claims) || contains(ownership.own, path);
      return fromController(ownership.isOwnOutput ? fields : filterFields(fields, isOurs), ownership, live, rules);
    }
    case undefined:
      return rules.force === true && owner.subresource === '' ? byForce(fields, ownership, live) : NO_FIELDS;
  }
}

/** Whether an entry of an applier has only our own output. */
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

/** The fields that we apply, or applied, although others own them too. */
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
 * Gives other managers the containers of their fields when we leave them. If the last owner of a map in free-form values leaves
 * it, the API server removes the map with all its fields, even those of others.
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

/** Replacing the version gives 409 `Conflict` if the object changed; a JSON patch `test` would give 422 `Invalid`. */
function patchOf(live: KubernetesObject, managedFields: readonly ManagedFieldsEntry[]): readonly JsonPatchOperation[] {
  return [
    { op: entriesOf(live).length > 0 ? 'replace' : 'add', path: '/metadata/managedFields', value: managedFields },
    { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
  ];
}
