import { call, type ApiServer } from '../../servers/index.ts';
import { play, type Player } from './player.ts';

interface HelmRelease {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly status?: { readonly observedGeneration?: number };
}

/** Installs HelmReleases of a namespace at once, as helm-controller says that it has. */
export function playHelmController(kube: ApiServer, namespace: string): Player {
  const path = `/apis/helm.toolkit.fluxcd.io/v2/namespaces/${namespace}/helmreleases`;
  return play(async () => {
    const { items } = (await call(kube, path)).body as { readonly items: readonly HelmRelease[] };
    for (const { metadata, status } of items) {
      if (status?.observedGeneration === metadata.generation) continue;
      const conditions = [{ type: 'Ready', status: 'True', reason: 'InstallSucceeded', message: 'Helm install succeeded', observedGeneration: metadata.generation, lastTransitionTime: '2025-01-01T00:00:00Z' }];
      await call(kube, `${path}/${metadata.name}/status`, { method: 'PATCH', body: { status: { conditions, observedGeneration: metadata.generation } } });
    }
  });
}
