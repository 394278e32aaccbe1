import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import {
  HelmRelease,
  HelmReleaseSpecChartRefKind,
  HelmReleaseSpecChartSpecReconcileStrategy,
  HelmReleaseSpecChartSpecSourceRefKind,
  HelmReleaseSpecValuesFromKind,
  type HelmReleaseSpec,
} from '../../imports/helm-release-helm.toolkit.fluxcd.io.js';
import { setVerbatim } from '../verbatim.js';
import type { KubeConfig } from './kube-config.js';

/** Where Flux finds the chart of a release, in the namespace of the release. */
export type ReleaseSource =
  | { readonly kind: 'OCIRepository'; readonly name: string }
  | { readonly kind: 'GitRepository'; readonly name: string; readonly chart: string }
  | {
      readonly kind: 'HelmRepository';
      readonly name: string;
      readonly chart: string;
      /** @default - the newest one */ readonly version?: string;
    };

/** Props of a {@link Release}. */
export interface ReleaseProps {
  /** Name of the HelmRelease and of the Helm release. */
  readonly name: string;
  /** Namespace of the HelmRelease; its source lies there too. */
  readonly namespace: string;
  /** Where the chart is found. */
  readonly source: ReleaseSource;
  /**
   * Namespace that the chart is installed into.
   * @default - the namespace of the HelmRelease
   */
  readonly targetNamespace?: string;
  /**
   * Create the target namespace.
   * @default false
   */
  readonly createNamespace?: boolean;
  /**
   * Values of the chart; they reach Helm as they are, nulls included.
   * @default - the field is absent
   */
  readonly values?: object;
  /**
   * ConfigMaps with more values, under the key `values.yaml`; `values` win over them. A release waits for one that is not optional.
   * @default - none
   */
  readonly valuesFrom?: readonly { readonly configMap: string; readonly optional: boolean }[];
  /**
   * Time between two checks, as a Go duration.
   * @default '5m'
   */
  readonly interval?: string;
  /**
   * How long Helm may take for one install or upgrade, as a Go duration.
   * @default '15m'
   */
  readonly timeout?: string;
  /**
   * Do nothing until somebody resumes the release.
   * @default false
   */
  readonly suspend?: boolean;
  /**
   * Releases that must be ready first; further fields, such as `readyExpr`, are written as they are.
   * @default - the field is absent
   */
  readonly dependsOn?: readonly { readonly name: string; readonly namespace?: string }[];
  /**
   * How often a failed install is retried; -1 retries for ever, since a platform's parts wait for each other.
   * @default -1
   */
  readonly installRetries?: number;
  /**
   * How often a failed upgrade is retried.
   * @default 3
   */
  readonly upgradeRetries?: number;
  /**
   * Another cluster that is installed into.
   * @default - the cluster where Flux runs
   */
  readonly kubeConfig?: KubeConfig;
  /** Labels of the HelmRelease. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * A HelmRelease that heals: it retries installs for ever and upgrades three times.
 *
 * @example
 * new Release(chart, 'portal', { name: 'portal', namespace: 'mesh', source: { kind: 'OCIRepository', name: 'portal' } });
 */
export class Release extends Construct {
  /** The object itself, for escape hatches. */
  readonly helmRelease: ApiObject;

  constructor(scope: Construct, id: string, props: ReleaseProps) {
    super(scope, id);
    this.helmRelease = new ApiObject(
      this,
      'HelmRelease',
      HelmRelease.manifest({
        metadata: { name: props.name, namespace: props.namespace, ...(props.labels ? { labels: props.labels } : {}) },
        spec: {
          ...chart(props),
          releaseName: props.name,
          interval: props.interval ?? '5m',
          timeout: props.timeout ?? '15m',
          targetNamespace: props.targetNamespace ?? props.namespace,
          install: {
            ...(props.createNamespace === true ? { createNamespace: true } : {}),
            remediation: { retries: props.installRetries ?? -1 },
          },
          upgrade: { remediation: { retries: props.upgradeRetries ?? 3 } },
          ...(props.suspend === true ? { suspend: true } : {}),
          ...(props.valuesFrom
            ? {
                valuesFrom: props.valuesFrom.map(({ configMap, optional }) => ({
                  kind: HelmReleaseSpecValuesFromKind.CONFIG_MAP,
                  name: configMap,
                  optional,
                })),
              }
            : {}),
          ...(props.kubeConfig
            ? { kubeConfig: { secretRef: { name: props.kubeConfig.secretName, key: props.kubeConfig.secretKey } } }
            : {}),
        },
      }) as ApiObjectProps,
    );
    this.node.defaultChild = this.helmRelease;
    if (props.dependsOn) setVerbatim(this.helmRelease, '/spec/dependsOn', props.dependsOn);
    if (props.values) setVerbatim(this.helmRelease, '/spec/values', props.values);
  }
}

function chart({ source, namespace }: ReleaseProps): Pick<HelmReleaseSpec, 'chart' | 'chartRef'> {
  if (source.kind === 'OCIRepository')
    return { chartRef: { kind: HelmReleaseSpecChartRefKind.OCI_REPOSITORY, name: source.name, namespace } };
  const { GIT_REPOSITORY, HELM_REPOSITORY } = HelmReleaseSpecChartSpecSourceRefKind;
  const kind = source.kind === 'GitRepository' ? GIT_REPOSITORY : HELM_REPOSITORY;
  const reconcileStrategy = HelmReleaseSpecChartSpecReconcileStrategy.CHART_VERSION;
  const version = source.kind === 'HelmRepository' && source.version !== undefined ? { version: source.version } : {};
  return { chart: { spec: { chart: source.chart, ...version, reconcileStrategy, sourceRef: { kind, name: source.name } } } };
}
