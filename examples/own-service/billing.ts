import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { TargetChart, type Exposure } from 'platform-mesh-cdk8s';
import { ReferencedResource, Release } from 'platform-mesh-cdk8s/constructs';

/** Props of {@link Billing}. */
export interface BillingProps {
  /** Namespace of the platform. */
  readonly namespace: string;
  /** Where users reach the platform. */
  readonly exposure: Exposure;
}

/** What our team adds to the platform: invoices for what its users order. */
export class Billing extends Construct {
  /** What Flux deploys, on the cluster where Flux runs. */
  readonly releases: TargetChart;

  constructor(scope: Construct, id: string, { namespace, exposure }: BillingProps) {
    super(scope, id);

    const runtime = new TargetChart(this, 'billing-resources', { target: 'runtime' });
    new ApiObject(runtime, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'billing' } });
    new ReferencedResource(runtime, 'chart', {
      name: 'billing-chart',
      namespace,
      component: 'billing',
      repository: 'platform-mesh',
      referencePath: [{ name: 'billing' }],
      resource: { name: 'chart' },
      labels: { artifact: 'chart', repo: 'oci', 'core.platform-mesh.io/deployment-technology': 'fluxcd' },
    });

    this.releases = new TargetChart(this, 'billing', { target: 'infra' });
    this.releases.addDependency(runtime);
    new Release(this.releases, 'release', {
      name: 'billing',
      namespace,
      source: { kind: 'OCIRepository', name: 'billing' },
      targetNamespace: 'billing',
      dependsOn: [{ name: 'portal' }],
      values: { host: `billing.${exposure.baseDomainPort}` },
    });
  }
}
