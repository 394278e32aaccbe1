import { Chart, type ChartProps } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Where a manifest goes: the cluster of Flux or Argo CD, the cluster of the platform, or a kcp workspace such as
 * `kcp/root:orgs`.
 */
export type Target = 'infra' | 'runtime' | `kcp/${string}`;

/** A chart whose objects all go to one target. */
export class TargetChart extends Chart {
  /** The target of the chart that an object belongs to. */
  readonly target: Target;

  constructor(scope: Construct, id: string, props: ChartProps & { readonly target: Target }) {
    super(scope, id, { disableResourceNameHashes: true, ...props });
    this.target = props.target;
  }
}

/** Makes each chart depend on the one before. */
export function inOneLine(charts: readonly TargetChart[]): void {
  charts.forEach((chart, index) => chart.addDependency(...charts.slice(Math.max(0, index - 1), index)));
}
