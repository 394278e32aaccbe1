import { groupOf, textAt, type KubernetesObject } from '../../../kubernetes/index.js';
import type { Schema } from '../../cluster/index.js';
import { isClaimed, type Claim } from './claims.js';
import { withDefaults } from './defaults.js';
import { fieldStep } from './field-path.js';
import { contains, isEmpty, leaves, NO_FIELDS, type FieldSet } from './field-set.js';
import { contentOf, valueAt } from './fields-of-object.js';
import { appliedEntry, isApplyOf, ownersOf, type OwnedFields } from './managed-fields.js';
import { union } from './set-operations.js';
import { isCompleter, writerOf, type Writer } from './writers.js';

/** The rules for the ownership of fields. */
export interface OwnershipRules {
  /** Our field manager. */
  readonly fieldManager: string;
  /** The fields of this object that OCM Resources decide. */
  readonly claims: readonly Claim[];
  /**
   * The schema with the defaults of the server. A client that updates also owns defaults, which its user did not write.
   * @default - defaults are unknown
   */
  readonly schema?: Schema | undefined;
}

/** Who owns which fields of an object, from our point of view. */
export interface Ownership {
  /** The desired object with its defaults. */
  readonly desired: unknown;
  /** What we own by server-side apply. */
  readonly applied: FieldSet;
  /** What we own in any way. */
  readonly own: FieldSet;
  /** Everybody but our server-side apply. */
  readonly others: readonly OwnedFields[];
  /** Whether others set only content that we or the reference write. */
  readonly fitsOutput: boolean;
  /** Whether the object was made from our own output: its content fits, or it has a mark that only our charts set. */
  readonly isOwnOutput: boolean;
}

/** What an object was before we applied it for the first time. */
export type Adoption =
  /** We applied it already. */
  | 'ours'
  /** Somebody made it from our output; it may be pruned. */
  | 'own-output'
  /** Somebody made it with content of their own; it is orphaned, not pruned. */
  | 'foreign';

/** Decides whose object it is, at our first apply. */
export function adoptionOf(desired: KubernetesObject, live: KubernetesObject, rules: OwnershipRules): Adoption {
  if (appliedEntry(live, rules.fieldManager)) return 'ours';
  return ownershipOf(desired, live, rules).isOwnOutput ? 'own-output' : 'foreign';
}

/** Reads who owns which fields. */
export function ownershipOf(object: KubernetesObject, live: KubernetesObject, { fieldManager, claims, schema }: OwnershipRules): Ownership {
  const desired = withDefaults(object, schema);
  const owners = ownersOf(live);
  const others = owners.filter((owner) => !isApplyOf(owner, fieldManager));
  const applied = owners.find((owner) => isApplyOf(owner, fieldManager))?.fields ?? NO_FIELDS;
  const writers = new Map(others.map((owner) => [owner, writerOf(owner, fieldManager)]));
  const own = others.filter((owner) => writers.get(owner) === 'ourselves').reduce((all, { fields }) => union(all, fields), applied);
  const fitsOutput = others
    .filter((owner) => !isPlatform(writers.get(owner)) && !isCompleter(owner))
    .flatMap(({ fields }) => leaves(contentOf(fields)))
    .every((path) => valueAt(desired, path) !== undefined || contains(own, path) || isClaimed(path, claims));
  return { desired, applied, own, others, fitsOutput, isOwnOutput: fitsOutput || owners.some((owner) => isMarked(owner, live)) };
}

/** Whether a writer is certainly this project or the reference. */
function isPlatform(writer: Writer | undefined): boolean {
  return writer === 'ourselves' || writer === 'resource-controller';
}

const CREATED = 'core.platform-mesh.io/operator-created';
const TECHNOLOGY = 'core.platform-mesh.io/deployment-technology';

/**
 * Whether the writer of an entry set the label that our charts put on an object of this kind, and some of its content too:
 * whoever only labels an object of their own did not make it from our output.
 */
export function isMarked({ fields }: OwnedFields, live: KubernetesObject): boolean {
  const { apiVersion, kind } = live;
  const isResource = groupOf(apiVersion) === 'delivery.ocm.software' && kind === 'Resource';
  const owns = (label: string): boolean => contains(fields, [fieldStep('metadata'), fieldStep('labels'), fieldStep(label)]);
  const valueOf = (label: string): string => textAt(live, 'metadata', 'labels', label) ?? '';
  const isInPlace = isResource
    ? owns(TECHNOLOGY) && ['argocd', 'fluxcd'].includes(valueOf(TECHNOLOGY))
    : owns(CREATED) && valueOf(CREATED) === 'true';
  return isInPlace && !isEmpty(contentOf(fields));
}
