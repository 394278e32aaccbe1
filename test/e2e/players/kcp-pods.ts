import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { call, type ApiServer } from '../../servers/index.ts';
import { play, type Player } from './player.ts';

/** Pods of kcp, which come back when they are deleted, and are ready. */
export interface KcpPods extends Player {
  /** How often a pod was made anew. */
  readonly restarts: () => number;
  /** The fewest that were there at one moment. */
  readonly fewest: () => number;
}

/** Makes pods of kcp that nobody runs, and lets them go. */
export async function makePods(kube: ApiServer, namespace: string, names: readonly string[]): Promise<void> {
  for (const name of names) await makePod(kube, namespace, name);
}

/** Plays the controller and the node of pods of kcp. */
export async function playKcpPods(kube: ApiServer, namespace: string, names: readonly string[]): Promise<KcpPods> {
  await makePods(kube, namespace, names);
  const seen = { restarts: 0, fewest: names.length };
  const player = play(async () => {
    const there = new Set((await podsOf(kube, namespace)).map(({ metadata }) => metadata.name));
    seen.fewest = Math.min(seen.fewest, there.size);
    for (const name of names.filter((each) => !there.has(each))) {
      await makePod(kube, namespace, name);
      seen.restarts += 1;
    }
  });
  return { ...player, restarts: () => seen.restarts, fewest: () => seen.fewest };
}

export async function podsOf(kube: ApiServer, namespace: string): Promise<readonly KubernetesObject[]> {
  return ((await call(kube, `/api/v1/namespaces/${namespace}/pods`)).body as { readonly items: readonly KubernetesObject[] }).items;
}

async function makePod(kube: ApiServer, namespace: string, name: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { 'app.kubernetes.io/name': 'kcp' } },
    spec: { containers: [{ name: 'kcp', image: 'kcp' }] },
  };
  const { status } = await call(kube, path, { method: 'POST', body: pod });
  if (status === 201)
    await call(kube, `${path}/${name}/status`, {
      method: 'PATCH',
      body: { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } },
    });
}
