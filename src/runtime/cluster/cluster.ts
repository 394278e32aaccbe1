import type { KindRef, KubernetesObject, NewObject, ObjectList, ObjectRef } from '../../kubernetes/index.js';
import { textAt } from '../../kubernetes/index.js';
import type { ApiRequest } from './api-request.js';
import { APPLY, subjectOfAll, type Endpoint } from './endpoint.js';
import { ApiError, isApiError, isObjectMissing } from './errors/api-error.js';
import { DISRUPTION_BUDGET } from './errors/meaning.js';
import { PAGE, readPage, readPages } from './list.js';
import { mergeOptions, type CallOptions } from './options.js';
import { pathOf, queryOf, type Place, type ResourceInfo } from './paths.js';
import { reachOf, type Reach } from './reach.js';
import type { Schema } from './schema.js';
import type { ApplyOptions, DeleteOptions, EvictOptions, Eviction } from './verbs.js';
import type { JsonPatchOperation, ListQuery, VersionInfo, WriteOptions } from './verbs.js';
import type { WatchEvent, WatchOptions, WatchQuery } from './watch-event.js';
import { watchSource } from './watch-source.js';
import { Watch } from './watch.js';

/** The options that all calls of a view have, and its workspaces by path. */
interface View {
  readonly options: CallOptions;
  readonly workspaces: Map<string, Cluster>;
}

/** An API server, or one workspace of a kcp. All its methods throw {@link ApiError}, or the reason of an aborted signal. */
export class Cluster {
  readonly #endpoint: Endpoint;
  readonly #view: View;

  /** Use `connect`. */
  constructor(endpoint: Endpoint, view: View = { options: {}, workspaces: new Map() }) {
    this.#endpoint = endpoint;
    this.#view = view;
  }

  /** How messages call it: the name of the connection; for a workspace, with its path. */
  get name(): string {
    return this.#endpoint.name;
  }

  /** Its URL; that of a workspace ends in `/clusters/<path>`. */
  get server(): URL {
    return this.#endpoint.server;
  }

  /** Whether this is a workspace of a kcp. */
  get isWorkspace(): boolean {
    return /\/clusters\/[^/]+\/?$/u.test(this.server.pathname);
  }

  /** The same text for all views of one server or workspace: a key to group by. */
  get id(): string {
    return `${this.#endpoint.host.name} ${this.server.href.replace(/\/$/u, '')}`;
  }

  /**
   * How the server is reached now, for a thread that renews a lease on its own.
   *
   * @param refused what the server has refused: credentials and the CA bundle are read again
   */
  reach(refused?: Reach): Promise<Reach> {
    return reachOf(this.#endpoint.host.requester.connection, this.server, refused);
  }

  /**
   * A view of the same server whose calls all have these options, in its workspaces too. A call's own timeout and flow win;
   * its signal and that of the view both end it.
   */
  with(options: CallOptions): Cluster {
    return new Cluster(this.#endpoint, { options: mergeOptions(this.#view.options, options), workspaces: new Map() });
  }

  /**
   * A workspace of the same kcp, by the same connections and credentials; the same workspace each time.
   *
   * @param path such as `root:orgs`
   * @throws {ApiError} `bad-request` when it is no path of a workspace
   */
  workspace(path: string): Cluster {
    const known = this.#view.workspaces.get(path);
    if (known) return known;
    const workspace = new Cluster(this.#endpoint.workspace(path), this.#view);
    this.#view.workspaces.set(path, workspace);
    return workspace;
  }

  /**
   * Begins to connect, and to read which kinds the server serves, while the caller prepares its first request. Nothing waits for it,
   * and a failure shows in that request.
   */
  async warmUp(): Promise<void> {
    await this.#endpoint.discovery.prepare(this.#options({})).catch(() => undefined);
  }

  /**
   * How the server serves a kind.
   *
   * @throws {ApiError} `unknown-kind`, also when its CustomResourceDefinition is not there yet
   */
  resourceFor(ref: KindRef, options: CallOptions = {}): Promise<ResourceInfo> {
    return this.#endpoint.discovery.resourceFor(ref, this.#options(options));
  }

  /** The versions in which the server serves a kind, whatever version is named; none where it does not serve the kind. */
  versionsOf(ref: KindRef, options: CallOptions = {}): Promise<readonly string[]> {
    return this.#endpoint.discovery.versionsOf(ref, this.#options(options));
  }

  /** The next request asks again how the server serves a kind, for example after its CustomResourceDefinition came. */
  forgetKind(ref: KindRef): void {
    this.#endpoint.discovery.forget(ref);
  }

  /** The schema of a kind; undefined where the server publishes none. One request reads all schemas of a version. */
  schemaFor(ref: KindRef, options: CallOptions = {}): Promise<Schema | undefined> {
    return this.#endpoint.schemas.schemaFor(ref, this.#options(options));
  }

  /** An object; undefined if it does not exist. */
  async get(ref: ObjectRef, options: CallOptions = {}): Promise<KubernetesObject | undefined> {
    try {
      return await this.#endpoint.object(ref, { ...placeOf(ref), method: 'GET', safe: true }, this.#options(options));
    } catch (error) {
      if (isObjectMissing(error)) return undefined;
      throw error;
    }
  }

  /** All objects of a kind, as they were at one moment, read page by page. */
  async list(query: ListQuery, options: CallOptions = {}): Promise<ObjectList> {
    const merged = this.#options(options);
    const resource = await this.#endpoint.discovery.resourceFor(query, merged);
    const { path, template } = pathOf(resource, { namespace: query.namespace }, this.name);
    const { labelSelector, fieldSelector, limit = PAGE } = query;
    return readPages(async (page) => {
      const paged = `${path}${queryOf({ labelSelector, fieldSelector, ...page })}`;
      const request: ApiRequest = { method: 'GET', path: paged, template, subject: subjectOfAll(query), safe: true };
      return readPage(await this.#endpoint.send(request, query, merged), query);
    }, limit);
  }

  /**
   * Makes an object be as it is given, and leaves the fields of others alone (server-side apply).
   *
   * @returns the object as the server has it now, or would have it after a dry run
   * @throws {ApiError} `apply-conflict` when others manage fields with other values
   */
  apply(object: KubernetesObject, { fieldManager, force, dryRun, subresource, ...options }: ApplyOptions): Promise<KubernetesObject> {
    // Nobody reads warnings about unknown fields, for which the server would parse the object twice.
    const how = { force: force === true ? true : undefined, dryRun: dryRunOf(dryRun) };
    const query = queryOf({ fieldManager, fieldValidation: 'Ignore', ...how });
    const place = { ...placeOf(object.metadata), subresource };
    const asked = { ...place, method: 'PATCH', query, body: object, contentType: APPLY, safe: true } as const;
    return this.#endpoint.object(object, asked, this.#options(options));
  }

  /** Makes an object that is not there yet; where it has a `generateName`, the server names it. */
  create(object: NewObject, { fieldManager, dryRun, ...options }: Omit<WriteOptions, 'subresource'> = {}): Promise<KubernetesObject> {
    const query = queryOf({ fieldManager, dryRun: dryRunOf(dryRun) });
    const { namespace, name, generateName = '' } = object.metadata;
    const asked = { namespace, called: name ?? `${generateName}*`, method: 'POST', query, body: object, safe: dryRun === true } as const;
    return this.#endpoint.object(object, asked, this.#options(options));
  }

  /** Replaces an object as a whole, if it still has the `resourceVersion` that is given in it. */
  replace(object: KubernetesObject, { fieldManager, dryRun, subresource, ...options }: WriteOptions = {}): Promise<KubernetesObject> {
    const query = queryOf({ fieldManager, dryRun: dryRunOf(dryRun) });
    const asked = { ...placeOf(object.metadata), subresource, method: 'PUT', query, body: object, safe: dryRun === true } as const;
    return this.#endpoint.object(object, asked, this.#options(options));
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
  async delete(ref: ObjectRef, how: DeleteOptions = {}): Promise<'gone' | 'terminating' | 'absent'> {
    const { propagation, preconditions, dryRun, ...options } = how;
    const given = { ...(propagation && { propagationPolicy: propagation }), ...(preconditions && { preconditions }) };
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', ...given, ...(dryRun === true && { dryRun: ['All'] }) };
    // Without preconditions, a second attempt might delete a new object of that name.
    const safe = dryRun === true || preconditions !== undefined;
    try {
      const answer = await this.#endpoint.request(ref, { ...placeOf(ref), method: 'DELETE', body, safe }, this.#options(options));
      return textAt(answer, 'metadata', 'deletionTimestamp') === undefined ? 'gone' : 'terminating';
    } catch (error) {
      if (isObjectMissing(error)) return 'absent';
      throw error;
    }
  }

  /** Asks a pod to end, unless a PodDisruptionBudget needs it now. */
  async evict(pod: Pick<ObjectRef, 'namespace' | 'name'>, { uid, dryRun, ...options }: EvictOptions): Promise<Eviction> {
    const deleteOptions = { preconditions: { uid }, ...(dryRun === true && { dryRun: ['All'] }) };
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: placeOf(pod), deleteOptions };
    // The server knows the pod by its UID, so a second eviction of it does no harm.
    const asked = { ...placeOf(pod), subresource: 'eviction', method: 'POST', body, safe: true } as const;
    try {
      await this.#endpoint.request({ apiVersion: 'v1', kind: 'Pod' }, asked, this.#options(options));
      return { result: 'evicted' };
    } catch (error) {
      if (isObjectMissing(error) || (isApiError(error, 'conflict') && error.precondition === 'uid')) return { result: 'gone' };
      const refusals = isApiError(error, 'too-many-requests') ? error.causes.filter(({ reason }) => reason === DISRUPTION_BUDGET) : [];
      if (refusals.length === 0) throw error;
      return { result: 'refused', message: refusals.map(({ message }) => message).join('; ') };
    }
  }

  /**
   * Asks for a token of a ServiceAccount. An answer that is lost leaves a token that nobody knows.
   *
   * @returns the token, and when it expires as the server says
   */
  async requestToken(
    account: Pick<ObjectRef, 'namespace' | 'name'>,
    { expirationSeconds, ...options }: CallOptions & { readonly expirationSeconds: number },
  ): Promise<{ readonly token: string; readonly expiresAt: string | undefined }> {
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds } };
    const asked = { ...placeOf(account), subresource: 'token', method: 'POST', body, safe: true } as const;
    const answer = await this.#endpoint.request({ apiVersion: 'v1', kind: 'ServiceAccount' }, asked, this.#options(options));
    const token = textAt(answer, 'status', 'token');
    if (token !== undefined) return { token, expiresAt: textAt(answer, 'status', 'expirationTimestamp') };
    const subject = `ServiceAccount ${account.namespace ?? ''}/${account.name}`;
    throw new ApiError({ code: 'unexpected-answer', subject, text: 'the answer holds no token', cluster: this.name });
  }

  /** Asks for a path below that of the server, as `/api`; an error says that we may not, or that it leads nowhere. */
  async probe(path: string, options: CallOptions = {}): Promise<void> {
    await this.#endpoint.read(path, 'application/json', this.#options(options));
  }

  /** Reports what happens to objects until the signal is aborted, through interruptions of the connection. */
  async *watch(query: WatchQuery, { signal, silence = 90_000, ...options }: WatchOptions = {}): AsyncGenerator<WatchEvent, void> {
    const { closed } = this.#endpoint.host.requester;
    const ended = AbortSignal.any([closed, this.#view.options.signal, signal].filter((each) => each !== undefined));
    const source = watchSource(this.#endpoint, this, query, silence);
    yield* new Watch(source, options, ended).events();
  }

  /** Whether the API server says that it is ready; not, when it cannot be reached. */
  async readyz({ timeout = 5_000, ...options }: CallOptions = {}): Promise<boolean> {
    try {
      // As if it were not safe: "not ready" is an answer, not a failure that is worth another attempt.
      const how = { method: 'GET', subject: { text: 'GET /readyz' }, safe: false, plain: true } as const;
      const request: ApiRequest = { ...how, path: '/readyz', template: '/readyz' };
      await this.#endpoint.host.requester.json(this.name, this.#endpoint.within(request), this.#options({ timeout, ...options }));
      return true;
    } catch (error) {
      if (isApiError(error)) return false;
      throw error;
    }
  }

  /** What the API server says of itself. */
  async version(options: CallOptions = {}): Promise<VersionInfo> {
    const body = await this.#endpoint.read('/version', 'application/json', this.#options(options));
    const text = (field: string): string => textAt(body, field) ?? '';
    return { major: text('major'), minor: text('minor'), gitVersion: text('gitVersion'), platform: text('platform') };
  }

  /** Ends all requests, of all views and workspaces of this host; watches end without an error. */
  close(): Promise<void> {
    return this.#endpoint.host.requester.close();
  }

  /** `await using cluster = connect(...)` closes it. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #options(call: CallOptions): CallOptions {
    return mergeOptions(this.#view.options, call);
  }

  #patch(ref: ObjectRef, body: unknown, contentType: string, how: WriteOptions): Promise<KubernetesObject> {
    const { fieldManager, dryRun, subresource, ...options } = how;
    const query = queryOf({ fieldManager, dryRun: dryRunOf(dryRun) });
    const asked = { ...placeOf(ref), subresource, method: 'PATCH', query, body, contentType, safe: dryRun === true } as const;
    return this.#endpoint.object(ref, asked, this.#options(options));
  }
}

function placeOf({ namespace, name }: { readonly namespace?: string | undefined; readonly name: string }): Place {
  return { namespace, name };
}

function dryRunOf(dryRun: boolean | undefined): string | undefined {
  return dryRun === true ? 'All' : undefined;
}
