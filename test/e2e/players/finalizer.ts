import { call, type ApiServer } from '../../servers/index.ts';
import { play, type Player } from './player.ts';

interface Held {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string; readonly finalizers?: readonly string[] };
}

/** Lets objects that are being deleted go, some time after it has seen them, in ms. */
export function playFinalizer(kube: ApiServer, path: string, finalizer: string, after: number): Player {
  const folder = path.replace(/\/$/u, '');
  const seen = new Map<string, number>();
  return play(async () => {
    const { items } = (await call(kube, folder)).body as { readonly items: readonly Held[] };
    for (const { metadata } of items) {
      if (metadata.deletionTimestamp === undefined || !metadata.finalizers?.includes(finalizer)) continue;
      const since = seen.get(metadata.name) ?? performance.now();
      seen.set(metadata.name, since);
      if (performance.now() - since < after) continue;
      await call(kube, `${folder}/${metadata.name}`, {
        method: 'PATCH',
        body: { metadata: { finalizers: metadata.finalizers.filter((each) => each !== finalizer) } },
      });
    }
  });
}
