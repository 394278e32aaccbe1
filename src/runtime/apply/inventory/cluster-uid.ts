import { isApiError, type CallOptions, type Cluster } from '../../cluster/index.js';
import type { ClusterRoles } from './other-clusters.js';

/** The UID of this namespace identifies a cluster: every cluster has it, and it never changes. */
const SYSTEM_NAMESPACE = 'kube-system';

/** Timeout for the UID, in milliseconds. */
const LONGEST_WAIT = 10_000;

/** The UID of a cluster: that of its namespace `kube-system`; undefined where we may not read it, or where there is none. */
export async function clusterUid(cluster: Cluster, options: CallOptions = {}): Promise<string | undefined> {
  try {
    return (await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: SYSTEM_NAMESPACE }, options))?.metadata.uid;
  } catch (error) {
    if (isApiError(error, 'forbidden')) return undefined;
    throw error;
  }
}

/**
 * The clusters of an instance with their names and UIDs. A cluster that does not answer has no UID here: reading its
 * inventory reports why, and the other cluster goes on.
 */
export async function clusterRolesOf(
  { infra, runtime }: { readonly infra: Cluster; readonly runtime: Cluster },
  options: CallOptions = {},
): Promise<ClusterRoles> {
  const within = { timeout: LONGEST_WAIT, ...options };
  const onInfra = uidIfReachable(infra, within);
  const uids = await Promise.all([onInfra, runtime === infra ? onInfra : uidIfReachable(runtime, within)]);
  const isNameShared = infra.name === runtime.name && infra.server.href !== runtime.server.href;
  const nameOf = ({ name, server }: Cluster): string => (isNameShared ? `${name} at ${server.host}` : name);
  return { infra: { name: nameOf(infra), uid: uids[0] }, runtime: { name: nameOf(runtime), uid: uids[1] } };
}

async function uidIfReachable(cluster: Cluster, options: CallOptions): Promise<string | undefined> {
  try {
    return await clusterUid(cluster, options);
  } catch (error) {
    if (isApiError(error)) return undefined;
    throw error;
  }
}
