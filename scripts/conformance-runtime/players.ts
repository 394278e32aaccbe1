import type { FaultProxy } from '../../test/e2e/fault-proxy.ts';
import { playKcpPods } from '../../test/e2e/players/kcp-pods.ts';
import type { Player } from '../../test/e2e/players/player.ts';
import type { ReplayCluster } from './cluster.ts';
import type { ImageVersion } from './image-store.ts';
import { at, isMap, listAt, textAt, type Json, type JsonMap } from './json.ts';
import { kcpPodsOf, type RecordedCase, type RecordedWrite } from './recorded-case.ts';
import { foundByOcm } from './resolved-resources.ts';

/** Pods of kcp come back when they are deleted, as their controller would bring them back; undefined where there are none. */
export async function playPods(recorded: RecordedCase, { kube }: ReplayCluster): Promise<Player | undefined> {
  const pods = kcpPodsOf(recorded);
  if (pods.length === 0) return undefined;
  return playKcpPods(
    kube,
    textAt(pods[0], 'metadata', 'namespace'),
    pods.map((pod) => textAt(pod, 'metadata', 'name')),
  );
}

/** Lets OCM find what it can; whether there was anything. */
export async function playOcm(recorded: RecordedCase, cluster: ReplayCluster, versions: readonly ImageVersion[]): Promise<boolean> {
  const namespace = textAt(recorded.instance, 'metadata', 'namespace');
  const path = `/apis/delivery.ocm.software/v1alpha1/namespaces/${namespace}/resources`;
  const resources = listAt(await cluster.get(path), 'items').filter(isMap);
  const found = foundByOcm(recorded, resources, versions);
  for (const [name, status] of found) await cluster.patch(`${path}/${name}/status`, { status });
  return found.size > 0;
}

/** Releases of each technology, and where their controllers write what became of them. */
const RELEASES = [
  { api: '/apis/helm.toolkit.fluxcd.io/v2', resource: 'helmreleases', statusOf: readyStatus, subresource: '/status' },
  { api: '/apis/kustomize.toolkit.fluxcd.io/v1', resource: 'kustomizations', statusOf: readyStatus, subresource: '/status' },
  { api: '/apis/argoproj.io/v1alpha1', resource: 'applications', statusOf: healthyStatus, subresource: '' },
] as const;

/** Lets the releases of the platform run, of which nothing was said yet; whether there was one. */
export async function playReleases({ instance }: RecordedCase, cluster: ReplayCluster): Promise<boolean> {
  let played = false;
  for (const { api, resource, statusOf, subresource } of RELEASES) {
    const path = `${api}/namespaces/${textAt(instance, 'metadata', 'namespace')}/${resource}`;
    const silent = listAt(await cluster.get(path), 'items').filter((release) => !isTold(release));
    for (const release of silent) {
      await cluster.patch(`${path}/${textAt(release, 'metadata', 'name')}${subresource}`, { status: statusOf(release) });
    }
    played ||= silent.length > 0;
  }
  return played;
}

function isTold(release: Json): boolean {
  return listAt(release, 'status', 'conditions').length > 0 || at(release, 'status', 'sync') !== undefined;
}

function readyStatus(release: Json): JsonMap {
  const observedGeneration = at(release, 'metadata', 'generation') ?? 1;
  const condition = { type: 'Ready', status: 'True', reason: 'Succeeded', message: 'it runs', lastTransitionTime: '2025-01-01T00:00:00Z' };
  return { observedGeneration, conditions: [{ ...condition, observedGeneration }] };
}

function healthyStatus(): JsonMap {
  return { sync: { status: 'Synced' }, health: { status: 'Healthy' } };
}

/** Refuses what the recording server refused, as it did. */
export function playRefusals({ writes, message }: RecordedCase, proxies: readonly FaultProxy[]): void {
  const refused = new Map(writes.flatMap((write) => (write.status === undefined ? [] : [[urlPathOf(write), write.status] as const])));
  const reason = message.split(': ').at(-1) ?? '';
  for (const proxy of proxies) {
    proxy.rule(({ method, url }) => {
      const code = method === 'GET' ? undefined : refused.get(new URL(url, 'https://server').pathname);
      if (code === undefined) return undefined;
      return { kind: 'answer', status: code, body: { apiVersion: 'v1', kind: 'Status', status: 'Failure', message: reason, code } };
    });
  }
}

function urlPathOf({ workspace, path }: RecordedWrite): string {
  return workspace === undefined ? path : `/clusters/${workspace}${path}`;
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
