import type { FaultProxy } from '../../test/e2e/fault-proxy.ts';
import { playKcpPods } from '../../test/e2e/players/kcp-pods.ts';
import type { Player } from '../../test/e2e/players/player.ts';
import type { ReplayCluster } from './cluster.ts';
import { textAt, type JsonMap } from './json.ts';
import { kcpPodsOf, type RecordedCase } from './recorded-case.ts';

/** Pods of kcp come back when they are deleted, as their controller would bring them back; undefined where there are none. */
export async function playPods(recorded: RecordedCase, { kube }: ReplayCluster): Promise<Player | undefined> {
  const pods = kcpPodsOf(recorded);
  if (pods.length === 0) return undefined;
  return playKcpPods(kube, textAt(pods[0], 'metadata', 'namespace'), pods.map((pod) => textAt(pod, 'metadata', 'name')));
}

/** Writes what OCM finds about Resources of the platform. */
export async function playOcm(found: ReadonlyMap<string, JsonMap>, { instance }: RecordedCase, cluster: ReplayCluster): Promise<void> {
  const resources = `/apis/delivery.ocm.software/v1alpha1/namespaces/${textAt(instance, 'metadata', 'namespace')}/resources`;
  for (const [name, status] of found) await cluster.patch(`${resources}/${name}/status`, { status });
}

/** Refuses what the recording server refused, as it did. */
export function playRefusals({ writes, message }: RecordedCase, proxies: readonly FaultProxy[]): void {
  const refused = new Map(writes.flatMap(({ status, path }) => (status === undefined ? [] : [[path, status] as const])));
  const reason = message.split(': ').at(-1) ?? '';
  for (const proxy of proxies) {
    proxy.rule(({ method, url }) => {
      const code = method === 'GET' ? undefined : refused.get(new URL(url, 'https://server').pathname);
      if (code === undefined) return undefined;
      return { kind: 'answer', status: code, body: { apiVersion: 'v1', kind: 'Status', status: 'Failure', message: reason, code } };
    });
  }
}

/**
 * Takes away the kinds that a step waited for: a recording says so in its message alone. Issuers are looked at first, so nothing
 * says that the rest of cert-manager is there.
 */
export async function takeKindsAway({ message }: RecordedCase, cluster: ReplayCluster): Promise<void> {
  const [, definition = ''] = /\bCRD (\S+) is not established/u.exec(message) ?? [];
  const isAbsent = (name: string, group: string): boolean => name === definition || definition === `issuers.${group}`;
  for (const crd of cluster.crds.filter(({ metadata, spec }) => isAbsent(metadata.name, spec.group))) await cluster.removeKind(crd);
}
