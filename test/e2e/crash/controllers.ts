import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { call, type Answer, type ApiServer } from '../../servers/index.ts';
import { playPlatform } from '../players/flux.ts';
import { play, type Player } from '../players/player.ts';

const FLUX_FINALIZER = 'finalizers.fluxcd.io';
const ARGO_FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/** The managers that the played controllers write as. */
export const CONTROLLERS = ['helm-controller', 'argocd-application-controller'] as const;
type Controller = (typeof CONTROLLERS)[number];

/** Of a ConfigMap that stands for what a release installs: who deployed it last. */
const DEPLOYED_BY = 'deployed-by';

/** What a release of this name installs. */
export function workloadName(release: string): string {
  return `workload-${release}`;
}

interface Release extends KubernetesObject {
  readonly spec: { readonly suspend?: boolean; readonly source?: { readonly targetRevision?: string } } & Readonly<Record<string, unknown>>;
}

/**
 * Plays OCM, Flux and Argo CD for a namespace: a release installs a workload, and takes it along when it is deleted. Flux
 * leaves it where the release is suspended, Argo CD where it is not the one that deployed it last.
 */
export function playControllers(kube: ApiServer, namespace: string): Player {
  const stage = { kube, namespace };
  const players = [playPlatform(kube, namespace), play(() => playHelm(stage)), play(() => playArgoCd(stage))];
  return {
    stop: async () => {
      await Promise.all(players.map((player) => player.stop()));
    },
  };
}

interface Place {
  readonly kube: ApiServer;
  readonly namespace: string;
}

async function playHelm(place: Place): Promise<void> {
  const path = `/apis/helm.toolkit.fluxcd.io/v2/namespaces/${place.namespace}/helmreleases`;
  const releases = await itemsOf<Release>(place, path);
  const deployers = releases.length > 0 ? await deployersIn(place) : new Map<string, string>();
  for (const release of releases) {
    const { name, finalizers, deletionTimestamp } = release.metadata;
    const isSuspended = release.spec.suspend === true;
    if (deletionTimestamp !== undefined) {
      if (!isSuspended) await remove(place, name);
      await setFinalizers(place, { path, release, manager: 'helm-controller', finalizers: [] });
    } else {
      if (finalizers === undefined) await setFinalizers(place, { path, release, manager: 'helm-controller', finalizers: [FLUX_FINALIZER] });
      if (!isSuspended && deployers.get(name) !== 'helm-controller') await deploy(place, name, 'helm-controller');
    }
  }
}

async function playArgoCd(place: Place): Promise<void> {
  const path = `/apis/argoproj.io/v1alpha1/namespaces/${place.namespace}/applications`;
  const manager = 'argocd-application-controller';
  const releases = await itemsOf<Release>(place, path);
  const deployers = releases.length > 0 ? await deployersIn(place) : new Map<string, string>();
  for (const release of releases) {
    const { name, finalizers = [], deletionTimestamp } = release.metadata;
    if (deletionTimestamp !== undefined) {
      if (finalizers.includes(ARGO_FINALIZER) && deployers.get(name) === manager) await remove(place, name);
      await setFinalizers(place, { path, release, manager, finalizers: [] });
    } else {
      if (deployers.get(name) !== manager) await deploy(place, name, manager);
      await tellSynced(place, path, release);
    }
  }
}

async function tellSynced({ kube }: Place, path: string, { metadata, spec, status }: Release): Promise<void> {
  const { source, destination, ignoreDifferences } = spec;
  const comparedTo = { source, destination, ...(ignoreDifferences === undefined ? {} : { ignoreDifferences }) };
  const synced = { sync: { status: 'Synced', revision: source?.targetRevision ?? '', comparedTo }, health: { status: 'Healthy' } };
  if (isDeepStrictEqual(status, synced)) return;
  const patch = (place: string): Promise<Answer> =>
    call(kube, `${place}?fieldManager=argocd-application-controller`, { method: 'PATCH', body: { status: synced } });
  const { body } = await patch(`${path}/${metadata.name}`);
  // The real schema has no subresource for the status.
  if (!isDeepStrictEqual((body as KubernetesObject).status, synced)) await patch(`${path}/${metadata.name}/status`);
}

async function itemsOf<Item>({ kube }: Place, path: string): Promise<readonly Item[]> {
  return ((await call(kube, path)).body as { readonly items?: readonly Item[] }).items ?? [];
}

interface Finalizing {
  readonly path: string;
  readonly release: Release;
  readonly manager: Controller;
  readonly finalizers: readonly string[];
}

async function setFinalizers({ kube }: Place, { path, release: { metadata }, manager, finalizers }: Finalizing): Promise<void> {
  const { name, resourceVersion } = metadata;
  await call(kube, `${path}/${name}?fieldManager=${manager}`, { method: 'PATCH', body: { metadata: { resourceVersion, finalizers } } });
}

/** Who deployed each release last, by its name. */
async function deployersIn(place: Place): Promise<ReadonlyMap<string, string>> {
  const workloads = await itemsOf<KubernetesObject>(place, `/api/v1/namespaces/${place.namespace}/configmaps?labelSelector=${DEPLOYED_BY}`);
  return new Map(workloads.map(({ metadata: { name, labels } }) => [name.replace(/^workload-/u, ''), labels?.[DEPLOYED_BY] ?? '']));
}

async function deploy(place: Place, release: string, manager: Controller): Promise<void> {
  const workload = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: workloadName(release), labels: { [DEPLOYED_BY]: manager } } };
  await call(place.kube, `${workloadPath(place, release)}?fieldManager=${manager}&force=true`, {
    method: 'PATCH',
    type: 'application/apply-patch+yaml',
    body: workload,
  });
}

async function remove(place: Place, release: string): Promise<void> {
  await call(place.kube, workloadPath(place, release), { method: 'DELETE' });
}

function workloadPath({ namespace }: Place, release: string): string {
  return `/api/v1/namespaces/${namespace}/configmaps/${workloadName(release)}`;
}
