import { createIssuer } from '../../test/e2e/players/issuer.ts';
import { playNetwork } from '../../test/e2e/players/network.ts';
import { play, type Player } from '../../test/e2e/players/player.ts';
import { playInitializer } from '../../test/e2e/players/security-operator.ts';
import { admissionWebhook } from '../../test/e2e/players/webhooks.ts';
import { call, startKcp, until, type ApiServer } from '../../test/servers/index.ts';
import { fieldDifferences } from './field-differences.ts';
import { isMap, listAt, mapAt, textAt, type Json, type JsonMap } from './json.ts';
import { asKcpTakesIt, bindFor, neededBy } from './bound-exports.ts';
import { overlaid } from './overlaid.ts';

/** The workspace of the platform's own APIs. */
const SYSTEM = 'root:platform-mesh-system';
const WELCOME = `/clusters/${SYSTEM}/apis/core.platform-mesh.io/v1alpha1/identityproviderconfigurations/welcome`;
const PAGES = `/clusters/${SYSTEM}/apis/ui.platform-mesh.io/v1alpha1/contentconfigurations`;

/** Who the reference is in kcp. */
const MANAGER = 'platform-mesh-operator';

/** Where the rights of connections are. */
const RIGHTS = [
  '/api/v1/namespaces/default/serviceaccounts',
  '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
];

/** The client that the identity provider knows unless a case says otherwise. */
const CLIENT = 'recorded-client';

/** A kcp that many cases share. What one of them sets up is there for the next: recorded steps say what they lead to. */
export class ReplayKcp {
  readonly server: ApiServer;
  /** PEM that the webhooks of operators, and the issuer of tokens, are trusted by. */
  readonly ca: string;
  readonly #players: readonly Player[];
  #clients: readonly string[] = [CLIENT];

  private constructor(server: ApiServer, ca: string, players: readonly Player[]) {
    this.server = server;
    this.ca = ca;
    this.#players = [...players, play(() => this.#register())];
  }

  /** Starts one in which nothing has happened yet, with the operators that a platform waits for. */
  static async start(suite: string): Promise<ReplayKcp> {
    const webhook = admissionWebhook([]);
    const network = await playNetwork({
      'account-operator-webhook.platform-mesh-system.svc.cluster.local': webhook,
      'security-operator-webhook.platform-mesh-system.svc.cluster.local': webhook,
      'example.com': createIssuer('https://example.com/keycloak/realms/welcome').listener,
    });
    const server = await startKcp({ suite, env: { HTTPS_PROXY: network.proxy } });
    return new ReplayKcp(server, network.ca, [network, playInitializer(server)]);
  }

  /** Takes away what a platform adds by choice; its workspaces and APIs stay. */
  async reset(): Promise<void> {
    this.#clients = [CLIENT];
    await call(this.server, `${PAGES}?labelSelector=core.platform-mesh.io/feature-toggle`, { method: 'DELETE' });
    for (const path of RIGHTS) await this.#removeRights(`/clusters/${SYSTEM}${path}`);
  }

  async #removeRights(path: string): Promise<void> {
    const { body } = await call(this.server, path);
    const names = listAt(body as Json, 'items').map((item) => textAt(item, 'metadata', 'name'));
    for (const name of names.filter((each) => each.startsWith('platform-mesh-')))
      await call(this.server, `${path}/${name}`, { method: 'DELETE' });
  }

  /** What is at a path of a workspace; undefined where nothing is. */
  async get(workspace: string, path: string): Promise<JsonMap | undefined> {
    const { status, body } = await call(this.server, `/clusters/${workspace}${path}`);
    return status === 200 ? (body as JsonMap) : undefined;
  }

  /** Takes away what is at a path of a workspace. */
  async remove(workspace: string, path: string): Promise<void> {
    await call(this.server, `/clusters/${workspace}${path}`, { method: 'DELETE' });
    await until(`${path} is gone`, async () => (await this.get(workspace, path)) === undefined);
  }

  /** The identity provider knows these clients as soon as it is there. */
  set clients(ids: readonly string[]) {
    this.#clients = ids;
  }

  /** The identity provider knows these clients from now on. */
  async knowClients(ids: readonly string[]): Promise<void> {
    this.#clients = ids;
    await until('the identity provider has registered its clients', async () => isSame(await this.#registered(), ids));
  }

  /** Brings an object to a workspace, as far as the case says it: what is there already keeps its other fields. */
  async load({ 'x-workspace': place, ...recorded }: JsonMap): Promise<void> {
    const workspace = typeof place === 'string' ? place : 'root';
    await this.workspace(workspace);
    for (const needed of neededBy(recorded)) await this.#create(workspace, needed);
    await this.#apply(workspace, asKcpTakesIt(recorded));
    await bindFor(this.server, workspace, recorded);
  }

  async #create(workspace: string, object: JsonMap): Promise<void> {
    const path = await this.#pathOf(workspace, object);
    const { status, body } = await call(this.server, path.slice(0, path.lastIndexOf('/')), { method: 'POST', body: object });
    if (status >= 300 && status !== 409) throw new Error(`${path}: ${status} ${JSON.stringify(body).slice(0, 600)}`);
  }

  async #apply(workspace: string, given: JsonMap): Promise<void> {
    const path = await this.#pathOf(workspace, given);
    const { status: found, body } = await call(this.server, path);
    if (found === 200 && fieldDifferences(given, body as JsonMap).length === 0) return;
    const { status, metadata, ...rest } = found === 200 ? (overlaid(body as JsonMap, given) as JsonMap) : given;
    const { name = '', namespace, labels = {}, annotations = {} } = mapAt(metadata);
    const own = { name, labels, annotations, ...(namespace === undefined ? {} : { namespace }) };
    const answer = await call(this.server, `${path}?fieldManager=${MANAGER}&force=true`, {
      method: 'PATCH',
      body: { ...rest, metadata: own },
      type: 'application/apply-patch+yaml',
    });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 600)}`);
    if (isMap(status)) await call(this.server, `${path}/status`, { method: 'PATCH', body: { status } });
  }

  /** Makes a workspace, and those above it, unless they are there. */
  async workspace(path: string): Promise<void> {
    const colon = path.lastIndexOf(':');
    if (colon === -1) return;
    const [parent, name] = [path.slice(0, colon), path.slice(colon + 1)];
    await this.workspace(parent);
    const workspaces = '/apis/tenancy.kcp.io/v1alpha1/workspaces';
    if ((await this.get(parent, `${workspaces}/${name}`)) === undefined) {
      const body = {
        apiVersion: 'tenancy.kcp.io/v1alpha1',
        kind: 'Workspace',
        metadata: { name },
        spec: { type: { name: 'universal', path: 'root' } },
      };
      await call(this.server, `/clusters/${parent}${workspaces}`, { method: 'POST', body });
    }
    const phase = async (): Promise<string> => textAt(await this.get(parent, `${workspaces}/${name}`), 'status', 'phase');
    await until(`workspace ${path} is Ready`, async () => (await phase()) === 'Ready', { timeout: 60_000 });
  }

  async stop(): Promise<void> {
    for (const player of this.#players) await player.stop();
    await this.server.stop();
  }

  async #pathOf(workspace: string, object: JsonMap): Promise<string> {
    const [apiVersion, kind] = [textAt(object, 'apiVersion'), textAt(object, 'kind')];
    const api = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
    const resources = listAt(await this.get(workspace, api), 'resources').filter(isMap);
    const found = resources.find((each) => each['kind'] === kind && !textAt(each, 'name').includes('/'));
    if (!found) throw new Error(`the recorded state has a ${kind} of ${apiVersion}, which workspace ${workspace} does not know`);
    const namespace = found['namespaced'] === true ? `/namespaces/${textAt(object, 'metadata', 'namespace') || 'default'}` : '';
    return `/clusters/${workspace}${api}${namespace}/${textAt(found, 'name')}/${textAt(object, 'metadata', 'name')}`;
  }

  async #registered(): Promise<readonly string[]> {
    const { body } = await call(this.server, WELCOME);
    return clientsOf(body as Json).map(([, id]) => id);
  }

  /** Does what the operator of the identity provider does with a realm. */
  async #register(): Promise<void> {
    const { status, body } = await call(this.server, WELCOME);
    const known = clientsOf(body as Json);
    if (
      status !== 200 ||
      isSame(
        known.map(([, id]) => id),
        this.#clients,
      )
    )
      return;
    const gone = known.map(([name]) => [name, null] as const);
    const now = this.#clients.map((id) => {
      const client = { clientId: id, registrationClientUri: `https://example.com/${id}`, secretRef: { name: id, namespace: 'default' } };
      return [id, client] as const;
    });
    const managedClients = Object.fromEntries([...gone, ...now]);
    await call(this.server, `${WELCOME}/status`, { method: 'PATCH', body: { status: { managedClients } } });
  }
}

function clientsOf(provider: Json): readonly (readonly [name: string, id: string])[] {
  return Object.entries(mapAt(provider, 'status', 'managedClients')).map(([name, client]) => [name, textAt(client, 'clientId')] as const);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
}
