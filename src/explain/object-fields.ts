import type { KubernetesObject } from '../kubernetes/index.js';
import { INFRA_COMPONENTS, type Component } from '../profile/index.js';
import { FIELD_TABLES, type FieldTable, type TableName } from './field-tables.js';
import type { Path } from './path.js';

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
export function inputPaths(object: KubernetesObject, field: Path, origin: Origin): readonly Path[] {
  for (const [pattern, keys] of Object.entries(tableOf(object.kind, origin))) {
    const rest = matches(pattern, field);
    if (rest) return keys.filter((key) => isRead(key, origin.component)).map((key) => inputPath(key, rest, origin));
  }
  return [];
}

function tableOf(kind: string, { component, image }: Origin): FieldTable {
  const resource = image === undefined ? 'ChartResource' : 'ImageResource';
  return FIELD_TABLES[component.section][kind === 'Resource' ? resource : (kind as TableName)] ?? {};
}

/** What follows the pattern, when it fits; keys with dots are compared joined. */
function matches(pattern: string, field: Path): Path | undefined {
  if (!pattern.endsWith('.**')) return field.join('.') === pattern ? [] : undefined;
  const prefix = pattern.slice(0, -3);
  const length = prefix.split('.').length;
  return field.slice(0, length).join('.') === prefix ? field.slice(length) : undefined;
}

/** Not every infra component reads every key, as the table of infra components tells. */
function isRead(key: string, { section, key: name, technology }: Component): boolean {
  const descriptor = section === 'infra' ? INFRA_COMPONENTS.find((candidate) => candidate.key === name) : undefined;
  if (!descriptor) return true;
  if (key === '.ocmComponentName') return descriptor.ocm.element === 'ocmComponentName';
  if (technology === 'fluxcd') return true;
  if (key === '.targetNamespace') return descriptor.argo.namespace === 'target';
  const [, option = ''] = key.split('.');
  return !ARGO_OPTIONS.has(option) || descriptor.argo.reads.some((read) => read === option);
}

const ARGO_OPTIONS = new Set(['repoURL', 'targetRevision', 'skipCrds', 'ignoreDifferences', 'syncOptions']);

function inputPath(key: string, rest: Path, { component: { section, key: name }, image }: Origin): Path {
  const path = key
    .split('.')
    .filter((step) => step !== '')
    .flatMap((step) => {
      if (step === '**') return rest;
      if (step === '*') return rest.slice(0, 1);
      if (step === '{image}') return [String(image)];
      return step === '{before}' ? [dependencyOf(name)] : [step];
    });
  return key.startsWith('.') ? [section, name, ...path] : path;
}

function dependencyOf(infra: string): string {
  return INFRA_COMPONENTS.find(({ key }) => key === infra)?.flux.dependsOn ?? '';
}
