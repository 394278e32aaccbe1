import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { call, until, type ApiServer } from '../../servers/index.ts';
import { SYSTEM } from '../mesh.ts';

/** Everything that a platform may consist of, and what tells who wrote it, at one moment. */
export interface Snapshot {
  /** The namespace of the platform. */
  readonly namespace: string;
  /** By `Kind namespace/name`, without inventories. */
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  /** The ConfigMaps of the inventories of all platforms of the namespace. */
  readonly inventories: readonly KubernetesObject[];
  /** Who holds the lease of an instance, by the name of the Lease. */
  readonly holders: ReadonlyMap<string, string>;
}

/** Where objects of a platform are; `undefined` is its own namespace. */
const PLACES: readonly (readonly [apiVersion: string, kind: string, plural: string, namespace?: string])[] = [
  ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'helmreleases'],
  ['source.toolkit.fluxcd.io/v1', 'OCIRepository', 'ocirepositories'],
  ['argoproj.io/v1alpha1', 'Application', 'applications'],
  ['argoproj.io/v1alpha1', 'AppProject', 'appprojects', 'argocd'],
  ['delivery.ocm.software/v1alpha1', 'Resource', 'resources'],
  ['cert-manager.io/v1', 'Issuer', 'issuers', SYSTEM],
  ['cert-manager.io/v1', 'Certificate', 'certificates', SYSTEM],
  ['v1', 'ConfigMap', 'configmaps'],
  ['v1', 'Secret', 'secrets'],
];

const INVENTORY = 'core.platform-mesh.io/inventory';

/** Reads all of it. */
export async function snapshot(kube: ApiServer, namespace: string): Promise<Snapshot> {
  const read = PLACES.map(async ([apiVersion, kind, plural, elsewhere]) => {
    const found = await itemsOf(kube, pathOf(apiVersion, elsewhere ?? namespace, plural));
    return found.map((item): KubernetesObject => ({ ...item, apiVersion, kind }));
  });
  const all = (await Promise.all(read)).flat();
  const leases = await itemsOf(kube, pathOf('coordination.k8s.io/v1', namespace, 'leases'));
  const isInventory = ({ metadata }: KubernetesObject): boolean => metadata.labels?.[INVENTORY] !== undefined;
  return {
    namespace,
    objects: new Map(all.filter((object) => !isInventory(object)).map((object) => [nameOf(object), object])),
    inventories: all.filter(isInventory),
    holders: new Map(
      leases.flatMap(({ metadata, spec }) => {
        const { holderIdentity } = (spec ?? {}) as { readonly holderIdentity?: string };
        return holderIdentity ? [[metadata.name, holderIdentity] as const] : [];
      }),
    ),
  };
}

/** Names an object, as an inventory does. */
export function nameOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/** What the inventories of an instance name. */
export function namedBy({ inventories }: Snapshot, instance: string): ReadonlySet<string> {
  return new Set(
    inventories
      .filter(({ metadata }) => metadata.labels?.[INVENTORY] === instance)
      .flatMap((map) => Object.entries((map['data'] ?? {}) as Readonly<Record<string, string>>))
      .flatMap(([kind, lines]) => lines.split('\n').map((line) => `${kind.split('.')[0] ?? ''} ${line.split(' ')[0] ?? ''}`)),
  );
}

function pathOf(apiVersion: string, namespace: string, plural: string): string {
  return `${apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`}/namespaces/${namespace}/${plural}`;
}

/** An API server that was killed may say that it is ready before it has read every kind. */
function itemsOf(kube: ApiServer, path: string): Promise<readonly KubernetesObject[]> {
  return until(`${path} can be read`, async () => {
    const { status, body } = await call(kube, path);
    return status === 200 && (body as { readonly items: readonly KubernetesObject[] }).items;
  });
}
