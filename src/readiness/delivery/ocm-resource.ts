import { groupOf, type ObjectRef, textAt } from '../../kubernetes/index.js';
import type { Observed } from '../readiness.js';

const SOURCE = 'source.toolkit.fluxcd.io/v1';

/** The kinds of Flux sources that are made from OCM Resources, by the value of the annotation or label `repo`. */
const KINDS: Readonly<Record<string, string>> = { oci: 'OCIRepository', git: 'GitRepository', helm: 'HelmRepository' };

/** Whether an object is an OCM Resource. */
export function isResource({ apiVersion, kind }: Observed): boolean {
  return groupOf(apiVersion) === 'delivery.ocm.software' && kind === 'Resource';
}

/**
 * What a controller makes from an object once it is ready: the Flux source of an OCM Resource of a chart, and of no other
 * object.
 */
export function madeFrom(object: Observed): readonly ObjectRef[] {
  if (!isResource(object) || mark(object, 'artifact') !== 'chart') return [];
  const repo = mark(object, 'repo') ?? '';
  const kind = Object.hasOwn(KINDS, repo) ? KINDS[repo] : undefined;
  const [name, namespace] = [textAt(object, 'metadata', 'name'), textAt(object, 'metadata', 'namespace')];
  if (kind === undefined || name === undefined) return [];
  return [{ apiVersion: SOURCE, kind, ...(namespace === undefined ? {} : { namespace }), name: componentOf(name) }];
}

/**
 * The component, as `namespace/name` of its HelmRelease or Application, whose chart or image an OCM Resource is about.
 * Undefined for a Resource that is marked as neither.
 *
 * A Resource belongs to the component of its name, without the suffix `-image` or else `-chart`. Only an image may name
 * another one by `for`, as `name` or `namespace/name`.
 */
export function componentOfResource(resource: Observed): string | undefined {
  const artifact = mark(resource, 'artifact');
  if (artifact !== 'chart' && artifact !== 'image') return undefined;
  const [namespace = '', name = ''] = [textAt(resource, 'metadata', 'namespace'), textAt(resource, 'metadata', 'name')];
  const target = artifact === 'image' ? (mark(resource, 'for') ?? componentOf(name)) : componentOf(name);
  return target.split('/').length === 2 ? target : `${namespace}/${target}`;
}

function componentOf(resource: string): string {
  return resource.endsWith('-image') ? resource.slice(0, -'-image'.length) : resource.replace(/-chart$/u, '');
}

/** An annotation that is not empty, else the label with the same key. */
function mark(resource: Observed, key: string): string | undefined {
  return textAt(resource, 'metadata', 'annotations', key) ?? textAt(resource, 'metadata', 'labels', key);
}
