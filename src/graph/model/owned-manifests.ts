import type { Manifest } from '../../charts/index.js';
import { ocmKeys, type Blueprint, type Component } from '../../profile/index.js';
import { manifestId, type ManifestId } from './manifest-id.js';
import { resourcesOf } from './resources-of.js';

/** The kinds that a component is released by. */
const RELEASE_KINDS = new Set(['HelmRelease', 'Kustomization', 'Application']);

/** Manifests by the component that they belong to. */
export interface OwnedManifests {
  readonly byComponent: ReadonlyMap<Component, readonly ManifestId[]>;
  readonly others: readonly ManifestId[];
}

/** Finds the component of each manifest: its release comes first, then its OCM Resources and its Flux source. */
export function ownedManifests({ components, instance }: Blueprint, manifests: readonly Manifest[]): OwnedManifests {
  const releases = new Map(components.filter(({ release }) => release !== 'none').map((component) => [component.name, component]));
  const resources = new Map(components.flatMap((component) => resourcesOf(component).map(({ name }) => [name, component] as const)));
  const sources = new Map(
    components.flatMap((component) =>
      component.ocm.chart ? [[ocmKeys({ ...component.ocm.chart, namespace: instance.namespace }).sourceName, component] as const] : [],
    ),
  );
  const ownerOf = ({ object: { apiVersion, kind, metadata } }: Manifest): Component | undefined => {
    if (metadata.namespace !== instance.namespace) return undefined;
    if (RELEASE_KINDS.has(kind)) return releases.get(metadata.name);
    if (apiVersion.startsWith('source.toolkit.fluxcd.io/')) return sources.get(metadata.name);
    return kind === 'Resource' && apiVersion.startsWith('delivery.ocm.software/') ? resources.get(metadata.name) : undefined;
  };
  const byComponent = new Map<Component, ManifestId[]>();
  const others: ManifestId[] = [];
  for (const manifest of manifests) {
    const owner = ownerOf(manifest);
    const own = owner ? (byComponent.get(owner) ?? []) : others;
    if (owner) byComponent.set(owner, own);
    if (RELEASE_KINDS.has(manifest.object.kind)) own.unshift(manifestId(manifest));
    else own.push(manifestId(manifest));
  }
  return { byComponent, others };
}
