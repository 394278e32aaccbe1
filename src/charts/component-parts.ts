import { refOf, type KubernetesObject, type ObjectRef } from '../kubernetes/index.js';
import type { Component } from '../profile/index.js';
import { SOURCE_PLACEHOLDER } from './argo-application.js';
import { addOcmResources, addRelease, addSource, type ComponentContext } from './component-charts.js';
import { detachedApp, manifestsOf } from './manifest.js';
import { argoSource } from './ocm/argo-source.js';
import { fluxSource } from './ocm/flux-source.js';
import { isNotResolved, type NotResolved } from './ocm/not-resolved.js';
import { TargetChart } from './target.js';

/** What is made from one component. */
export interface ComponentParts {
  readonly ocmResources: readonly KubernetesObject[];
  readonly sources: readonly KubernetesObject[];
  readonly releases: readonly KubernetesObject[];
  /** The Flux source that cannot be made yet. */
  readonly missingSource?: Withheld;
  /** Why the release must not be written yet: it holds a placeholder. */
  readonly placeholder?: Withheld;
}

/** An object that must not be written yet. */
interface Withheld {
  readonly object: ObjectRef;
  readonly reason: string;
  /** The OCM Resource that it waits for. */
  readonly ocmResource?: string;
}

const PARTS = { ocmResources: addOcmResources, sources: addSource, releases: addRelease } as const;

/** Makes the objects of components, each on its own. They are those of `PlatformMeshChart`. */
export function componentParts(components: readonly Component[], context: ComponentContext): readonly ComponentParts[] {
  const app = detachedApp();
  components.forEach((component, index) => {
    for (const [part, add] of Object.entries(PARTS)) add(new TargetChart(app, `${part}-${index}`, { target: part === 'ocmResources' ? 'runtime' : 'infra' }), component, context);
  });
  const byChart = Map.groupBy(manifestsOf(app), ({ chart }) => chart);
  const objectsOf = (part: keyof typeof PARTS, index: number): readonly KubernetesObject[] => (byChart.get(`${part}-${index}`) ?? []).map(({ object }) => object);
  return components.map((component, index) => {
    const releases = objectsOf('releases', index);
    const missingSource = context.values.hasOcmResources ? missingSourceOf(component, context) : undefined;
    const placeholder = placeholderIn(releases, component, context);
    return {
      ocmResources: objectsOf('ocmResources', index),
      sources: context.values.hasOcmResources ? objectsOf('sources', index) : [],
      releases,
      ...(missingSource ? { missingSource } : {}),
      ...(placeholder ? { placeholder } : {}),
    };
  });
}

const SOURCE_KINDS = { oci: 'OCIRepository', git: 'GitRepository', helm: 'HelmRepository' } as const;

function missingSourceOf(component: Component, { blueprint, inputs, values }: ComponentContext): Withheld | undefined {
  const { ownChart } = inputs.get(component) ?? {};
  const { namespace } = blueprint.instance;
  if (component.technology !== 'fluxcd' || !ownChart?.keys.repo) return undefined;
  const source = fluxSource(ownChart, values.ocmResource(ownChart.resource.name), { namespace, ...(component.release === 'none' ? {} : { release: component.source.kind }) });
  if (!source || !isNotResolved(source)) return undefined;
  const object = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: SOURCE_KINDS[ownChart.keys.repo], namespace, name: ownChart.keys.sourceName };
  return { object, reason: source.reason, ocmResource: source.resource };
}

function placeholderIn(releases: readonly KubernetesObject[], component: Component, { inputs, values }: ComponentContext): Withheld | undefined {
  const object = releases.find(({ kind, spec }) => kind === 'Application' && JSON.stringify(spec).includes(SOURCE_PLACEHOLDER));
  if (!object) return undefined;
  const { chart } = inputs.get(component) ?? {};
  const found: NotResolved | { readonly repoURL: string } | undefined = chart && argoSource(chart, values.ocmResource(chart.resource.name));
  const reason = found && isNotResolved(found) ? found.reason : 'it has no OCM Resource';
  return { object: refOf(object), reason: `its source is not known: ${reason}`, ...(chart ? { ocmResource: chart.resource.name } : {}) };
}
