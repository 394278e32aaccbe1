import type { Manifest, Target } from '../charts/index.js';
import type { Blueprint, Component, Dependency, OcmResource } from '../profile/index.js';
import { TECHNOLOGY_TITLES, type ComponentNode, type DependencyEdge, type ExternalNode, type FeedEdge, type Graph, type GraphTarget, type ManifestId, type ResourceNode } from './graph.js';
import { wavesOf } from './waves.js';

/** The kinds that a component is released by. */
const RELEASE_KINDS = new Set(['HelmRelease', 'Kustomization', 'Application']);

/**
 * The graph of a platform.
 *
 * @param manifests what the charts make of the Blueprint, from `manifestsOf`
 */
export function graphOf(blueprint: Blueprint, manifests: readonly Manifest[]): Graph {
  const { instance, exposure, components } = blueprint;
  const platform = { namespace: instance.namespace, byName: new Map(components.map((component) => [component.name, component])) };
  const waits = components.flatMap((component) => dependencies(component, platform));
  const needs = Map.groupBy(waits, ({ component }) => component);
  const waves = wavesOf(components.map((component) => ({ component, needs: (needs.get(component) ?? []).flatMap(({ on }) => ('kind' in on ? [] : [on])) })));
  const owned = ownedManifests(blueprint, manifests);
  const resources = components.flatMap((component) => resourcesOf(component).map((resource) => ({ component, resource })));
  const nodes = components.map((component) => componentNode(component, waves.get(component), owned.byComponent.get(component) ?? []));
  const resourceNodes = resources.map(({ component, resource }) => resourceNode(component, resource));
  return freeze({
    instance: { name: instance.name, namespace: instance.namespace, domain: exposure.baseDomainPort },
    targets: targetsOf(blueprint, manifests, new Set([...nodes, ...resourceNodes].map(({ target }) => target))),
    components: nodes,
    resources: resourceNodes,
    externals: [...new Map(waits.flatMap(({ on }) => ('kind' in on ? [[on.id, on] as const] : []))).values()],
    edges: [
      ...waits.map(({ component, on }) => dependencyEdge(component, on, waves)),
      ...resources.map(({ component, resource }): FeedEdge => ({ kind: 'feeds', from: resourceId(resource), to: componentId(fed(component, resource, platform)) })),
    ],
    others: owned.others,
  });
}

interface Platform {
  readonly namespace: string;
  readonly byName: ReadonlyMap<string, Component>;
}

function componentId({ name }: { readonly name: string }): string {
  return `component/${name}`;
}

function resourceId({ name }: { readonly name: string }): string {
  return `resource/${name}`;
}

/** A component and one thing that it waits for: another component, or a release from outside. */
interface Wait {
  readonly component: Component;
  readonly on: Component | ExternalNode;
}

function dependencies(component: Component, platform: Platform): readonly Wait[] {
  if (component.release === 'none') return [];
  const on = (component.release.dependsOn ?? []).map((dependency) => dependencyTarget(dependency, platform));
  return [...new Map(on.map((target) => [target.name + ('kind' in target ? `/${target.namespace}` : ''), { component, on: target }])).values()];
}

function dependencyTarget({ name, namespace }: Dependency, platform: Platform): Component | ExternalNode {
  const own = namespace === undefined || namespace === platform.namespace;
  const component = own ? platform.byName.get(name) : undefined;
  if (component && component.release !== 'none') return component;
  const where = namespace ?? platform.namespace;
  return { id: `external/${where}/${name}`, kind: 'external', name, namespace: where, missing: own };
}

function dependencyEdge(component: Component, on: Component | ExternalNode, waves: ReadonlyMap<Component, number>): DependencyEdge {
  const edge = { kind: 'dependsOn', from: componentId(component), to: 'kind' in on ? on.id : componentId(on) } as const;
  return { ...edge, effect: effectOf(component, on, waves) };
}

function effectOf(component: Component, on: Component | ExternalNode, waves: ReadonlyMap<Component, number>): DependencyEdge['effect'] {
  if (component.technology === 'argocd') return !('kind' in on) && (waves.get(on) ?? 0) < (waves.get(component) ?? 0) ? 'waits' : 'unordered';
  if ('kind' in on) return on.missing ? 'stuck' : 'waits';
  return on.technology === 'fluxcd' && on.source.kind !== 'kustomization' ? 'waits' : 'stuck';
}

function componentNode(component: Component, wave: number | undefined, manifests: readonly ManifestId[]): ComponentNode {
  const { name, key, section, technology, release, source } = component;
  // Flux installs a folder of manifests where they say themselves.
  const namespace = release === 'none' || (technology === 'fluxcd' && source.kind === 'kustomization') ? undefined : release.targetNamespace;
  return {
    id: componentId(component),
    kind: 'component',
    name,
    key,
    section,
    technology,
    source: sourceText(component),
    sourceKind: source.kind,
    target: manifests[0]?.target ?? (release === 'none' ? 'runtime' : 'infra'),
    ...(namespace === undefined ? {} : { namespace }),
    ...(wave === undefined ? {} : { wave }),
    suspended: release !== 'none' && technology === 'fluxcd' && release.suspend === true,
    hasRelease: release !== 'none',
    manifests,
  };
}

/** Argo CD may be told the source; otherwise the OCM Resource tells it. */
function sourceText({ source, technology, ocm }: Component): string {
  const what = source.kind === 'oci' || source.kind === 'helm' ? source.chart : (source.path ?? '');
  const told = technology === 'argocd' && source.repoURL !== undefined;
  if (told || !ocm.chart) return [source.repoURL, what, source.revision].filter((part) => part !== undefined && part !== '').join(' ');
  return `OCM ${[ocm.chart.component, ...ocm.chart.referencePath.map((element) => String(element.name))].join('/')}`;
}

function resourcesOf({ ocm }: Component): readonly OcmResource[] {
  return ocm.chart ? [ocm.chart, ...ocm.images] : ocm.images;
}

function resourceNode({ ocm }: Component, resource: OcmResource): ResourceNode {
  const tagPath = resource === ocm.chart ? undefined : marked(resource, 'path');
  return {
    id: resourceId(resource),
    kind: 'resource',
    name: resource.name,
    artifact: resource === ocm.chart ? 'chart' : 'image',
    component: resource.component,
    referencePath: resource.referencePath.map(({ name }) => String(name)),
    resource: resource.resource,
    ...(tagPath === undefined ? {} : { tagPath }),
    target: 'runtime',
  };
}

/** The component that an image's tag is for may be another than the one that names the image. */
function fed(component: Component, resource: OcmResource, { byName, namespace }: Platform): Component {
  const named = resource === component.ocm.chart ? undefined : marked(resource, 'for');
  const [name, where] = named?.split('/').toReversed() ?? [];
  return name !== undefined && (where === undefined || where === namespace) ? (byName.get(name) ?? component) : component;
}

/** The resource controller reads an annotation, and the label of the same key where there is none. */
function marked({ annotations, labels }: OcmResource, key: string): string | undefined {
  return [annotations[key], labels[key]].find((value) => value !== undefined && value !== '');
}

interface OwnedManifests {
  readonly byComponent: ReadonlyMap<Component, readonly ManifestId[]>;
  readonly others: readonly ManifestId[];
}

function ownedManifests({ components, instance }: Blueprint, manifests: readonly Manifest[]): OwnedManifests {
  const releases = new Map(components.filter(({ release }) => release !== 'none').map((component) => [component.name, component]));
  const resources = new Map(components.flatMap((component) => resourcesOf(component).map(({ name }) => [name, component] as const)));
  const ownerOf = ({ object: { apiVersion, kind, metadata } }: Manifest): Component | undefined => {
    if (metadata.namespace !== instance.namespace) return undefined;
    if (RELEASE_KINDS.has(kind)) return releases.get(metadata.name);
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

/** What tells a manifest from the others. */
export function manifestId({ target, object: { apiVersion, kind, metadata } }: Manifest): ManifestId {
  return { target, apiVersion, kind, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }), name: metadata.name };
}

function targetsOf({ components, settings }: Blueprint, manifests: readonly Manifest[], used: ReadonlySet<Target>): readonly GraphTarget[] {
  const kinds = Map.groupBy(manifests, ({ target }) => target);
  const ids = [...new Set<Target>(['infra', 'runtime', ...kinds.keys()])].filter((id) => kinds.has(id) || used.has(id));
  const technologies = [...new Set(components.map(({ technology }) => TECHNOLOGY_TITLES[technology]))];
  const notes: Readonly<Partial<Record<Target, string>>> = {
    infra: technologies.length === 0 ? '' : `where ${technologies.join(' and ')} ${technologies.length === 1 ? 'runs' : 'run'}`,
    runtime: settings.remoteRuntime ? `reached through the Secret ${settings.remoteRuntime.secretName}` : 'the same cluster here',
  };
  return ids.map((id) => ({ id, title: targetTitle(id), note: notes[id] ?? 'kcp workspace', kinds: countKinds(kinds.get(id) ?? []) }));
}

function targetTitle(target: Target): string {
  if (target === 'infra') return 'Infra cluster';
  return target === 'runtime' ? 'Runtime cluster' : target.slice('kcp/'.length);
}

function countKinds(manifests: readonly Manifest[]): GraphTarget['kinds'] {
  const byKind = Map.groupBy(manifests, ({ object }) => object.kind);
  return [...byKind].map(([kind, { length }]) => ({ kind, count: length })).sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}
