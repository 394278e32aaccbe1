import type { Construct } from 'constructs';
import { ReferencedResource, SelfHealingApplication } from '../constructs/index.js';
import { PlatformMeshError } from '../errors.js';
import type { Blueprint, Component } from '../profile/index.js';
import { argoApplication } from './argo-application.js';
import { addFluxRelease, type FluxTarget } from './flux-release.js';
import type { KnownValues } from './known-values.js';
import { ocmResources } from './ocm-resources.js';
import { TargetChart } from './target.js';

/** Props of the charts below. */
export interface ComponentsProps {
  readonly blueprint: Blueprint;
  readonly components: readonly Component[];
}

/** Where the charts and images of components come from: an OCM Resource for each. */
export class OcmResourcesChart extends TargetChart {
  constructor(scope: Construct, id: string, { blueprint, components }: ComponentsProps) {
    super(scope, id, { target: 'runtime' });
    for (const component of components) {
      for (const props of ocmResources(component, blueprint.instance.namespace)) new ReferencedResource(this, unused(this, props.name), props);
    }
  }
}

/** How components are deployed: a release or an Application for each. */
export class ReleasesChart extends TargetChart {
  constructor(scope: Construct, id: string, { blueprint, components, values }: ComponentsProps & { readonly values: KnownValues }) {
    super(scope, id, { target: 'infra' });
    const { namespace } = blueprint.instance;
    const { remoteRuntime } = blueprint.settings;
    const target: FluxTarget = { namespace, ...(remoteRuntime ? { kubeConfig: remoteRuntime } : {}) };
    for (const component of components) {
      const { release } = component;
      if (release === 'none') continue;
      unused(this, component.name);
      if (component.technology === 'fluxcd') addFluxRelease(this, component, release, target);
      else new SelfHealingApplication(this, component.name, argoApplication(component, release, namespace, values.source(component.ocm.chart?.name)));
    }
  }
}

/** The constructs library would refuse the second one as well, but by an error without a code. */
function unused(chart: TargetChart, id: string): string {
  const other = chart.node.tryFindChild(id);
  if (other) throw new PlatformMeshError('duplicate-object', `${other.node.path}: written twice, by two components or images called "${id}"`);
  return id;
}
