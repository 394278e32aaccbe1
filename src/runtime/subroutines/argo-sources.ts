import type { KubernetesObject } from '../../kubernetes/index.js';
import type { ResolvedSource } from '../../profile/index.js';

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
