import type { Construct } from 'constructs';
import { ReferencedResource, SelfHealingApplication, Source } from '../constructs/index.js';
import { PlatformMeshError } from '../errors.js';
import type { Blueprint, Component } from '../profile/index.js';
import { argoApplication } from './argo-application.js';
import { addFluxRelease, type FluxTarget } from './flux-release.js';
import type { KnownValues } from './known-values.js';
import { ocmResources } from './ocm-resources.js';
import { argoSource } from './ocm/argo-source.js';
import type { ComponentInputs } from './ocm/component-inputs.js';
import { effectiveRelease, releaseInGit, type EffectiveRelease } from './ocm/effective-release.js';
import { fluxSource } from './ocm/flux-source.js';
import { isNotResolved } from './ocm/not-resolved.js';
import { TargetChart } from './target.js';

/** The inputs for the objects of components. */
export interface ComponentContext {
  readonly blueprint: Blueprint;
  readonly inputs: ReadonlyMap<Component, ComponentInputs>;
  readonly values: KnownValues;
  /** Whether the fields that OCM resolves are left out of releases, because the release comes from Git. */
  readonly isInGit: boolean;
}

/** Props of the charts below. */
export interface ComponentsProps extends ComponentContext {
  readonly components: readonly Component[];
}

/** Where the charts and images of components come from: an OCM Resource for each. */
export class OcmResourcesChart extends TargetChart {
  constructor(scope: Construct, id: string, { components, ...context }: ComponentsProps) {
    super(scope, id, { target: 'runtime' });
    for (const component of components) addOcmResources(this, component, context);
  }
}

/** The Flux sources of components whose charts OCM has found. */
export class SourcesChart extends TargetChart {
  constructor(scope: Construct, id: string, { components, ...context }: ComponentsProps) {
    super(scope, id, { target: 'infra' });
    for (const component of components) addSource(this, component, context);
  }
}

/** How components are deployed: a release or an Application for each. */
export class ReleasesChart extends TargetChart {
  constructor(scope: Construct, id: string, { components, ...context }: ComponentsProps) {
    super(scope, id, { target: 'infra' });
    for (const component of components) addRelease(this, component, context);
  }
}

/** Adds the OCM Resources of a component. */
export function addOcmResources(scope: Construct, component: Component, { blueprint }: ComponentContext): void {
  for (const props of ocmResources(component, blueprint.instance.namespace))
    new ReferencedResource(scope, unused(scope, props.name), props);
}

/** Adds the Flux source of a component; none as long as OCM has not found it. */
export function addSource(scope: Construct, component: Component, { blueprint, inputs, values }: ComponentContext): void {
  const { ownChart } = inputs.get(component) ?? {};
  if (component.technology !== 'fluxcd' || !ownChart) return;
  const user = { namespace: blueprint.instance.namespace, ...(component.release === 'none' ? {} : { release: component.source.kind }) };
  const source = fluxSource(ownChart, values.ocmResource(ownChart.resource.name), user);
  if (source && !isNotResolved(source)) new Source(scope, unused(scope, `${source.kind}-${source.name}`), source);
}

/** Adds the release or the Application of a component. */
export function addRelease(scope: Construct, component: Component, context: ComponentContext): void {
  const { release } = component;
  if (release === 'none') return;
  const { blueprint, inputs, values } = context;
  const { namespace } = blueprint.instance;
  const { remoteRuntime } = blueprint.settings;
  unused(scope, component.name);
  const own = inputs.get(component) ?? { images: [], unsuspendedBy: [] };
  if (component.technology === 'fluxcd') {
    const target: FluxTarget = { namespace, ...(remoteRuntime ? { kubeConfig: remoteRuntime } : {}) };
    const effective: EffectiveRelease = context.isInGit
      ? releaseInGit(component, release, own)
      : effectiveRelease(component, release, own, (name) => values.ocmResource(name));
    addFluxRelease(scope, component, effective, target);
    return;
  }
  const effective = effectiveRelease(component, release, own, (name) => values.ocmResource(name));
  const found = own.chart && argoSource(own.chart, values.ocmResource(own.chart.resource.name));
  const props = argoApplication(component, effective, namespace, found && !isNotResolved(found) ? found : undefined);
  const { application } = new SelfHealingApplication(scope, component.name, props);
  // An Application needs its source and values, so Flux creates it and does not change it later.
  const isClaimed = own.images.length > 0 || own.chart?.keys.artifact === 'chart';
  if (context.isInGit && isClaimed) application.metadata.addAnnotation('kustomize.toolkit.fluxcd.io/ssa', 'IfNotPresent');
}

/** The constructs library also refuses a duplicate, but with an error without a code. */
function unused(scope: Construct, id: string): string {
  const other = scope.node.tryFindChild(id);
  if (!other) return id;
  throw new PlatformMeshError('duplicate-object', `${other.node.path}: written twice, by two components or images called "${id}"`);
}
