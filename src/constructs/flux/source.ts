import { Construct } from 'constructs';
import type { ApiObject } from 'cdk8s';
import { GitRepository } from '../../imports/git-repository-source.toolkit.fluxcd.io.js';
import { HelmRepository, HelmRepositorySpecProvider } from '../../imports/helm-repository-source.toolkit.fluxcd.io.js';
import {
  OciRepository,
  OciRepositorySpecLayerSelectorOperation,
  OciRepositorySpecProvider,
} from '../../imports/oci-repository-source.toolkit.fluxcd.io.js';

/** Props of a {@link Source}: what Flux fetches. */
export type SourceProps = SourceName &
  (
    | {
        readonly kind: 'OCIRepository';
        /** Such as `oci://registry.example.com/charts/portal`. */ readonly url: string;
        readonly tag: string;
      }
    | { readonly kind: 'GitRepository'; readonly url: string; readonly commit: string }
    | { readonly kind: 'HelmRepository'; readonly url: string }
  );

/** The name of a {@link Source}, which a release refers to. */
export interface SourceName {
  /** Name of the source. */
  readonly name: string;
  /** Namespace of the source. */
  readonly namespace: string;
}

/** What every Helm chart in an OCI registry is stored as. */
const HELM_CHART = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/**
 * Where Flux fetches a chart or a folder of manifests: one version of it, or a repository of charts.
 *
 * Flux asks for a chart or a commit every minute, and for the index of a Helm repository every five minutes.
 *
 * @example
 * new Source(chart, 'portal', {
 *   kind: 'OCIRepository', name: 'portal', namespace: 'mesh', url: 'oci://ghcr.io/example/charts/portal', tag: '1.2.3',
 * });
 */
export class Source extends Construct {
  /** The object itself, for escape hatches. */
  readonly source: ApiObject;

  constructor(scope: Construct, id: string, props: SourceProps) {
    super(scope, id);
    this.source = this.#objectOf(props);
    this.node.defaultChild = this.source;
  }

  #objectOf(props: SourceProps): ApiObject {
    const { kind, name, namespace, url } = props;
    const metadata = { name, namespace };
    switch (kind) {
      case 'OCIRepository':
        return new OciRepository(this, kind, {
          metadata,
          spec: {
            url,
            ref: { tag: props.tag },
            provider: OciRepositorySpecProvider.GENERIC,
            interval: '1m0s',
            layerSelector: { mediaType: HELM_CHART, operation: OciRepositorySpecLayerSelectorOperation.COPY },
          },
        });
      case 'GitRepository':
        return new GitRepository(this, kind, { metadata, spec: { url, ref: { commit: props.commit }, interval: '1m0s', timeout: '5m' } });
      case 'HelmRepository':
        return new HelmRepository(this, kind, { metadata, spec: { url, provider: HelmRepositorySpecProvider.GENERIC, interval: '5m' } });
    }
  }
}
