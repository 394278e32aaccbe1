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

/** A path and its template, which leaves names out. */
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
 * @throws {ApiError} `bad-request` when a name cannot stand in a path; an empty name would mean all objects
 */
export function pathOf(resource: ResourceInfo, { namespace, name, subresource }: Place, cluster: string): ResourcePath {
  const { apiVersion, kind, plural, namespaced } = resource;
  const segment = (value: string, what: string): string => escaped(value, what, { kind, cluster });
  const parts = apiVersion.split('/').map((part) => segment(part, 'apiVersion'));
  const group = [parts.length > 1 ? '/apis' : '/api', ...parts].join('/');
  if (namespaced && name !== undefined && namespace === undefined) {
    const hint = 'name one: objects of this kind have a namespace';
    throw new ApiError({ code: 'bad-request', subject: describeObject({ kind, name }), text: 'has no namespace', cluster, hint });
  }
  const inNamespace = namespaced && namespace !== undefined;
  const rest = subresource === undefined ? '' : `/${segment(subresource, 'subresource')}`;
  const container = inNamespace ? `/namespaces/${segment(namespace, 'namespace')}` : '';
  const object = name === undefined ? '' : `/${segment(name, 'name')}`;
  return {
    path: `${group}${container}/${segment(plural, 'resource')}${object}${rest}`,
    template: `${group}${inNamespace ? '/namespaces/{namespace}' : ''}/${plural}${name === undefined ? '' : '/{name}'}${rest}`,
  };
}

/** A query of the parameters that are given. */
export function queryOf(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([key, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[key, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

/** Follows Kubernetes' own rule for names in paths. A proxy would resolve dots. */
function escaped(value: string, what: string, { kind, cluster }: { readonly kind: string; readonly cluster: string }): string {
  if (value === '' || value === '.' || value === '..' || /[/%]/u.test(value)) {
    const hint = 'it must not be empty, . or .., and must not contain / or %';
    throw new ApiError({ code: 'bad-request', subject: kind, text: `${JSON.stringify(value)} cannot be a ${what}`, cluster, hint });
  }
  // Colons are usual in names, such as `system:masters`, and need no escape.
  return encodeURIComponent(value).replaceAll('%3A', ':');
}

/** The path of a workspace at a server: what stands before `/clusters/` in the server's path stays. */
export function workspacePath(serverPath: string, workspace: string): string {
  return `${serverPath.replace(/\/clusters\/[^/]+\/?$/u, '').replace(/\/+$/u, '')}/clusters/${workspace}`;
}
