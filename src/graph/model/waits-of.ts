import type { Component, Dependency } from '../../profile/index.js';
import type { DependencyEdge, ExternalNode } from './graph.js';
import { componentId, externalId } from '../formats/node-ids.js';

/** Where names of releases are looked for. */
export interface Platform {
  readonly namespace: string;
  readonly byName: ReadonlyMap<string, Component>;
}

/** A component and one release that it waits for: that of another component, or one from outside. */
export interface Wait {
  readonly component: Component;
  readonly on: { readonly kind: 'component'; readonly id: string; readonly component: Component } | ExternalNode;
}

/** What a component waits for, each release once. */
export function waitsOf(component: Component, platform: Platform): readonly Wait[] {
  if (component.release === 'none') return [];
  const on = (component.release.dependsOn ?? []).map((dependency) => releaseOf(dependency, platform));
  return [...new Map(on.map((release) => [release.id, { component, on: release }])).values()];
}

function releaseOf({ name, namespace }: Dependency, platform: Platform): Wait['on'] {
  const where = namespace ?? platform.namespace;
  const own = where === platform.namespace;
  const component = own ? platform.byName.get(name) : undefined;
  if (component && component.release !== 'none') return { kind: 'component', id: componentId(component), component };
  return { id: externalId({ name, namespace: where }), kind: 'external', name, namespace: where, missing: own };
}

/** The edge of a wait, with what the technology of the component makes of it. */
export function dependencyEdge(wait: Wait, waves: ReadonlyMap<Component, number>): DependencyEdge {
  return { kind: 'dependsOn', from: componentId(wait.component), to: wait.on.id, effect: effectOf(wait, waves) };
}

function effectOf({ component, on }: Wait, waves: ReadonlyMap<Component, number>): DependencyEdge['effect'] {
  if (component.technology === 'argocd') {
    const ordered = on.kind === 'component' && (waves.get(on.component) ?? 0) < (waves.get(component) ?? 0);
    return ordered ? 'waits' : 'unordered';
  }
  if (on.kind === 'external') return on.missing ? 'stuck' : 'waits';
  return on.component.technology === 'fluxcd' && on.component.source.kind !== 'kustomization' ? 'waits' : 'stuck';
}
