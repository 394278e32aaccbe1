import { Construct } from 'constructs';
import type { Blueprint, RuntimeValues } from '../profile/index.js';
import { ArgoProjectChart } from './argo-project-chart.js';
import { AuthorizationWebhookChart } from './authorization-webhook-chart.js';
import { OcmResourcesChart, ReleasesChart, SourcesChart, type ComponentContext } from './component-charts.js';
import { kcpCharts } from './kcp/kcp-charts.js';
import { KnownValues, type UnresolvedValue, type ValueSource } from './known-values.js';
import { componentInputs } from './ocm/component-inputs.js';
import { inOneLine, type TargetChart } from './target.js';

/** Props of a {@link PlatformMeshChart}. */
export interface PlatformMeshChartProps {
  /** What is deployed, from `loadBlueprint` or `defineBlueprint`. */
  readonly blueprint: Blueprint;
  /**
   * Values that only a running platform knows.
   * @default - none is known; placeholders stand for them
   */
  readonly runtimeValues?: RuntimeValues;
  /**
   * Flux applies the manifests from Git. Releases then have no field that an OCM Resource decides, because Flux would
   * revert every new value.
   * @default false
   */
  readonly isInGit?: boolean;
}

/**
 * A whole platform: the charts it is made of, each bound to one target, in the order in which they are applied.
 *
 * OCM Resources come first; then the Flux sources that are made from them, where it is known what OCM resolved; then the
 * Argo CD project, the infra components, the services, the certificate of the authorization webhook, which needs
 * cert-manager, and what belongs into kcp.
 *
 * @example
 * const app = new App();
 * const { blueprint } = loadBlueprint({ files: ['examples/quickstart'] });
 * new PlatformMeshChart(app, 'mesh', { blueprint });
 */
export class PlatformMeshChart extends Construct {
  /** The releases of the infra components, each below its name: `infraComponents.node.findChild('cert-manager')`. */
  readonly infraComponents: TargetChart;
  /** The releases of the services, each below its name; what depends on it comes after all of them. */
  readonly services: TargetChart;
  /** Values that were not known; a placeholder stands for each. */
  readonly unresolved: readonly UnresolvedValue[];
  /** Where the values are found that a running platform knows. */
  readonly sources: readonly ValueSource[];
  /** Every chart, each after those that it depends on. */
  readonly charts: readonly TargetChart[];

  constructor(scope: Construct, id: string, { blueprint, runtimeValues, isInGit = false }: PlatformMeshChartProps) {
    super(scope, id);
    const infra = blueprint.components.filter((component) => component.section === 'infra');
    const services = blueprint.components.filter((component) => component.section === 'services');
    const { namespace } = blueprint.instance;
    const values = new KnownValues(runtimeValues);
    const context: ComponentContext = { blueprint, inputs: componentInputs(blueprint), values, isInGit };
    this.infraComponents = new ReleasesChart(this, 'infra-components', { ...context, components: infra });
    this.services = new ReleasesChart(this, 'services', { ...context, components: services });
    const inOrder = [
      new OcmResourcesChart(this, 'infra-ocm-resources', { ...context, components: infra }),
      new OcmResourcesChart(this, 'services-ocm-resources', { ...context, components: services }),
      ...(values.hasOcmResources && !isInGit ? [new SourcesChart(this, 'sources', { ...context, components: blueprint.components })] : []),
      ...(blueprint.argoProject ? [new ArgoProjectChart(this, 'argo-project', { namespace, project: blueprint.argoProject })] : []),
      this.infraComponents,
      this.services,
      new AuthorizationWebhookChart(this, 'authorization-webhook'),
    ];
    inOneLine(inOrder);
    const inKcp = kcpCharts(this, { blueprint, values });
    inKcp[0]?.addDependency(...inOrder.slice(-1));
    this.charts = [...inOrder, ...inKcp];
    this.unresolved = values.unresolved;
    this.sources = values.sources;
  }
}
