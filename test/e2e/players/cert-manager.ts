import { call, type ApiServer } from '../../servers/index.ts';
import { play, type Player } from './player.ts';

interface Issued {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly status?: object;
}

/** Says of the issuers and certificates of a namespace that they are ready, as cert-manager does; it makes no certificate. */
export function playCertManager(kube: ApiServer, namespace: string): Player {
  return play(async () => {
    for (const plural of ['issuers', 'certificates']) {
      const path = `/apis/cert-manager.io/v1/namespaces/${namespace}/${plural}`;
      const { items } = (await call(kube, path)).body as { readonly items: readonly Issued[] };
      for (const { metadata } of items.filter(({ status }) => !status)) {
        const condition = {
          type: 'Ready',
          status: 'True',
          reason: 'Ready',
          message: 'ready',
          observedGeneration: metadata.generation,
          lastTransitionTime: '2025-01-01T00:00:00Z',
        };
        await call(kube, `${path}/${metadata.name}/status`, { method: 'PATCH', body: { status: { conditions: [condition] } } });
      }
    }
  });
}
