import { install, pathOf, type Crd } from '../../test/e2e/crds.ts';
import { foreignCrds } from '../../test/e2e/foreign-crds.ts';
import { call, startKube, until, type Kube } from '../../test/servers/index.ts';
import { isMap, listAt, mapAt, textAt, type JsonMap } from './json.ts';
import { readAll, restore, type KeyValues } from './key-values.ts';

/** Folders of the CustomResourceDefinitions that a platform meets. */
const FAMILIES = ['flux', 'ocm', 'cert-manager', 'argocd', 'kcp-operator'];

/** Where the objects of a kind are. */
export interface KindPlace {
  /** Path of the API, such as `/api/v1`. */
  readonly api: string;
  /** Plural name. */
  readonly resource: string;
  readonly namespaced: boolean;
  readonly hasStatus: boolean;
  /** OpenAPI; empty for kinds of Kubernetes itself. */
  readonly schema: JsonMap;
}

/** A Kubernetes that can be made as new without being started again. */
export class ReplayCluster {
  readonly kube: Kube;
  readonly crds: readonly Crd[];
  readonly #prepared: KeyValues;

  private constructor(kube: Kube, crds: readonly Crd[], prepared: KeyValues) {
    this.kube = kube;
    this.crds = crds;
    this.#prepared = prepared;
  }

  /** Starts one in which every kind of a platform is known. */
  static async start(suite: string): Promise<ReplayCluster> {
    const crds = foreignCrds(...FAMILIES);
    const kube = await startKube({ suite });
    await Promise.all(crds.map((crd) => install(kube, crd)));
    return new ReplayCluster(kube, crds, await readAll(kube.etcd));
  }

  /** Takes away what was made since the start, and brings back what was changed; ends when the API server says so. */
  async reset(): Promise<void> {
    await restore(this.kube.etcd, this.#prepared);
    const lists = [...this.crds.map((crd) => pathOf(crd)), '/api/v1/secrets', '/api/v1/pods'];
    await Promise.all(lists.map((path) => until(`${path} is empty`, () => this.#isEmpty(path))));
  }

  async #isEmpty(path: string): Promise<boolean> {
    const list = await this.get(path);
    return list !== undefined && listAt(list, 'items').length === 0;
  }

  /** What is at a path; undefined where nothing is. */
  async get(path: string): Promise<JsonMap | undefined> {
    const { status, body } = await call(this.kube, path);
    return status === 200 ? (body as JsonMap) : undefined;
  }

  /** Changes what is at a path. */
  async patch(path: string, body: JsonMap, type = 'application/merge-patch+json'): Promise<void> {
    const { status, body: answer } = await call(this.kube, path, { method: 'PATCH', body, type });
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answer).slice(0, 600)}`);
  }

  /** Makes a namespace, unless it is there. */
  async namespace(name: string): Promise<void> {
    const { status } = await call(this.kube, '/api/v1/namespaces', { method: 'POST', body: { metadata: { name } } });
    if (status !== 201 && status !== 409) throw new Error(`namespace ${name}: ${status}`);
  }

  /** Takes a kind away, and waits until it is unknown. */
  async removeKind({ metadata: { name }, spec }: Crd): Promise<void> {
    await call(this.kube, `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`, { method: 'DELETE' });
    const apiVersion = `${spec.group}/${spec.versions[0]?.name ?? ''}`;
    await until(`${name} is gone`, async () => (await this.kindPlace(apiVersion, spec.names.kind)) === undefined);
  }

  /** Where the objects of a kind are; undefined for a kind that it does not know. */
  async kindPlace(apiVersion: string, kind: string): Promise<KindPlace | undefined> {
    const api = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
    const resources = listAt(await this.get(api), 'resources').filter(isMap);
    const found = resources.find((resource) => resource['kind'] === kind && !textAt(resource, 'name').includes('/'));
    if (!found) return undefined;
    const resource = textAt(found, 'name');
    const hasStatus = resources.some(({ name }) => name === `${resource}/status`);
    return { api, resource, namespaced: found['namespaced'] === true, hasStatus, schema: this.#schemaOf(apiVersion, kind) };
  }

  #schemaOf(apiVersion: string, kind: string): JsonMap {
    const [group, version] = apiVersion.split('/');
    const crd = this.crds.find(({ spec }) => spec.group === group && spec.names.kind === kind);
    const found = crd?.spec.versions.find(({ name }) => name === version) as JsonMap | undefined;
    return mapAt(found, 'schema', 'openAPIV3Schema');
  }
}
