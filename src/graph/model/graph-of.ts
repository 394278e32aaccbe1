import type { Manifest } from '../../charts/index.js';
import type { Blueprint, Component } from '../../profile/index.js';
import type { ComponentNode, ExternalNode, Graph } from './graph.js';
import { kcpGraphOf } from '../kcp/kcp-graph-of.js';
import type { ManifestId } from './manifest-id.js';
import { componentId } from '../formats/node-ids.js';
import { ownedManifests } from './owned-manifests.js';
import { feedEdge, resourceNode, resourcesOf } from './resources-of.js';
import { targetsOf } from './targets-of.js';
import { dependencyEdge, waitsOf, type Wait } from './waits-of.js';
import { wavesOf, type WaveInput } from './waves.js';

/**
 * The graph of a platform.
 *
 * @param manifests what the charts make of the Blueprint, from `manifestsOf`
 */
export function graphOf(blueprint: Blueprint, manifests: readonly Manifest[]): Graph {
  const { instance, exposure, components } = blueprint;
  const platform = { namespace: instance.namespace, byName: new Map(components.map((component) => [component.name, component])) };
  const waits = components.flatMap((component) => waitsOf(component, platform));
  const waves = wavesOf(waveInputs(components, waits));
  const owned = ownedManifests(blueprint, manifests);
  const resources = components.flatMap((component) => resourcesOf(component).map((resource) => ({ component, resource })));
  const nodes = components.map((component) => componentNode(component, waves.get(component), owned.byComponent.get(component) ?? []));
  const resourceNodes = resources.map(({ component, resource }) => resourceNode(component, resource));
  const { edges: kcpEdges, ...kcpNodes } = kcpGraphOf(manifests);
  return freeze({
    instance: { name: instance.name, namespace: instance.namespace, domain: exposure.baseDomainPort },
    targets: targetsOf(blueprint, manifests, new Set([...nodes, ...resourceNodes].map(({ target }) => target))),
    components: nodes,
    resources: resourceNodes,
    externals: externalsOf(waits),
    ...kcpNodes,
    edges: [
      ...waits.map((wait) => dependencyEdge(wait, waves)),
      ...resources.map(({ component, resource }) => feedEdge(component, resource, platform)),
      ...kcpEdges,
    ],
    others: owned.others,
  });
}

function waveInputs(components: readonly Component[], waits: readonly Wait[]): readonly WaveInput[] {
  const byComponent = Map.groupBy(waits, ({ component }) => component);
  const needs = (component: Component): readonly Component[] =>
    (byComponent.get(component) ?? []).flatMap(({ on }) => (on.kind === 'component' ? [on.component] : []));
  return components.map((component) => ({ component, needs: needs(component) }));
}

/** Each release from outside once, however many wait for it. */
function externalsOf(waits: readonly Wait[]): readonly ExternalNode[] {
  return [...new Map(waits.flatMap(({ on }) => (on.kind === 'external' ? [[on.id, on] as const] : []))).values()];
}

function componentNode(component: Component, wave: number | undefined, manifests: readonly ManifestId[]): ComponentNode {
  const { name, key, section, technology, release, source } = component;
  // Flux installs a folder of manifests where they say themselves.
  const namespace =
    release === 'none' || (technology === 'fluxcd' && source.kind === 'kustomization') ? undefined : release.targetNamespace;
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

/** The profile may name the source of an Argo CD Application; otherwise it comes from the OCM Resource. */
function sourceText({ source, technology, ocm }: Component): string {
  const what = source.kind === 'oci' || source.kind === 'helm' ? source.chart : (source.path ?? '');
  const told = technology === 'argocd' && source.repoURL !== undefined;
  if (told || !ocm.chart) return [source.repoURL, what, source.revision].filter((part) => part !== undefined && part !== '').join(' ');
  return `OCM ${[ocm.chart.component, ...ocm.chart.referencePath.map((element) => String(element.name))].join('/')}`;
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}
