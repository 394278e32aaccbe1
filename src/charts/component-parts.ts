import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { refOf, type KubernetesObject, type ObjectRef } from '../kubernetes/index.js';
import type { Component } from '../profile/index.js';
import { SOURCE_PLACEHOLDER } from './argo-application.js';
import { addOcmResources, addRelease, addSource, type ComponentContext } from './component-charts.js';
import { detachedApp } from './manifest.js';
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
  const charts = {
    ocmResources: new TargetChart(app, 'ocmResources', { target: 'runtime' }),
    sources: new TargetChart(app, 'sources', { target: 'infra' }),
    releases: new TargetChart(app, 'releases', { target: 'infra' }),
  };
  return components.map((component, index) => {
    const objectsOf = (part: keyof typeof PARTS): readonly KubernetesObject[] => {
      const scope = new Construct(charts[part], String(index));
      PARTS[part](scope, component, context);
      return scope.node
        .findAll()
        .filter((construct) => ApiObject.isApiObject(construct))
        .map((object) => object.toJson() as KubernetesObject);
    };
    const releases = objectsOf('releases');
    const missingSource = context.values.hasOcmResources ? missingSourceOf(component, context) : undefined;
    const placeholder = placeholderIn(releases, component, context);
    return {
      ocmResources: objectsOf('ocmResources'),
      sources: context.values.hasOcmResources ? objectsOf('sources') : [],
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
  const source = fluxSource(ownChart, values.ocmResource(ownChart.resource.name), {
    namespace,
    ...(component.release === 'none' ? {} : { release: component.source.kind }),
  });
  if (!source || !isNotResolved(source)) return undefined;
  const object = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: SOURCE_KINDS[ownChart.keys.repo],
    namespace,
    name: ownChart.keys.sourceName,
  };
  return { object, reason: source.reason, ocmResource: source.resource };
}

function placeholderIn(
  releases: readonly KubernetesObject[],
  component: Component,
  { inputs, values }: ComponentContext,
): Withheld | undefined {
  const object = releases.find(({ kind, spec }) => kind === 'Application' && JSON.stringify(spec).includes(SOURCE_PLACEHOLDER));
  if (!object) return undefined;
  const { chart } = inputs.get(component) ?? {};
  const found: NotResolved | { readonly repoURL: string } | undefined = chart && argoSource(chart, values.ocmResource(chart.resource.name));
  const reason = found && isNotResolved(found) ? found.reason : 'it has no OCM Resource';
  return { object: refOf(object), reason: `its source is not known: ${reason}`, ...(chart ? { ocmResource: chart.resource.name } : {}) };
}
