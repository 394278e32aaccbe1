import { describeObject, type KindRef, type KubernetesObject, type ObjectQuery } from '../../kubernetes/index.js';
import type { ApiRequest } from './api-request.js';
import { Discovery } from './discovery.js';
import { ApiError, isApiError } from './errors/api-error.js';
import type { Subject } from './errors/from-answer.js';
import type { CallOptions } from './options.js';
import { pathOf, workspacePath, type Place } from './paths.js';
import { preconditionsOf } from './preconditions.js';
import type { Requester } from './requester.js';
import { Schemas } from './schema.js';
import { isObject } from './watch-lines.js';

/** What all workspaces of a host share. */
export interface Host {
  /** Name of the connection. */
  readonly name: string;
  readonly requester: Requester;
  /** By path. */
  readonly workspaces: Map<string, Endpoint>;
  /** Parts of discovery that it does not give in one answer. */
  readonly piecemeal: Set<string>;
}

/** One request about an object. */
export interface ObjectRequest extends Place {
  readonly method: ApiRequest['method'];
  readonly query?: string;
  readonly body?: unknown;
  readonly contentType?: string;
  /** Whether the server may process it twice. */
  readonly safe: boolean;
  /** Its name in messages, if no path has the name. */
  readonly called?: string;
}

/** The path of a workspace, `*` for all of them. */
const WORKSPACE = /^(?:\*|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)$/u;

/** The content type of a server-side apply. */
export const APPLY = 'application/apply-patch+yaml';

/** An API server, or one workspace of a kcp: what all views of it share. */
export class Endpoint {
  /** How messages call it: the name of the connection; for a workspace, with its path. */
  readonly name: string;
  /** Its URL; that of a workspace ends in `/clusters/<path>`. */
  readonly server: URL;
  readonly host: Host;
  readonly discovery: Discovery;
  readonly schemas: Schemas;

  constructor(host: Host, name: string, server: URL) {
    this.host = host;
    this.name = name;
    this.server = server;
    const read = (path: string, accept: string, options: CallOptions): Promise<unknown> => this.read(path, accept, options);
    this.discovery = new Discovery(name, read, host.piecemeal);
    this.schemas = new Schemas(name, read);
  }

  /**
   * A workspace of the same kcp; the same endpoint each time.
   *
   * @throws {ApiError} `bad-request` when it is no path of a workspace
   */
  workspace(path: string): Endpoint {
    const known = this.host.workspaces.get(path);
    if (known) return known;
    const cluster = this.host.name;
    if (!WORKSPACE.test(path)) {
      const hint = 'write names between colons, such as root:orgs';
      const subject = `workspace ${JSON.stringify(path)}`;
      throw new ApiError({ code: 'bad-request', subject, text: 'there can be no such path', cluster, hint });
    }
    const server = new URL(this.server);
    server.pathname = workspacePath(server.pathname, path);
    const endpoint = new Endpoint(this.host, `${cluster} ${path}`, server);
    this.host.workspaces.set(path, endpoint);
    return endpoint;
  }

  /** Reads a path as JSON. */
  async read(path: string, accept: string, options: CallOptions): Promise<unknown> {
    const request: ApiRequest = { method: 'GET', path, template: path, accept, subject: { text: `GET ${path}` }, safe: true };
    return (await this.host.requester.json(this.name, this.within(request), options)).body;
  }

  /** Sends a request about an object, and returns the object of the answer. */
  async object(ref: KindRef, asked: ObjectRequest, options: CallOptions): Promise<KubernetesObject> {
    const body = await this.request(ref, asked, options);
    if (isObject(body)) return body;
    throw new ApiError({ code: 'unexpected-answer', subject: ref.kind, text: 'the answer is not an object', cluster: this.name });
  }

  /** Sends a request about an object, and returns the answer. */
  async request(ref: KindRef, asked: ObjectRequest, options: CallOptions): Promise<unknown> {
    const { method, query = '', body, contentType, safe, called, ...place } = asked;
    const resource = await this.discovery.resourceFor(ref, options);
    const { path, template } = pathOf(resource, place, this.name);
    const name = place.name ?? called ?? '';
    const text = describeObject({ kind: ref.kind, name, namespace: resource.namespaced ? place.namespace : undefined });
    const subject: Subject = {
      text,
      object: text,
      kind: describeKind(ref),
      names: [ref.kind, resource.plural],
      secret: ref.kind === 'Secret',
      isApply: contentType === APPLY,
      preconditions: preconditionsOf(body),
    };
    const content = { ...(body === undefined ? {} : { body }), ...(contentType === undefined ? {} : { contentType }) };
    return this.send({ method, path: `${path}${query}`, template, subject, safe, ...content }, ref, options);
  }

  /** Sends a request about a kind; an answer may say that the kind is gone. */
  async send(request: ApiRequest, ref: KindRef, options: CallOptions): Promise<unknown> {
    try {
      return (await this.host.requester.json(this.name, this.within(request), options)).body;
    } catch (error) {
      if (isApiError(error, 'unknown-kind')) this.discovery.forget(ref);
      throw error;
    }
  }

  /** Below the path of the server; that of a workspace is part of it. */
  within(request: ApiRequest): ApiRequest {
    return { ...request, path: `${this.server.pathname.replace(/\/$/u, '')}${request.path}` };
  }
}

/** What a request about several objects is about. */
export function subjectOfAll(query: ObjectQuery): Subject {
  const { kind, namespace } = query;
  const text = namespace === undefined ? `all ${kind}` : `all ${kind} in ${namespace}`;
  return { text, kind: describeKind(query), secret: kind === 'Secret' };
}

function describeKind({ apiVersion, kind }: KindRef): string {
  return `${kind} of ${apiVersion}`;
}
