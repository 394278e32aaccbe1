import { Construct } from 'constructs';
import type { Blueprint } from '../profile/index.js';
import { ArgoProjectChart } from './argo-project-chart.js';
import { AuthorizationWebhookChart } from './authorization-webhook-chart.js';
import { OcmResourcesChart, ReleasesChart } from './component-charts.js';

/** Props of a {@link PlatformMeshChart}. */
export interface PlatformMeshChartProps {
  /** What is deployed, from `loadBlueprint` or written in TypeScript. */
  readonly blueprint: Blueprint;
}

/**
 * A whole platform: the charts it is made of, each bound to one target, in the order in which they are applied.
 *
 * OCM Resources come first, since sources are made from them; then the Argo CD project, the infra components, the
 * services, and the certificate of the authorization webhook, which needs cert-manager.
 *
 * @example
 * const app = new App();
 * const { blueprint } = loadBlueprint({ files: ['examples/quickstart'] });
 * new PlatformMeshChart(app, 'mesh', { blueprint });
 */
export class PlatformMeshChart extends Construct {
  constructor(scope: Construct, id: string, { blueprint }: PlatformMeshChartProps) {
    super(scope, id);
    const infra = blueprint.components.filter((component) => component.section === 'infra');
    const services = blueprint.components.filter((component) => component.section === 'services');
    const { namespace } = blueprint.instance;
    const charts = [
      new OcmResourcesChart(this, 'infra-ocm-resources', { blueprint, components: infra }),
      new OcmResourcesChart(this, 'services-ocm-resources', { blueprint, components: services }),
      ...(blueprint.argoProject ? [new ArgoProjectChart(this, 'argo-project', { namespace, project: blueprint.argoProject })] : []),
      new ReleasesChart(this, 'infra-components', { blueprint, components: infra }),
      new ReleasesChart(this, 'services', { blueprint, components: services }),
      new AuthorizationWebhookChart(this, 'authorization-webhook'),
    ];
    charts.reduce((before, chart) => {
      chart.addDependency(before);
      return chart;
    });
  }
}
