import { Construct } from 'constructs';
import { Kustomization, KustomizationSpecSourceRefKind } from '../../imports/kustomization-kustomize.toolkit.fluxcd.io.js';
import type { KubeConfig } from './kube-config.js';

/** Props of {@link GitManifests}. */
export interface GitManifestsProps {
  /** Name of the Kustomization, and of the GitRepository that it reads. */
  readonly name: string;
  /** Namespace of the Kustomization; its source lies there too. */
  readonly namespace: string;
  /**
   * Folder within the repository.
   * @default - its root
   */
  readonly path?: string;
  /**
   * Time between two checks, as a Go duration.
   * @default '5m'
   */
  readonly interval?: string;
  /**
   * Another cluster that is applied to.
   * @default - the cluster where Flux runs
   */
  readonly kubeConfig?: KubeConfig;
  /** Labels of the Kustomization. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Manifests of a folder in a Git repository, applied and pruned by Flux, and never forced over somebody else's.
 *
 * @example
 * new GitManifests(chart, 'gateway-api', { name: 'gateway-api', namespace: 'mesh', path: './config/crd/standard' });
 */
export class GitManifests extends Construct {
  /** The object itself, for escape hatches. */
  readonly kustomization: Kustomization;

  constructor(scope: Construct, id: string, props: GitManifestsProps) {
    super(scope, id);
    this.kustomization = new Kustomization(this, 'Kustomization', {
      metadata: { name: props.name, namespace: props.namespace, ...(props.labels ? { labels: props.labels } : {}) },
      spec: {
        interval: props.interval ?? '5m',
        force: false,
        prune: true,
        ...(props.path === undefined ? {} : { path: props.path }),
        sourceRef: { kind: KustomizationSpecSourceRefKind.GIT_REPOSITORY, name: props.name },
        ...(props.kubeConfig ? { kubeConfig: { secretRef: { name: props.kubeConfig.secretName, key: props.kubeConfig.secretKey } } } : {}),
      },
    });
    this.node.defaultChild = this.kustomization;
  }
}
