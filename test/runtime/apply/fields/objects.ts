import type { KubernetesObject } from '../../../../src/kubernetes/index.js';

/** The name under which we apply. */
export const OURS = 'platform-mesh-deployment';

/** What our charts put on everything that Flux or Argo CD reads. */
export const CREATED = { 'core.platform-mesh.io/operator-created': 'true' };

/** The same label as a path for {@link owns}. */
export const MARK = 'metadata labels core.platform-mesh.io/operator-created';

/** A HelmRelease with labels and a spec. */
export function release(spec: object, labels?: Readonly<Record<string, string>>): KubernetesObject {
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'portal', namespace: 'mesh', ...(labels ? { labels } : {}) },
    spec,
  };
}

/** An object as an API server has it, with these entries. */
export function live(object: KubernetesObject, ...managedFields: readonly object[]): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, uid: '1', resourceVersion: '7', managedFields }, status: { observedGeneration: 1 } };
}

interface Tree {
  [step: string]: Tree;
}

/**
 * An entry of managed fields.
 *
 * @param by the manager and, after a colon, the operation: `kubectl:Apply`
 * @param paths names with spaces between, such as `spec values image tag`; one that ends in `.` is a container
 */
export function owns(by: string, ...paths: readonly string[]): Readonly<Record<string, unknown>> {
  const [manager = '', operation = '', subresource] = by.split(':');
  const where = subresource === undefined ? {} : { subresource };
  return { manager, operation, apiVersion: 'helm.toolkit.fluxcd.io/v2', fieldsType: 'FieldsV1', fieldsV1: treeOf(paths), ...where };
}

/** `fieldsV1` of these paths. */
export function treeOf(paths: readonly string[]): Tree {
  const root: Tree = {};
  for (const path of paths) path.split(' ').reduce<Tree>((node, name) => (node[stepOf(name)] ??= {}), root);
  return root;
}

function stepOf(name: string): string {
  return name === '.' || /^[kvi]:/u.test(name) ? name : `f:${name}`;
}
