import { textAt, type JsonMap } from './json.ts';
import type { RecordedWrite } from './recorded-case.ts';

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
  /** Path of the workspace of kcp. @default - it is on a cluster */
  readonly workspace?: string;
}

const WORKSPACE = String.raw`^(?:/clusters/(?<workspace>[^/]+))?`;
const API = String.raw`/(?:api/v1|apis/(?<group>[^/]+)/[^/]+)`;
const NAMESPACE = String.raw`(?:/namespaces/(?<namespace>[^/]+)(?=/))?`;
const OBJECT = String.raw`/(?<resource>[^/]+)(?:/(?<name>[^/]+)(?:/(?<subresource>[^/]+))?)?$`;
const PATH = new RegExp(`${WORKSPACE}${API}${NAMESPACE}${OBJECT}`, 'u');

/** Which object a URL is about; undefined for what is no object, such as discovery. */
export function objectOf(url: string): ObjectId | undefined {
  const { pathname } = new URL(url, 'https://server');
  const groups = PATH.exec(decodeURIComponent(pathname))?.groups ?? {};
  const { group = '', namespace = '', resource = '', name = '', subresource = '', workspace } = groups;
  if (resource === '') return undefined;
  return { group, resource, namespace, name, subresource, ...(workspace === undefined ? {} : { workspace }) };
}

/** A key by which two requests for one object are the same, in any version of its kind. */
export function keyOf({ group, resource, namespace, name, workspace }: ObjectId): string {
  const place = workspace === undefined ? '' : ` in ${workspace}`;
  return `${resource}${group === '' ? '' : `.${group}`} ${namespace === '' ? name : `${namespace}/${name}`}${place}`;
}

/** The object that a recorded request was about; one that creates an object is sent to its collection. */
export function objectOfWrite({ path, workspace, object }: Pick<RecordedWrite, 'path' | 'workspace' | 'object'>): ObjectId | undefined {
  const id = objectOf(workspace === undefined ? path : `/clusters/${workspace}${path}`);
  return id && { ...id, name: id.name || textAt(object, 'metadata', 'name') };
}

/** The same for an object by its kind, which is how the command line names it. */
export function kindKeyOf(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

export function kindKeyOfObject(object: JsonMap): string {
  return kindKeyOf(textAt(object, 'kind'), textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name'));
}
