import { invalidInput } from '../../../errors.js';
import { describeObject, isMap } from '../../../kubernetes/index.js';
import type { InventoryOwner } from './entry.js';
import { brokenInventory } from './text.js';

/** What the clusters of an instance are for. */
export const CLUSTER_ROLES = ['infra', 'runtime'] as const;

/** What a cluster of an instance is for. */
export type ClusterRole = (typeof CLUSTER_ROLES)[number];

/** A cluster and what identifies it. */
export interface ClusterIdentity {
  /** Name of its connection. */
  readonly name: string;
  /** UID of its namespace `kube-system`; undefined if reading it is forbidden. */
  readonly uid: string | undefined;
}

/** The clusters that are given for an instance; the same one twice where everything is on one. */
export type ClusterRoles = Readonly<Record<ClusterRole, ClusterIdentity>>;

/** The UIDs of the clusters that an instance was applied to, as far as they were known. */
export type StoredClusters = Readonly<Partial<Record<ClusterRole, string>>>;

/** Annotation of every inventory, with the UIDs of all clusters of the instance by role, as JSON. */
export const CLUSTERS_ANNOTATION = 'core.platform-mesh.io/clusters';

/**
 * Reads the annotation.
 *
 * @throws {PlatformMeshError} `broken-inventory` when it is no map of texts.
 */
export function storedClustersIn(annotation: string | undefined, where: string): StoredClusters {
  const value = annotation === undefined ? {} : parsed(annotation);
  const uids = isMap(value) ? CLUSTER_ROLES.map((role) => [role, value[role]] as const).filter(([, uid]) => uid !== undefined) : [];
  if (isMap(value) && uids.every((entry): entry is [ClusterRole, string] => typeof entry[1] === 'string')) return Object.fromEntries(uids);
  throw brokenInventory(
    where,
    `annotation ${CLUSTERS_ANNOTATION} is not JSON such as {"infra":"UID","runtime":"UID"}`,
    'undo the manual change, or remove the annotation; the next apply writes it',
  );
}

/** The UIDs to store: the stored ones and the newly known ones. Undefined if none is known. */
export function storedClustersWith(stored: StoredClusters, given: ClusterRoles): string | undefined {
  const known = CLUSTER_ROLES.flatMap((role) => {
    const uid = stored[role] ?? given[role].uid;
    return uid === undefined ? [] : [[role, uid] as const];
  });
  return known.length === 0 ? undefined : JSON.stringify(Object.fromEntries(known));
}

/**
 * Checks that an instance is on the clusters that it was applied to. A UID that is unknown on one side is not checked.
 *
 * @throws {InvalidInputError} `other-clusters`, which names both clusters and says what each of them is.
 */
export function checkClusters(owner: InventoryOwner, given: ClusterRoles, stored: StoredClusters): void {
  if (CLUSTER_ROLES.every((role) => isAsBefore(given[role].uid, stored[role]))) return;
  const { text, hint } = mistakeIn(given, stored);
  const clauses = CLUSTER_ROLES.map((role) => clause(role, given, stored)).join('; ');
  throw invalidInput('other-clusters', `${describeObject(owner)}: ${text}: ${clauses}`, hint);
}

/** An unknown UID counts as equal. */
function isAsBefore(uid: string | undefined, before: string | undefined): boolean {
  return uid === undefined || before === undefined || uid === before;
}

interface Mistake {
  readonly text: string;
  readonly hint: string;
}

const SWAPPED: Mistake = { text: 'the two clusters are swapped', hint: 'exchange the kubeconfigs of the infra and the runtime cluster' };
const ONE_TOO_FEW: Mistake = {
  text: 'it was applied to two clusters, but only one is given',
  hint:
    'name the other one with --remote-runtime-kubeconfig or --remote-infra-kubeconfig; ' +
    'to move everything to one cluster, delete the platform from both first',
};
const ONE_TOO_MANY: Mistake = {
  text: 'it was applied to one cluster, but two are given',
  hint: 'leave out --remote-runtime-kubeconfig and --remote-infra-kubeconfig; to move it to two clusters, delete it first',
};
const ANOTHER: Mistake = {
  text: 'it was applied to another cluster',
  hint:
    'name the clusters that it was applied to; ' +
    `if a cluster was restored with a new UID, remove the annotation ${CLUSTERS_ANNOTATION} from the inventories`,
};

function mistakeIn(given: ClusterRoles, stored: StoredClusters): Mistake {
  const [now, before] = [countOf(given.infra.uid, given.runtime.uid), countOf(stored.infra, stored.runtime)];
  if (before === 2 && now === 1) return ONE_TOO_FEW;
  if (before === 1 && now === 2) return ONE_TOO_MANY;
  const isSwapped = given.infra.uid === stored.runtime && given.runtime.uid === stored.infra;
  return isSwapped ? SWAPPED : ANOTHER;
}

/** How many clusters two UIDs mean; undefined if one of them is unknown. */
function countOf(one: string | undefined, other: string | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : new Set([one, other]).size;
}

/** The given and the former cluster of a role. */
function clause(role: ClusterRole, given: ClusterRoles, stored: StoredClusters): string {
  const { name, uid } = given[role];
  const before = stored[role];
  const is = `cluster "${name}" is given as ${role}`;
  if (before === undefined || uid === undefined) return is;
  if (before === uid) return `${is}, as before`;
  const former = CLUSTER_ROLES.find((other) => stored[other] === uid);
  const expected = CLUSTER_ROLES.find((other) => given[other].uid === before);
  const was = former === undefined ? 'and is not known to it' : `and is its ${former} cluster`;
  if (expected === undefined) return `${is} ${was}; its ${role} cluster has UID ${before} of kube-system, not ${uid}`;
  return former === undefined ? `${is} ${was}; its ${role} cluster is "${given[expected].name}"` : `${is} ${was}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
