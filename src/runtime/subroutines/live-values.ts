import { keyOf, refOf, type KindRef, type KubernetesObject, type ObjectRef } from '../../kubernetes/index.js';
import type { UnresolvedValue } from '../../charts/index.js';
import type { RuntimeValues } from '../../profile/index.js';
import { isApiError, type Cluster } from '../cluster/index.js';
import { ocmResourcesOf, type LiveObjects } from '../values/index.js';

/** The workspace in which identity providers are configured. */
const SYSTEM = 'root:platform-mesh-system';

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
  return {
    identityHashes: Object.assign({}, ...parts.map(({ identityHashes }) => identityHashes)) as RuntimeValues['identityHashes'] & object,
    caBundles: Object.assign({}, ...parts.map(({ caBundles }) => caBundles)) as RuntimeValues['caBundles'] & object,
    audiences: Object.assign({}, ...parts.map(({ audiences }) => audiences)) as RuntimeValues['audiences'] & object,
    ...(await readOcm(sources)),
  };
}

async function readValue(source: UnresolvedValue['source'], { runtime, kcp, namespace }: ValueSources): Promise<RuntimeValues> {
  switch (source.kind) {
    case 'identityHash': {
      const hash = statusOf(
        await read(kcp?.workspace(source.workspace), { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIExport', name: source.apiExport }),
      )['identityHash'];
      return typeof hash === 'string' && hash !== '' ? { identityHashes: { [`${source.workspace}:${source.apiExport}`]: hash } } : {};
    }
    case 'audiences': {
      const clients = statusOf(
        await read(kcp?.workspace(SYSTEM), {
          apiVersion: 'core.platform-mesh.io/v1alpha1',
          kind: 'IdentityProviderConfiguration',
          name: source.name,
        }),
      )['managedClients'];
      const ids = Object.values((clients ?? {}) as Readonly<Record<string, { readonly clientId?: string }>>).flatMap(
        ({ clientId }) => clientId ?? [],
      );
      // With an empty list, nobody could log in.
      return ids.length > 0 ? { audiences: { [source.name]: ids.sort() } } : {};
    }
    case 'caBundle': {
      const secret = await read(runtime, { apiVersion: 'v1', kind: 'Secret', namespace, name: source.secret });
      const ca = ((secret?.['data'] ?? {}) as Readonly<Record<string, string>>)[source.key ?? 'ca.crt'];
      if (ca) return { caBundles: { [source.secret]: Buffer.from(ca, 'base64').toString('utf8') } };
      // A certificate of a public CA has no CA bundle. Only a webhook must have one.
      return secret && source.optional ? { caBundles: { [source.secret]: '' } } : {};
    }
  }
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

function statusOf(object: KubernetesObject | undefined): Readonly<Record<string, unknown>> {
  return (object?.['status'] ?? {}) as Readonly<Record<string, unknown>>;
}
