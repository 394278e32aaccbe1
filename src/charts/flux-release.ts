import {
  GitManifests,
  Release,
  type GitManifestsProps,
  type KubeConfig,
  type ReleaseProps,
  type ReleaseSource,
} from '../constructs/index.js';
import type { Construct } from 'constructs';
import type { ChartSource, Component, KustomizationSource, ReleaseSettings } from '../profile/index.js';
import { OPERATOR_CREATED } from './labels.js';
import type { EffectiveRelease } from './ocm/effective-release.js';

/** What all Flux objects of a platform share. */
export interface FluxTarget {
  readonly namespace: string;
  /** Another cluster that is deployed to. */
  readonly kubeConfig?: KubeConfig;
}

/** A component as Flux deploys it. */
export function addFluxRelease(scope: Construct, component: Component, release: EffectiveRelease, target: FluxTarget): void {
  const { source } = component;
  if (source.kind === 'kustomization') new GitManifests(scope, component.name, fluxManifests(component.name, source, release, target));
  else new Release(scope, component.name, fluxRelease(component.name, source, release, target));
}

/** A chart as a HelmRelease. */
export function fluxRelease(
  name: string,
  source: Exclude<ChartSource, KustomizationSource>,
  release: EffectiveRelease,
  target: FluxTarget,
): ReleaseProps {
  return {
    name,
    namespace: target.namespace,
    source: releaseSource(name, source, release.chartVersion),
    targetNamespace: release.targetNamespace,
    interval: release.interval,
    timeout: release.timeout,
    labels: OPERATOR_CREATED,
    ...(release.createNamespace === undefined ? {} : { createNamespace: release.createNamespace }),
    ...(release.suspend === undefined ? {} : { suspend: release.suspend }),
    ...(release.dependsOn === undefined ? {} : { dependsOn: release.dependsOn }),
    ...(release.values === undefined ? {} : { values: release.values }),
    ...(release.valuesConfigMap === undefined
      ? {}
      : { valuesFrom: [{ configMap: release.valuesConfigMap.name, optional: release.valuesConfigMap.isOptional }] }),
    ...(target.kubeConfig === undefined ? {} : { kubeConfig: target.kubeConfig }),
  };
}

/** A folder of manifests as a Kustomization. */
export function fluxManifests(name: string, source: KustomizationSource, release: ReleaseSettings, target: FluxTarget): GitManifestsProps {
  return {
    name,
    namespace: target.namespace,
    interval: release.interval,
    labels: OPERATOR_CREATED,
    ...(source.path === undefined ? {} : { path: source.path }),
    ...(target.kubeConfig === undefined ? {} : { kubeConfig: target.kubeConfig }),
  };
}

function releaseSource(name: string, source: Exclude<ChartSource, KustomizationSource>, version: string | undefined): ReleaseSource {
  if (source.kind === 'oci') return { kind: 'OCIRepository', name };
  if (source.kind === 'helm') return { kind: 'HelmRepository', name, chart: source.chart, ...(version === undefined ? {} : { version }) };
  return { kind: 'GitRepository', name, chart: source.path };
}
