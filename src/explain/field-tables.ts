import type { Component } from '../profile/index.js';

/**
 * Which keys of the input a field of an object is made from, the strongest first. A key that starts with a dot belongs
 * to the component; `**` is whatever follows, `*` its first step; `{image}` is the number of the image, `{before}` the
 * infra component that comes first.
 *
 * The mappings in `profile/` and `charts/` write these fields; a test holds these tables against what they do.
 */
export type FieldTable = Readonly<Record<string, readonly string[]>>;

/** The kinds of objects that components become; an OCM Resource is one of a chart or one of an image. */
export type TableName = 'HelmRelease' | 'Kustomization' | 'Application' | 'ChartResource' | 'ImageResource';

const OBJECT: FieldTable = { 'metadata.namespace': ['metadata.namespace'] };

const FLUX: FieldTable = {
  ...OBJECT,
  'spec.kubeConfig.secretRef.name': ['settings.remoteRuntime.secretName'],
  'spec.kubeConfig.secretRef.key': ['settings.remoteRuntime.secretKey'],
};

const RELEASE: FieldTable = {
  ...FLUX,
  'spec.chartRef.namespace': ['metadata.namespace'],
  'spec.targetNamespace': ['.targetNamespace', 'metadata.namespace'],
  'spec.values.**': ['.values.**'],
};

const APPLICATION: FieldTable = {
  ...OBJECT,
  'spec.source.repoURL': ['.repoURL'],
  'spec.source.helm.skipCrds': ['.skipCrds'],
  'spec.source.helm.values.**': ['.values.**'],
  'spec.syncPolicy.syncOptions.**': ['.syncOptions.**'],
  'spec.ignoreDifferences.**': ['.ignoreDifferences.**'],
};

/** An OCM Resource; `ocm` are the places that may name OCM objects. */
function resource(section: string, ocm: readonly string[]): FieldTable {
  return {
    ...OBJECT,
    'spec.componentRef.name': ocm.map((place) => `${place}.component.name`),
    'spec.ocmConfig.0.name': ocm.map((place) => `${place}.repo.name`),
    'spec.ocmConfig.0.namespace': ['metadata.namespace'],
    'metadata.labels.core.platform-mesh.io/deployment-technology': [`${section}.deploymentTechnology`],
  };
}

/** A service is called as its key. */
const SERVICE_NAME = ['.'];

const SERVICE_OCM = ['components.ocm', 'spec.ocm', 'infra.ocm'];

const IMAGE = '.imageResources.{image}';

/** Interval, and the name of the OCM resource of the chart, are the same for every service. */
const SERVICES: Readonly<Partial<Record<TableName, FieldTable>>> = {
  HelmRelease: {
    ...RELEASE,
    'metadata.name': SERVICE_NAME,
    'spec.releaseName': SERVICE_NAME,
    'spec.chartRef.name': SERVICE_NAME,
    'spec.chart.spec.chart': ['.chart', '.path', '.'],
    'spec.chart.spec.sourceRef.name': SERVICE_NAME,
    'spec.timeout': ['components.timeout'],
    'spec.suspend': ['.suspend'],
    'spec.dependsOn.**': ['.dependsOn.**', '.dependsOn.*'],
  },
  Application: {
    ...APPLICATION,
    'metadata.name': SERVICE_NAME,
    'metadata.annotations.argocd.argoproj.io/sync-wave': ['.syncWave', '.dependsOn'],
    'spec.source.targetRevision': ['.version'],
    'spec.source.chart': ['.chart', '.'],
    'spec.source.path': ['.path', '.'],
    'spec.destination.server': ['components.destinationServer'],
    'spec.destination.namespace': ['metadata.namespace'],
  },
  ChartResource: {
    ...resource('components', ['.ocm', ...SERVICE_OCM]),
    'metadata.name': SERVICE_NAME,
    'metadata.annotations.**': ['.chartResources.annotations.**'],
    'spec.resource.byReference.referencePath.**': ['.absoluteReferencePath', '.referencePath', 'components.ocm.referencePath', '.'],
  },
  ImageResource: {
    ...resource('components', SERVICE_OCM),
    'metadata.name': [`${IMAGE}.name`, '.'],
    'metadata.labels.**': [`${IMAGE}.labels.**`],
    'metadata.annotations.**': [`${IMAGE}.annotations.**`],
    'spec.additionalStatusFields.**': ['components.imageLocalization', `${IMAGE}.annotations.image-ref`],
    'spec.resource.byReference.resource.name': [`${IMAGE}.resource`],
    'spec.resource.byReference.referencePath.**': [
      `${IMAGE}.absoluteReferencePath`,
      `${IMAGE}.referencePath`,
      '.referencePath',
      'components.ocm.referencePath',
      '.',
    ],
  },
};

const INFRA_NAME = ['.name', '.'];

const INFRA_RESOURCE: FieldTable = { ...resource('infra', ['spec.ocm', 'infra.ocm']), 'metadata.name': INFRA_NAME };

/** Timeout, chart, and what images are for, are the same whatever the profile says. */
const INFRA: Readonly<Partial<Record<TableName, FieldTable>>> = {
  HelmRelease: {
    ...RELEASE,
    'metadata.name': INFRA_NAME,
    'spec.releaseName': INFRA_NAME,
    'spec.chartRef.name': INFRA_NAME,
    'spec.interval': ['.interval'],
    'spec.dependsOn.0.name': ['infra.{before}.name'],
  },
  Kustomization: {
    ...FLUX,
    'metadata.name': INFRA_NAME,
    'spec.interval': ['.kustomization.interval'],
    'spec.path': ['.kustomization.path'],
    'spec.sourceRef.name': INFRA_NAME,
  },
  Application: {
    ...APPLICATION,
    'metadata.name': INFRA_NAME,
    'metadata.annotations.argocd.argoproj.io/sync-wave': ['.syncWave'],
    'spec.source.targetRevision': ['.targetRevision'],
    'spec.source.path': ['.kustomization.path'],
    'spec.destination.server': ['infra.destinationServer'],
    'spec.destination.namespace': ['.targetNamespace', 'metadata.namespace'],
  },
  ChartResource: {
    ...INFRA_RESOURCE,
    'spec.resource.byReference.resource.name': ['.ocmResourceName'],
    'spec.resource.byReference.referencePath.**': ['.ocmComponentName', 'spec.ocm.referencePath', 'infra.ocm.referencePath', '.name', '.'],
  },
  ImageResource: {
    ...INFRA_RESOURCE,
    'spec.additionalStatusFields.**': ['components.imageLocalization'],
    'spec.resource.byReference.referencePath.**': ['spec.ocm.referencePath', 'infra.ocm.referencePath', '.name', '.'],
  },
};

/** The tables of both sections. */
export const FIELD_TABLES: Readonly<Record<Component['section'], Readonly<Partial<Record<TableName, FieldTable>>>>> = {
  services: SERVICES,
  infra: INFRA,
};
