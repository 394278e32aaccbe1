import type { Blueprint, Component, Layer } from '../profile/index.js';
import { writePath, type Path } from './path.js';

/** One component, as a table shows it. */
export interface OverviewRow {
  readonly name: string;
  readonly section: Component['section'];
  readonly technology: Component['technology'];
  /** Where its chart comes from, such as `OCM platform-mesh/portal/chart` or `https://charts.example.com portal 1.2`. */
  readonly source: string;
  /** Namespace that it is installed into; empty when only its OCM Resources are wanted. */
  readonly namespace: string;
  /** Argo CD's sync wave; Flux waits for what `dependsOn` names. */
  readonly wave: number | undefined;
  readonly dependsOn: readonly string[];
  /** What the `PlatformMesh` sets over the profile: paths below the component. */
  readonly overrides: readonly string[];
}

/** Every component, in the order in which it is deployed. */
export function overview(blueprint: Blueprint): readonly OverviewRow[] {
  return blueprint.components.map((component) => {
    const { name, section, technology, release } = component;
    return {
      name,
      section,
      technology,
      source: sourceText(component),
      namespace: release === 'none' ? '' : release.targetNamespace,
      wave: release === 'none' || technology === 'fluxcd' ? undefined : release.wave,
      dependsOn: release === 'none' ? [] : (release.dependsOn ?? []).map((dependency) => dependency.name),
      overrides: overridesOf(blueprint, [section, component.key], []),
    };
  });
}

/** The profile may name the source of an Argo CD Application; otherwise it comes from the OCM Resource. */
function sourceText({ source, technology, ocm }: Component): string {
  if (technology === 'argocd' && source.repoURL !== undefined) {
    const what = source.kind === 'oci' || source.kind === 'helm' ? source.chart : source.path;
    return [source.repoURL, what, source.revision].filter((part) => part !== undefined).join(' ');
  }
  return ocm.chart ? `OCM ${[ocm.chart.component, ...ocm.chart.referencePath.map(({ name }) => String(name))].join('/')}` : '';
}

const OVERLAYS: readonly Layer[] = ['spec.values', 'spec.infraValues'];

/** The highest paths whose whole value an overlay set. */
function overridesOf(blueprint: Blueprint, component: Path, below: Path): readonly string[] {
  const path = [...component, ...below];
  const history = blueprint.provenance.history(path);
  const winner = history.at(-1);
  if (!winner || !OVERLAYS.includes(winner.origin.layer)) return [];
  const children = blueprint.provenance.children(path);
  if (children.length === 0 || (history.length === 1 && below.length > 0)) return [writePath(below)];
  return children.flatMap((child) => overridesOf(blueprint, component, [...below, child]));
}
