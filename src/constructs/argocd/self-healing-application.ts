import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { Application, type ApplicationSpecSource } from '../../imports/application-argoproj.io.js';
import { setVerbatim } from '../verbatim.js';
import { helmValuesText } from './helm-values.js';

/** What an Application deploys: a chart from a registry or Helm repository, or a folder of a Git repository. */
export interface ApplicationSource {
  /** URL of the registry or repository; without a scheme for an OCI registry. */
  readonly repoURL: string;
  /** Version of the chart; tag, branch or commit of the repository. */
  readonly targetRevision: string;
  /** @default - a folder, not a chart */
  readonly chart?: string;
  /** @default - a chart, not a folder */
  readonly path?: string;
}

/** Props of a {@link SelfHealingApplication}. */
export interface SelfHealingApplicationProps {
  /** Name of the Application. */
  readonly name: string;
  /** Namespace of the Application; Argo CD must be told to look there. */
  readonly namespace: string;
  /** Name of the AppProject that it belongs to. */
  readonly project: string;
  /** What is deployed. */
  readonly source: ApplicationSource;
  /** URL of the API server, and the namespace, that is deployed to. */
  readonly destination: { readonly server: string; readonly namespace: string };
  /**
   * Values of the chart, written as text; none when empty.
   * @default - the chart's own
   */
  readonly values?: object;
  /**
   * Leave out the chart's CRDs.
   * @default false
   */
  readonly skipCrds?: boolean;
  /**
   * Sync wave within an app-of-apps.
   * @default 0
   */
  readonly wave?: number;
  /**
   * Fields that may differ, as in the Application's own `ignoreDifferences`.
   * @default - none
   */
  readonly ignoreDifferences?: readonly unknown[];
  /** @default ['CreateNamespace=true'] */
  readonly syncOptions?: readonly string[];
  /** Labels of the Application. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * An Application that syncs, prunes and heals on its own, and takes what it deployed away when it is deleted.
 *
 * @example
 * new SelfHealingApplication(chart, 'portal', {
 *   name: 'portal', namespace: 'mesh', project: 'mesh',
 *   source: { repoURL: 'ghcr.io/example/charts', chart: 'portal', targetRevision: '1.2.3' },
 *   destination: { server: 'https://kubernetes.default.svc', namespace: 'mesh' },
 * });
 */
export class SelfHealingApplication extends Construct {
  /** The object itself, for escape hatches. */
  readonly application: ApiObject;

  constructor(scope: Construct, id: string, props: SelfHealingApplicationProps) {
    super(scope, id);
    this.application = new ApiObject(
      this,
      'Application',
      Application.manifest({
        metadata: {
          name: props.name,
          namespace: props.namespace,
          ...(props.labels ? { labels: props.labels } : {}),
          annotations: { 'argocd.argoproj.io/sync-wave': String(props.wave ?? 0) },
          finalizers: ['resources-finalizer.argocd.argoproj.io'],
        },
        spec: {
          project: props.project,
          source: source(props),
          destination: props.destination,
          syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: [...(props.syncOptions ?? ['CreateNamespace=true'])] },
        },
      }) as ApiObjectProps,
    );
    this.node.defaultChild = this.application;
    if (props.ignoreDifferences) setVerbatim(this.application, '/spec/ignoreDifferences', props.ignoreDifferences);
  }
}

function source({ source: from, values, skipCrds }: SelfHealingApplicationProps): ApplicationSpecSource {
  const hasValues = values !== undefined && Object.keys(values).length > 0;
  const helm = { ...(skipCrds === true ? { skipCrds } : {}), ...(hasValues ? { values: helmValuesText(values) } : {}) };
  return {
    repoUrl: from.repoURL,
    targetRevision: from.targetRevision,
    ...(from.chart === undefined ? {} : { chart: from.chart }),
    ...(from.path === undefined ? {} : { path: from.path }),
    ...(Object.keys(helm).length > 0 ? { helm } : {}),
  };
}
