import type { KubernetesObject } from '../../src/kubernetes/index.js';
import {
  call,
  startArgoCd,
  startHelmRepository,
  startKube,
  startNodes,
  type ApiServer,
  type ArgoCdOptions,
  type HelmRepository,
} from '../servers/index.ts';
import { install } from './crds.ts';
import { foreignCrds } from './foreign-crds.ts';
import { createMesh, type Mesh } from './mesh.ts';
import { playOcmCatalog, type FoundResource } from './players/ocm.ts';
import { webChart } from './web-chart.ts';

/** What is started for a suite about Argo CD. */
export interface ArgoPlatformOptions extends Pick<ArgoCdOptions, 'suite' | 'applicationNamespaces'> {
  /** Names of charts, of which the repository has a version 0.1.0 and OCM knows it. */
  readonly charts: readonly string[];
  /** Where the platform is. */
  readonly namespace: string;
}

/** A platform that is not applied yet, with a real Argo CD and pods that seem to run; OCM and cert-manager are played. */
export interface ArgoPlatform {
  readonly kube: ApiServer;
  readonly mesh: Mesh;
  /** Charts; those of the options are there. */
  readonly repository: HelmRepository;
  /** What OCM finds by the name of a Resource; an entry may be changed at any time. */
  readonly catalog: Map<string, FoundResource>;
  /** Ends Argo CD and starts it with another flag. */
  restartArgoCd(options: Pick<ArgoCdOptions, 'applicationNamespaces'>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts all that an Argo CD needs to deploy a platform. */
export async function startArgoPlatform({ suite, applicationNamespaces, charts, namespace }: ArgoPlatformOptions): Promise<ArgoPlatform> {
  const ending: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const each of ending.reverse()) await each.stop();
  };
  try {
    const kube = await startKube({ suite, controllers: true });
    ending.push(kube);
    ending.push(await startNodes({ suite, kube }));
    const repository = await startHelmRepository({ suite });
    ending.push(repository);
    for (const name of charts) repository.addChart(webChart(name));
    let argoCd = await startArgoCd({ suite, kube, ...(applicationNamespaces === undefined ? {} : { applicationNamespaces }) });
    ending.push({ stop: () => argoCd.stop() });
    for (const crd of foreignCrds('ocm', 'cert-manager')) await install(kube, crd);
    const catalog = new Map(charts.map((name) => [`${name}-chart`, chartIn(repository, '0.1.0')]));
    ending.push(playOcmCatalog(kube, namespace, catalog));
    const restartArgoCd: ArgoPlatform['restartArgoCd'] = async (options) => {
      await argoCd.stop();
      argoCd = await startArgoCd({ suite, kube, ...options });
    };
    return { kube, mesh: await createMesh(kube, namespace), repository, catalog, restartArgoCd, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** How OCM tells that a chart is in a Helm repository. */
export function chartIn({ url }: Pick<HelmRepository, 'url'>, version: string): FoundResource {
  return { version, access: { helmRepository: url, type: 'helm' } };
}

/** What is looked at of a Deployment of a {@link webChart}. */
export interface Web extends KubernetesObject {
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
  readonly status?: { readonly readyReplicas?: number };
}

/** A Deployment, which may be gone. */
export async function deploymentOf(kube: ApiServer, namespace: string, name: string): Promise<Web | undefined> {
  const { status, body } = await call(kube, `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`);
  return status === 200 ? (body as Web) : undefined;
}

/** UIDs of the pods of a namespace that are not on their way out, by name. */
export async function podsOf(kube: ApiServer, namespace: string): Promise<Readonly<Record<string, string>>> {
  const { items } = (await call(kube, `/api/v1/namespaces/${namespace}/pods`)).body as { readonly items: readonly KubernetesObject[] };
  return Object.fromEntries(
    items.filter(({ metadata }) => !('deletionTimestamp' in metadata)).map(({ metadata }) => [metadata.name, metadata.uid ?? '']),
  );
}

/** What Argo CD says of an Application. */
export function saysOf(application: KubernetesObject | undefined): { readonly sync?: string; readonly health?: string } {
  const { sync, health } = (application?.['status'] ?? {}) as {
    readonly sync?: { readonly status?: string };
    readonly health?: { readonly status?: string };
  };
  return {
    ...(sync?.status === undefined ? {} : { sync: sync.status }),
    ...(health?.status === undefined ? {} : { health: health.status }),
  };
}

/** Why it is not Synced, in the words of Argo CD. */
export function reasonOf(application: KubernetesObject): string {
  const { conditions = [], operationState } = (application['status'] ?? {}) as {
    readonly conditions?: readonly { readonly message: string }[];
    readonly operationState?: { readonly message?: string };
  };
  return [...conditions.map(({ message }) => message), operationState?.message ?? 'no operation'].join('; ');
}
