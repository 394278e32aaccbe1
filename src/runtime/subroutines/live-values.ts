import { keyOf, refOf, type KindRef, type KubernetesObject, type ObjectRef } from '../../kubernetes/index.js';
import type { UnresolvedValue } from '../../charts/index.js';
import type { RuntimeValues } from '../../profile/index.js';
import { isApiError, type Cluster } from '../cluster/index.js';
import { joinValues, ocmResourcesOf, valueIn, valueObject, type LiveObjects } from '../values/index.js';

/** Where values are read. */
export interface ValueSources {
  readonly runtime: Cluster;
  /** Undefined while kcp has no administrator yet. */
  readonly kcp: Cluster | undefined;
  /** Namespace of the instance. */
  readonly namespace: string;
}

/** The requested values of a running platform that exist by now. */
export async function readRuntimeValues(unresolved: readonly UnresolvedValue[], sources: ValueSources): Promise<RuntimeValues> {
  const parts = await Promise.all(unresolved.map(({ source }) => readValue(source, sources)));
  return { identityHashes: {}, caBundles: {}, audiences: {}, ...joinValues(...parts), ...(await readOcm(sources)) };
}

async function readValue(source: UnresolvedValue['source'], { runtime, kcp, namespace }: ValueSources): Promise<RuntimeValues> {
  const { workspace, ref } = valueObject(source, namespace);
  const object = await read(workspace === undefined ? runtime : kcp?.workspace(workspace), ref);
  return object ? valueIn(source, object) : {};
}

/** The objects that last good values are read from. */
const MADE_FROM_RESOURCES: readonly KindRef[] = [
  { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease' },
  { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' },
  ...['OCIRepository', 'GitRepository', 'HelmRepository'].map((kind) => ({ apiVersion: 'source.toolkit.fluxcd.io/v1', kind })),
];

/** What OCM resolved. Undefined if nothing is resolved, so that files without such values do not change. */
async function readOcm({ runtime, namespace }: ValueSources): Promise<Pick<RuntimeValues, 'ocmResources'>> {
  const resources = await list(runtime, { apiVersion: 'delivery.ocm.software/v1alpha1', kind: 'Resource' }, namespace);
  const current = ocmResourcesOf(resources);
  const { ocmResources } = current.reasons.size === 0 ? current : ocmResourcesOf(resources, await madeFromResources(runtime, namespace));
  return Object.keys(ocmResources).length === 0 ? {} : { ocmResources };
}

async function madeFromResources(runtime: Cluster, namespace: string): Promise<LiveObjects> {
  const objects = (await Promise.all(MADE_FROM_RESOURCES.map((kind) => list(runtime, kind, namespace)))).flat();
  return new Map(objects.map((object) => [keyOf(refOf(object)), object]));
}

/** Empty if the kind is not served yet. */
async function list(runtime: Cluster, kind: KindRef, namespace: string): Promise<readonly KubernetesObject[]> {
  try {
    return (await runtime.list({ ...kind, namespace })).items;
  } catch (error) {
    if (isApiError(error, 'unknown-kind')) return [];
    throw error;
  }
}

/** Undefined if the object, its kind or its workspace does not exist yet. */
async function read(cluster: Cluster | undefined, ref: ObjectRef): Promise<KubernetesObject | undefined> {
  try {
    return await cluster?.get(ref);
  } catch (error) {
    if (isApiError(error, 'unknown-kind', 'unknown-workspace')) return undefined;
    throw error;
  }
}
