import { createHash } from 'node:crypto';
import type { InventoryOwner } from './entry.js';

/** What an inventory is about. */
export interface InventoryKey {
  readonly owner: InventoryOwner;
  /** The step of the pipeline that applies the objects, such as `deployment`. */
  readonly subroutine: string;
  /** As the charts name it: `infra`, `runtime`, or a workspace such as `kcp/root:orgs`. */
  readonly target: string;
}

/** Label of every inventory, with the name of its owner. */
export const INVENTORY_LABEL = 'core.platform-mesh.io/inventory';
/** Label with the kind of the owner. */
export const KIND_LABEL = 'core.platform-mesh.io/inventory-kind';
/** Label with the subroutine. */
export const SUBROUTINE_LABEL = 'core.platform-mesh.io/inventory-subroutine';
/** Annotation with the name of the owner, since a label holds no more than 63 characters. */
export const OWNER_ANNOTATION = 'core.platform-mesh.io/inventory-owner';
/** Annotation with the target, since a label cannot hold slashes and colons. */
export const TARGET_ANNOTATION = 'core.platform-mesh.io/inventory-target';

/** Longest name of a ConfigMap. */
const LONGEST_NAME = 253;
/** Longest value of a label. */
const LONGEST_LABEL = 63;
const HASH = 16;

/**
 * Name of the ConfigMap of an inventory, such as `mesh-inventory-deployment-infra`. For owners of other kinds than
 * PlatformMesh the kind stands in it: `keycloak-inventory-managedprovider-content-runtime`. Rights are granted by this name.
 */
export function inventoryName({ owner, subroutine, target }: InventoryKey): string {
  const kind = owner.kind === 'PlatformMesh' ? '' : `-${owner.kind.toLowerCase()}`;
  return shortened(`${owner.name}-inventory${kind}-${subroutine}-${target.replace(/[^a-z0-9-]+/gu, '.')}`, LONGEST_NAME);
}

/** Labels by which the inventories of an owner are found. */
export function inventoryLabels({ owner, subroutine }: InventoryKey): Readonly<Record<string, string>> {
  return { [INVENTORY_LABEL]: shortened(owner.name, LONGEST_LABEL), [KIND_LABEL]: owner.kind, [SUBROUTINE_LABEL]: subroutine };
}

/** Data that does not fit into labels. */
export function inventoryAnnotations({ owner, target }: InventoryKey): Readonly<Record<string, string>> {
  return { [OWNER_ANNOTATION]: owner.name, [TARGET_ANNOTATION]: target };
}

/** A text of limited length; a cut text ends with a hash, so that it stays unique. */
function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH);
  return `${text.slice(0, longest - HASH - 1).replace(/[.-]+$/u, '')}-${hash}`;
}
