import type { KubernetesObject } from '../charts/index.js';
import type { Component } from '../profile/index.js';
import type { Path } from './path.js';

/**
 * Which keys of the input a field of an object is made from, the strongest first. A key that starts with a dot belongs
 * to the component; `**` is whatever follows; `{image}` is the number of the image.
 *
 * The mappings in `charts/` write these fields; a test holds this table against what they do.
 */
type FieldTable = Readonly<Record<string, readonly string[]>>;

const NAME = ['.name', '.'];

const HELM_RELEASE: FieldTable = {
  'metadata.name': NAME,
  'metadata.namespace': ['metadata.namespace'],
  'spec.releaseName': NAME,
  'spec.chartRef.name': NAME,
  'spec.chartRef.namespace': ['metadata.namespace'],
  'spec.chart.spec.chart': ['.chart', '.path', '.'],
  'spec.chart.spec.sourceRef.name': NAME,
  'spec.interval': ['.interval'],
  'spec.timeout': ['components.timeout', '.timeout'],
  'spec.targetNamespace': ['.targetNamespace', 'metadata.namespace'],
  'spec.suspend': ['.suspend'],
  'spec.dependsOn.**': ['.dependsOn.**'],
  'spec.kubeConfig.secretRef.name': ['settings.remoteRuntime.secretName'],
  'spec.kubeConfig.secretRef.key': ['settings.remoteRuntime.secretKey'],
  'spec.values.**': ['.values.**'],
};

const KUSTOMIZATION: FieldTable = {
  'metadata.name': NAME,
  'metadata.namespace': ['metadata.namespace'],
  'spec.interval': ['.kustomization.interval', '.interval'],
  'spec.path': ['.kustomization.path'],
  'spec.sourceRef.name': NAME,
  'spec.kubeConfig.secretRef.name': ['settings.remoteRuntime.secretName'],
  'spec.kubeConfig.secretRef.key': ['settings.remoteRuntime.secretKey'],
};

const APPLICATION: FieldTable = {
  'metadata.name': NAME,
  'metadata.namespace': ['metadata.namespace'],
  'metadata.annotations.argocd.argoproj.io/sync-wave': ['.syncWave', '.dependsOn'],
  'spec.source.repoURL': ['.repoURL'],
  'spec.source.targetRevision': ['.version', '.targetRevision'],
  'spec.source.chart': ['.chart', '.'],
  'spec.source.path': ['.kustomization.path', '.path', '.'],
  'spec.source.helm.skipCrds': ['.skipCrds'],
  'spec.source.helm.values.**': ['.values.**'],
  'spec.destination.server': ['.destinationServer'],
  'spec.destination.namespace': ['.targetNamespace', 'metadata.namespace'],
  'spec.syncPolicy.syncOptions.**': ['.syncOptions.**'],
  'spec.ignoreDifferences.**': ['.ignoreDifferences.**'],
};

const NAMES_OF_OCM = (what: string): readonly string[] => [`.ocm.${what}.name`, `components.ocm.${what}.name`, `spec.ocm.${what}.name`, `infra.ocm.${what}.name`];

const RESOURCE: FieldTable = {
  'metadata.namespace': ['metadata.namespace'],
  'spec.componentRef.name': NAMES_OF_OCM('component'),
  'spec.ocmConfig.0.name': NAMES_OF_OCM('repo'),
  'spec.ocmConfig.0.namespace': ['metadata.namespace'],
  'metadata.labels.core.platform-mesh.io/deployment-technology': ['.deploymentTechnology'],
};

const CHART_RESOURCE: FieldTable = {
  ...RESOURCE,
  'metadata.name': NAME,
  'metadata.annotations.**': ['.chartResources.annotations.**'],
  'spec.resource.byReference.resource.name': ['.ocmResourceName'],
  'spec.resource.byReference.referencePath.**': ['.absoluteReferencePath', '.referencePath', '.ocmComponentName', 'components.ocm.referencePath', 'infra.ocm.referencePath', '.'],
};

const IMAGE = '.imageResources.{image}';

const IMAGE_RESOURCE: FieldTable = {
  ...RESOURCE,
  'metadata.name': [`${IMAGE}.name`, '.name', '.'],
  'metadata.labels.**': [`${IMAGE}.labels.**`],
  'metadata.annotations.**': [`${IMAGE}.annotations.**`],
  'spec.additionalStatusFields.**': ['components.imageLocalization', `${IMAGE}.annotations.image-ref`],
  'spec.resource.byReference.resource.name': [`${IMAGE}.resource`],
  'spec.resource.byReference.referencePath.**': [`${IMAGE}.absoluteReferencePath`, `${IMAGE}.referencePath`, '.referencePath', 'components.ocm.referencePath', 'infra.ocm.referencePath', '.'],
};

/** What an object is made from. */
export interface Origin {
  readonly component: Component;
  /** Number of the image, when the object is an image's OCM Resource. */
  readonly image?: number;
}

/** The component that an object is made from; undefined for objects that the platform always has. */
export function componentOf(object: KubernetesObject, components: readonly Component[]): Origin | undefined {
  const { name } = object.metadata;
  if (object.kind !== 'Resource') {
    const component = components.find((candidate) => candidate.name === name && candidate.release !== 'none');
    return component && isRelease(object.kind) ? { component } : undefined;
  }
  for (const component of components) {
    if (component.ocm.chart?.name === name) return { component };
    const image = component.ocm.images.findIndex((candidate) => candidate.name === name);
    if (image !== -1) return { component, image };
  }
  return undefined;
}

function isRelease(kind: string): boolean {
  return kind === 'HelmRelease' || kind === 'Kustomization' || kind === 'Application';
}

/** The paths of the input that a field may come from, the strongest first; empty when no input decides it. */
export function inputPaths(object: KubernetesObject, field: Path, { component, image }: Origin): readonly Path[] {
  const table = tableOf(object.kind, image);
  for (const [pattern, keys] of Object.entries(table)) {
    const rest = matches(pattern, field);
    if (rest) return keys.map((key) => inputPath(key, rest, component, image));
  }
  return [];
}

function tableOf(kind: string, image: number | undefined): FieldTable {
  if (kind === 'HelmRelease') return HELM_RELEASE;
  if (kind === 'Kustomization') return KUSTOMIZATION;
  if (kind === 'Application') return APPLICATION;
  return image === undefined ? CHART_RESOURCE : IMAGE_RESOURCE;
}

/** What follows the pattern, when it fits; keys with dots are compared joined. */
function matches(pattern: string, field: Path): Path | undefined {
  if (!pattern.endsWith('.**')) return field.join('.') === pattern ? [] : undefined;
  const prefix = pattern.slice(0, -3);
  const length = prefix.split('.').length;
  return field.slice(0, length).join('.') === prefix ? field.slice(length) : undefined;
}

function inputPath(key: string, rest: Path, { section, key: name }: Component, image: number | undefined): Path {
  const steps = key.split('.').filter((step) => step !== '').map((step) => (step === '{image}' ? String(image) : step));
  const path = steps.at(-1) === '**' ? [...steps.slice(0, -1), ...rest] : steps;
  if (!key.startsWith('.')) return path;
  // Technology and destination are settings of the whole section.
  const [first] = path;
  if (first === 'deploymentTechnology' || first === 'destinationServer') return [section === 'infra' ? 'infra' : 'components', ...path];
  return [section, name, ...path];
}
