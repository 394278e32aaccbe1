import { Discovery } from './discovery.js';
import { ApiError, isApiError, isObjectMissing } from './errors/api-error.js';
import type { Subject } from './errors/from-answer.js';
import { PAGE, readPage, readPages } from './list.js';
import { type KindRef, type KubernetesObject, type NewObject, type ObjectList, type ObjectQuery, type ObjectRef, describeObject, isMap, textAt } from '../../kubernetes/index.js';
import type { CallOptions } from './options.js';
import { pathOf, queryOf, workspacePath, type Place, type ResourceInfo } from './paths.js';
import type { ApiRequest, Requester } from './requester.js';
import { readSchemas, schemaPath, type Schema } from './schema.js';
import { isObject } from './watch-lines.js';
import { Watch, type WatchSource } from './watch.js';
import type { WatchEvent, WatchOptions, WatchQuery } from './watch-event.js';
import type { ApplyOptions, DeleteOptions, JsonPatchOperation, ListQuery, VersionInfo, WriteOptions } from './verbs.js';

/** The path of a workspace, `*` for all of them. */
const WORKSPACE = /^(?:\*|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)$/u;

/** So long a schema is believed, in milliseconds: its CustomResourceDefinition may be replaced. */
const SCHEMA_LIFETIME = 60_000;

/** What all workspaces of a host share. */
export interface Host {
  /** Name of the connection. */
  readonly name: string;
  readonly requester: Requester;
  /** By path. */
  readonly workspaces: Map<string, Cluster>;
  /** Parts of discovery that it has not in one answer. */
  readonly piecemeal: Set<string>;
}

/** What is asked of an object, and how. */
interface Asked extends Place {
  readonly method: ApiRequest['method'];
  readonly query?: string;
  readonly body?: unknown;
  readonly contentType?: string;
  /** Whether it may be processed twice. */
  readonly safe: boolean;
  /** What messages call it, where its name is in no path. */
  readonly called?: string;
}

/** An API server, or one workspace of a kcp. All its methods throw {@link ApiError}, or the reason of an aborted signal. */
export class Cluster {
  /** How messages call it: the name of the connection; for a workspace, with its path. */
  readonly name: string;
  /** Its URL; that of a workspace ends in `/clusters/<path>`. */
  readonly server: URL;
  readonly #host: Host;
  readonly #discovery: Discovery;
  /** By version. */
  readonly #schemas = new Map<string, { readonly at: number; readonly read: Promise<ReadonlyMap<string, Schema>> }>();

  /** Use `connect`. */
  constructor(host: Host, name: string, server: URL) {
    this.#host = host;
    this.name = name;
    this.server = server;
    this.#discovery = new Discovery(name, (path, accept) => this.#read(path, accept, {}), host.piecemeal);
  }

  /**
   * A workspace of the same kcp, by the same connections and credentials; the same workspace each time.
   *
   * @param path such as `root:orgs`
   * @throws {ApiError} `bad-request` when it is no path of a workspace
   */
  workspace(path: string): Cluster {
    const { name, workspaces } = this.#host;
    const known = workspaces.get(path);
    if (known) return known;
    if (!WORKSPACE.test(path)) {
      throw new ApiError({ code: 'bad-request', subject: `workspace ${JSON.stringify(path)}`, text: 'there can be no such path', cluster: name, hint: 'write names between colons, such as root:orgs' });
    }
    const server = new URL(this.server);
    server.pathname = workspacePath(server.pathname, path);
    const workspace = new Cluster(this.#host, `${name} ${path}`, server);
    workspaces.set(path, workspace);
    return workspace;
  }

  /**
   * How a kind is served.
   *
   * @throws {ApiError} `unknown-kind`, also when its CustomResourceDefinition is not there yet
   */
  resourceFor(ref: KindRef, options: CallOptions = {}): Promise<ResourceInfo> {
    return this.#discovery.resourceFor(ref, options);
  }

  /** The versions in which a kind is served, whatever version is named; none where it is not served at all. */
  versionsOf(ref: KindRef): Promise<readonly string[]> {
    return this.#discovery.versionsOf(ref);
  }

  /** Has the next request look anew how a kind is served, such as after its CustomResourceDefinition came. */
  forgetKind(ref: KindRef): void {
    this.#discovery.forget(ref);
  }

  /** The schema of a kind, read by one request for all kinds of its version; undefined where the server tells none. */
  async schemaFor({ apiVersion, kind }: KindRef, options: CallOptions = {}): Promise<Schema | undefined> {
    const known = this.#schemas.get(apiVersion);
    const isFresh = known !== undefined && performance.now() - known.at < SCHEMA_LIFETIME;
    const current = isFresh ? known : { at: performance.now(), read: this.#read(schemaPath(apiVersion), 'application/json', options).then(readSchemas) };
    this.#schemas.set(apiVersion, current);
    try {
      return (await current.read).get(kind);
    } catch (error) {
      if (isApiError(error)) return undefined;
      throw error;
    }
  }

  /** An object; undefined when it is not there. */
  async get(ref: ObjectRef, options: CallOptions = {}): Promise<KubernetesObject | undefined> {
    try {
      return await this.#object(ref, { ...placeOf(ref), method: 'GET', safe: true }, options);
    } catch (error) {
      if (isObjectMissing(error)) return undefined;
      throw error;
    }
  }

  /** All objects of a kind, as they were at one moment, read page by page. */
  async list(query: ListQuery, options: CallOptions = {}): Promise<ObjectList> {
    const { path, template } = pathOf(await this.resourceFor(query, options), { namespace: query.namespace }, this.name);
    const { labelSelector, fieldSelector, limit = PAGE } = query;
    return readPages(async (page) => {
      const request: ApiRequest = { method: 'GET', path: `${path}${queryOf({ labelSelector, fieldSelector, ...page })}`, template, subject: subjectOfAll(query), safe: true };
      return readPage(await this.#send(request, query, options), query);
    }, limit);
  }

  /**
   * Makes an object be as it is given, and leaves the fields of others alone (server-side apply).
   *
   * @returns the object as the server has it now, or would have it after a dry run
   * @throws {ApiError} `apply-conflict` when others manage fields with other values
   */
  apply(object: KubernetesObject, { fieldManager, force, dryRun, subresource, ...options }: ApplyOptions): Promise<KubernetesObject> {
    const query = queryOf({ fieldManager, force: force === true ? true : undefined, dryRun: dryRunOf(dryRun) });
    return this.#object(object, { ...placeOfObject(object), subresource, method: 'PATCH', query, body: object, contentType: 'application/apply-patch+yaml', safe: true }, options);
  }

  /** Makes an object that is not there yet; where it has a `generateName`, the server names it. */
  create(object: NewObject, { fieldManager, dryRun, ...options }: Omit<WriteOptions, 'subresource'> = {}): Promise<KubernetesObject> {
    const query = queryOf({ fieldManager, dryRun: dryRunOf(dryRun) });
    return this.#object(object, { namespace: object.metadata.namespace, called: nameOf(object.metadata), method: 'POST', query, body: object, safe: dryRun === true }, options);
  }

  /** Replaces an object as a whole, if it still has the `resourceVersion` that is given in it. */
  replace(object: KubernetesObject, { fieldManager, dryRun, subresource, ...options }: WriteOptions = {}): Promise<KubernetesObject> {
    const query = queryOf({ fieldManager, dryRun: dryRunOf(dryRun) });
    return this.#object(object, { ...placeOfObject(object), subresource, method: 'PUT', query, body: object, safe: dryRun === true }, options);
  }

  /** Changes an object by a merge patch (RFC 7386): null deletes a field, a list replaces a list. */
  mergePatch(ref: ObjectRef, patch: Readonly<Record<string, unknown>>, options: WriteOptions = {}): Promise<KubernetesObject> {
    return this.#patch(ref, patch, 'application/merge-patch+json', options);
  }

  /** Changes an object by a JSON patch (RFC 6902). */
  jsonPatch(ref: ObjectRef, patch: readonly JsonPatchOperation[], options: WriteOptions = {}): Promise<KubernetesObject> {
    return this.#patch(ref, patch, 'application/json-patch+json', options);
  }

  /**
   * Deletes an object.
   *
   * @returns `gone`; `terminating` while finalizers hold it; `absent` when there was none
   * @throws {ApiError} `conflict` when it is not the one that the preconditions name
   */
  async delete(ref: ObjectRef, { propagation, preconditions, dryRun, ...options }: DeleteOptions = {}): Promise<'gone' | 'terminating' | 'absent'> {
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', ...(propagation && { propagationPolicy: propagation }), ...(preconditions && { preconditions }), ...(dryRun === true && { dryRun: ['All'] }) };
    try {
      // A second time, it might be a new object of that name.
      const answer = await this.#request(ref, { ...placeOf(ref), method: 'DELETE', body, safe: dryRun === true || preconditions !== undefined }, options);
      return textAt(answer, 'metadata', 'deletionTimestamp') === undefined ? 'gone' : 'terminating';
    } catch (error) {
      if (isObjectMissing(error)) return 'absent';
      throw error;
    }
  }

  /** Tells what happens to objects until the signal is aborted, whatever becomes of the connection. */
  async *watch(query: WatchQuery, { signal, silence = 90_000, ...options }: WatchOptions = {}): AsyncGenerator<WatchEvent, void> {
    const ended = AbortSignal.any([this.#host.requester.closed, ...(signal ? [signal] : [])]);
    const subject = subjectOfAll(query);
    const { labelSelector, fieldSelector } = query;
    const source: WatchSource = {
      cluster: this.name,
      subject,
      list: (until) => this.list(query, { signal: until }),
      open: async (resourceVersion, until) => {
        const { path, template } = pathOf(await this.resourceFor(query, { signal: until }), { namespace: query.namespace }, this.name);
        // As client-go's reflectors: somewhere between five and ten minutes, so that not all come at once.
        const timeoutSeconds = Math.round(300 * (1 + this.#host.requester.random()));
        const parameters = queryOf({ watch: true, allowWatchBookmarks: true, resourceVersion, timeoutSeconds, labelSelector, fieldSelector });
        const request = this.#within({ method: 'GET', path: `${path}${parameters}`, template, subject, safe: true });
        return this.#host.requester.open(this.name, request, { silence, signal: until });
      },
      failure: (error) => this.#host.requester.failure(this.name, subject, error).error,
      random: () => this.#host.requester.random(),
    };
    yield* new Watch(source, options, ended).events();
  }

  /** Whether the API server says that it is ready; not, when it cannot be reached. */
  async readyz({ timeout = 5_000, ...options }: CallOptions = {}): Promise<boolean> {
    try {
      // As if it were not safe: "not ready" is an answer, not a failure that is worth another attempt.
      const request: ApiRequest = { method: 'GET', path: '/readyz', template: '/readyz', subject: { text: 'GET /readyz' }, safe: false, plain: true };
      await this.#host.requester.json(this.name, this.#within(request), { timeout, ...options });
      return true;
    } catch (error) {
      if (isApiError(error)) return false;
      throw error;
    }
  }

  /** What the API server says of itself. */
  async version(options: CallOptions = {}): Promise<VersionInfo> {
    const body = await this.#read('/version', 'application/json', options);
    const text = (field: string): string => (isMap(body) && typeof body[field] === 'string' ? body[field] : '');
    return { major: text('major'), minor: text('minor'), gitVersion: text('gitVersion'), platform: text('platform') };
  }

  /** Ends everything that is under way, of all workspaces of this host; watches end without an error. */
  close(): Promise<void> {
    return this.#host.requester.close();
  }

  /** `await using cluster = connect(...)` closes it. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #patch(ref: ObjectRef, body: unknown, contentType: string, { fieldManager, dryRun, subresource, ...options }: WriteOptions): Promise<KubernetesObject> {
    const query = queryOf({ fieldManager, dryRun: dryRunOf(dryRun) });
    return this.#object(ref, { ...placeOf(ref), subresource, method: 'PATCH', query, body, contentType, safe: dryRun === true }, options);
  }

  async #object(ref: KindRef, asked: Asked, options: CallOptions): Promise<KubernetesObject> {
    const body = await this.#request(ref, asked, options);
    if (isObject(body)) return body;
    throw new ApiError({ code: 'unexpected-answer', subject: ref.kind, text: 'the answer is no object', cluster: this.name });
  }

  async #request(ref: KindRef, { method, query = '', body, contentType, safe, called, ...place }: Asked, options: CallOptions): Promise<unknown> {
    const resource = await this.resourceFor(ref, options);
    const { path, template } = pathOf(resource, place, this.name);
    const object = describeObject({ kind: ref.kind, name: place.name ?? called ?? '', namespace: resource.namespaced ? place.namespace : undefined });
    const subject: Subject = { text: object, object, kind: describeKind(ref), secret: ref.kind === 'Secret' };
    return this.#send({ method, path: `${path}${query}`, template, subject, safe, ...(body === undefined ? {} : { body }), ...(contentType === undefined ? {} : { contentType }) }, ref, options);
  }

  async #send(request: ApiRequest, ref: KindRef, options: CallOptions): Promise<unknown> {
    try {
      return (await this.#host.requester.json(this.name, this.#within(request), options)).body;
    } catch (error) {
      if (isApiError(error, 'unknown-kind')) this.#discovery.forget(ref);
      throw error;
    }
  }

  async #read(path: string, accept: string, options: CallOptions): Promise<unknown> {
    const request: ApiRequest = { method: 'GET', path, template: path, accept, subject: { text: `GET ${path}` }, safe: true };
    return (await this.#host.requester.json(this.name, this.#within(request), options)).body;
  }

  /** Below the path of this server, which that of a workspace is. */
  #within(request: ApiRequest): ApiRequest {
    return { ...request, path: `${this.server.pathname.replace(/\/$/u, '')}${request.path}` };
  }
}

function subjectOfAll(query: ObjectQuery): Subject {
  const { kind, namespace } = query;
  return { text: namespace === undefined ? `all ${kind}` : `all ${kind} in ${namespace}`, kind: describeKind(query), secret: kind === 'Secret' };
}

function describeKind({ apiVersion, kind }: KindRef): string {
  return `${kind} of ${apiVersion}`;
}

function placeOf({ namespace, name }: ObjectRef): Place {
  return { namespace, name };
}

function placeOfObject({ metadata }: KubernetesObject): Place {
  return { namespace: metadata.namespace, name: metadata.name };
}

/** The name of an object that is to be created. */
function nameOf({ name, generateName = '' }: NewObject['metadata']): string {
  return name ?? `${generateName}*`;
}

function dryRunOf(dryRun: boolean | undefined): string | undefined {
  return dryRun === true ? 'All' : undefined;
}
