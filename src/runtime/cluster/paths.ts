import { ApiError } from './errors/api-error.js';
import { describeObject } from '../../kubernetes/index.js';

/** A kind as an API server serves it. */
export interface ResourceInfo {
  readonly apiVersion: string;
  readonly kind: string;
  /** As it stands in URLs, such as `configmaps`. */
  readonly plural: string;
  readonly namespaced: boolean;
  /** Such as `get`, `list`, `patch`. */
  readonly verbs: readonly string[];
  /** Such as `status`. */
  readonly subresources: readonly string[];
}

/** A path with its template, in which names are left out. */
export interface ResourcePath {
  readonly path: string;
  readonly template: string;
}

/** Which object, or which objects, of a kind. */
export interface Place {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/**
 * The path of an object, or of all objects of a kind where there is no name. Names keep their case.
 *
 * @throws {ApiError} `bad-request` when a name cannot stand in a path; an empty one would mean all objects
 */
export function pathOf({ apiVersion, kind, plural, namespaced }: ResourceInfo, { namespace, name, subresource }: Place, cluster: string): ResourcePath {
  const segment = (value: string, what: string): string => escaped(value, what, { kind, cluster });
  const group = `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion.split('/').map((part) => segment(part, 'apiVersion')).join('/')}`;
  if (namespaced && name !== undefined && namespace === undefined) {
    throw new ApiError({ code: 'bad-request', subject: describeObject({ kind, name }), text: 'has no namespace', cluster, hint: 'name one: objects of this kind have a namespace' });
  }
  const inNamespace = namespaced && namespace !== undefined;
  const rest = subresource === undefined ? '' : `/${segment(subresource, 'subresource')}`;
  return {
    path: `${group}${inNamespace ? `/namespaces/${segment(namespace, 'namespace')}` : ''}/${segment(plural, 'resource')}${name === undefined ? '' : `/${segment(name, 'name')}`}${rest}`,
    template: `${group}${inNamespace ? '/namespaces/{namespace}' : ''}/${plural}${name === undefined ? '' : '/{name}'}${rest}`,
  };
}

/** A query, without what is undefined. */
export function queryOf(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined && entry[1] !== '');
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)])).toString()}`;
}

/** By Kubernetes' own rule for names in paths; a proxy would resolve dots. */
function escaped(value: string, what: string, { kind, cluster }: { readonly kind: string; readonly cluster: string }): string {
  if (value === '' || value === '.' || value === '..' || /[/%]/u.test(value)) {
    throw new ApiError({ code: 'bad-request', subject: kind, text: `${JSON.stringify(value)} cannot be a ${what}`, cluster, hint: 'it may not be empty, a dot, two dots, nor hold a slash or a percent sign' });
  }
  // Colons are usual in names, such as `system:masters`, and need no escape.
  return encodeURIComponent(value).replaceAll('%3A', ':');
}

/** A workspace's path below the path of a server: whatever stands before `/clusters/` stays. */
export function workspacePath(serverPath: string, workspace: string): string {
  return `${serverPath.replace(/\/clusters\/[^/]+\/?$/u, '').replace(/\/+$/u, '')}/clusters/${workspace}`;
}
