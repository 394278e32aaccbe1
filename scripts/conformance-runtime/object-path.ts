import { textAt, type JsonMap } from './json.ts';

/** One object of an API server, named as its URL names it. */
export interface ObjectId {
  /** Empty for the core group. */
  readonly group: string;
  /** Plural name, such as `helmreleases`. */
  readonly resource: string;
  /** Empty where the kind has no namespaces. */
  readonly namespace: string;
  /** Empty for a request to a collection. */
  readonly name: string;
  /** Such as `status`; empty for the object itself. */
  readonly subresource: string;
}

const API = String.raw`^/(?:api/v1|apis/(?<group>[^/]+)/[^/]+)`;
const NAMESPACE = String.raw`(?:/namespaces/(?<namespace>[^/]+)(?=/))?`;
const OBJECT = String.raw`/(?<resource>[^/]+)(?:/(?<name>[^/]+)(?:/(?<subresource>[^/]+))?)?$`;
const PATH = new RegExp(`${API}${NAMESPACE}${OBJECT}`, 'u');

/** Which object a URL is about; undefined for what is no object, such as discovery. */
export function objectOf(url: string): ObjectId | undefined {
  const { pathname } = new URL(url, 'https://server');
  const { group = '', namespace = '', resource = '', name = '', subresource = '' } = PATH.exec(decodeURIComponent(pathname))?.groups ?? {};
  return resource === '' ? undefined : { group, resource, namespace, name, subresource };
}

/** A key by which two requests for one object are the same, in any version of its kind. */
export function keyOf({ group, resource, namespace, name }: ObjectId): string {
  return `${resource}${group === '' ? '' : `.${group}`} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

/** The same for an object by its kind, which is how the command line names it. */
export function kindKeyOf(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

export function kindKeyOfObject(object: JsonMap): string {
  return kindKeyOf(textAt(object, 'kind'), textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name'));
}
