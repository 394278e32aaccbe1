import type { KubernetesObject } from '../../kubernetes/index.js';
import { SOURCE_PLACEHOLDER, type Manifest } from '../../charts/index.js';
import type { Blueprint, ResolvedSource } from '../../profile/index.js';
import type { Desired } from '../apply/index.js';
import type { Cluster } from '../cluster/index.js';

/** How long what was read of the OCM Resources is good for, in ms: one list serves all Applications that wait. */
const FRESH = 1000;

interface Access {
  readonly helmRepository?: string;
  readonly repoUrl?: string;
  readonly ref?: string;
  readonly commit?: string;
  readonly imageReference?: string;
}

interface ResourceStatus {
  readonly resource?: { readonly version?: string; readonly access?: Access; readonly imageReference?: string };
  readonly component?: { readonly version?: string };
}

/** Where an OCM Resource found a chart; undefined as long as it has not. */
export function sourceOf(resource: KubernetesObject): ResolvedSource | undefined {
  const { resource: found, component } = (resource['status'] ?? {}) as ResourceStatus;
  const { access = {}, version = '' } = found ?? {};
  if (access.helmRepository) return source(access.helmRepository, version);
  if (access.repoUrl) return source(access.repoUrl, [access.ref, component?.version, version, access.commit].find((revision) => revision !== undefined && revision !== ''));
  return registrySource(access.imageReference ?? found?.imageReference ?? '', version);
}

/** `oci://registry.example.com/charts/portal:1.2` is the chart `portal` of `registry.example.com/charts`. */
function registrySource(reference: string, version: string): ResolvedSource | undefined {
  const path = reference.replace(/^oci:\/\//u, '').replace(/@.*$/u, '').replace(/:[^/:]*$/u, '');
  const cut = path.lastIndexOf('/');
  return cut > 0 ? source(path.slice(0, cut), version) : undefined;
}

function source(repoURL: string, targetRevision: string | undefined): ResolvedSource | undefined {
  return targetRevision ? { repoURL, targetRevision } : undefined;
}

/** Kinds of which every platform has one of the same name: the certificate of the authorization webhook, and Argo CD's project. */
const SHARED = new Set(['AppProject', 'Certificate', 'Issuer']);

/** Manifests of the clusters; an Application whose source OCM has to find is made when it is found, and never with a placeholder. */
export function desiredOf(manifests: readonly Manifest[], { components, instance }: Blueprint, runtime: Cluster): readonly Desired[] {
  const resources = new Map(components.map(({ name, ocm }) => [name, ocm.chart?.name]));
  const read = shared(async () => {
    const { items } = await runtime.list({ apiVersion: 'delivery.ocm.software/v1alpha1', kind: 'Resource', namespace: instance.namespace });
    return new Map(items.map((item) => [item.metadata.name, item]));
  });
  return manifests.map(({ target, order, object }): Desired => {
    const desired: Desired = { target, order, object, ...(SHARED.has(object.kind) ? { isShared: true } : {}) };
    if (object.kind !== 'Application' || !JSON.stringify(object['spec']).includes(SOURCE_PLACEHOLDER)) return desired;
    const resource = resources.get(object.metadata.name);
    return { ...desired, resolve: async () => resolveSource(object, resource, await read()) };
  });
}

function resolveSource(application: KubernetesObject, name: string | undefined, resources: ReadonlyMap<string, KubernetesObject>): KubernetesObject | string {
  const resource = name === undefined ? undefined : resources.get(name);
  if (name === undefined || !resource) return `its source is not known: there is no OCM Resource ${name ?? 'for it'}`;
  const found = sourceOf(resource);
  if (!found) return `its source is not known: OCM Resource ${name} has not found it yet`;
  const text = JSON.stringify(application['spec'], (key, value: unknown) => (value === SOURCE_PLACEHOLDER && key in found ? found[key as keyof ResolvedSource] : value));
  if (text.includes(SOURCE_PLACEHOLDER)) return 'its source is not known: the profile names no path in the repository';
  return { ...application, spec: JSON.parse(text) as unknown };
}

/** Reads at most once in a while, for everybody who asks. */
function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly value: Promise<T> } | undefined;
  return async () => {
    if (!last || Date.now() - last.at > FRESH) last = { at: Date.now(), value: read() };
    return last.value;
  };
}
