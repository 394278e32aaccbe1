import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, connectionFrom, type Cluster } from '../../../src/runtime/cluster/index.js';

/** A kind that is served. */
interface Served {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
}

/** A small API server over HTTP: discovery, lists and watches, with the versions and events of a real one. */
export interface Api {
  readonly cluster: Cluster;
  /** Paths with queries that were asked for, without discovery. */
  readonly requests: readonly string[];
  /** Serves a kind from now on. */
  serve(kind: Served): void;
  /** Makes or changes an object. */
  put(object: KubernetesObject): void;
  remove(object: KubernetesObject): void;
  /** Answers lists with this status; 0 for well. */
  refuse(status: number): void;
  /** Breaks off all watches. */
  breakOff(): void;
  stop(): Promise<void>;
}

interface Watcher {
  readonly response: ServerResponse;
  readonly sees: (object: KubernetesObject) => boolean;
}

export const HELM_RELEASE: Served = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', plural: 'helmreleases' };
export const DEPLOYMENT: Served = { apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments' };

/** Starts an API server that serves these kinds. */
export async function startApi(...kinds: readonly Served[]): Promise<Api> {
  const served = [...kinds];
  const objects = new Map<string, KubernetesObject>();
  const watchers = new Set<Watcher>();
  const requests: string[] = [];
  let version = 1;
  let refusal = 0;

  const send = (response: ServerResponse, status: number, body: object): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const refuse = (response: ServerResponse, code: number): void => send(response, code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message: `answered ${code}`, reason: code === 403 ? 'Forbidden' : 'NotFound' });
  const tell = (type: string, object: KubernetesObject): void => {
    for (const { response, sees } of watchers) if (sees(object)) response.write(`${JSON.stringify({ type, object })}\n`);
  };

  const discover = (path: string, response: ServerResponse): void => {
    const groupVersion = path.replace(/^\/apis?\/?/u, '');
    const resources = served.filter(({ apiVersion }) => apiVersion === groupVersion).map(({ kind, plural }) => ({ name: plural, kind, namespaced: true, verbs: ['list', 'watch'] }));
    if (groupVersion === '') send(response, 200, { kind: 'APIGroupList', apiVersion: 'v1', groups: [] });
    else if (resources.length === 0) refuse(response, 404);
    else send(response, 200, { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources });
  };

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '', 'http://api');
    const match = /^\/apis?\/(?<apiVersion>[^/]+\/[^/]+|v1)(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<plural>[a-z]+)$/u.exec(url.pathname)?.groups;
    const kind = served.find(({ apiVersion, plural }) => apiVersion === match?.['apiVersion'] && plural === match['plural']);
    if (!match) {
      discover(url.pathname, response);
      return;
    }
    requests.push(`${url.pathname}${url.searchParams.has('watch') ? '?watch' : ''}`);
    if (!kind || refusal > 0) {
      refuse(response, kind ? refusal : 404);
      return;
    }
    const sees = (object: KubernetesObject): boolean => object.kind === kind.kind && (match['namespace'] ?? object.metadata.namespace) === object.metadata.namespace && selects(url.searchParams, object);
    if (!url.searchParams.has('watch')) {
      send(response, 200, { kind: `${kind.kind}List`, apiVersion: kind.apiVersion, metadata: { resourceVersion: String(version) }, items: [...objects.values()].filter(sees) });
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    const watcher = { response, sees };
    watchers.add(watcher);
    response.on('close', () => watchers.delete(watcher));
    const since = Number(url.searchParams.get('resourceVersion'));
    for (const object of objects.values()) if (sees(object) && Number(object.metadata.resourceVersion) > since) response.write(`${JSON.stringify({ type: 'MODIFIED', object })}\n`);
  };

  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const config = { clusters: [{ name: 'api', cluster: { server: `http://127.0.0.1:${port}` } }], contexts: [{ name: 'api', context: { cluster: 'api', user: '' } }], 'current-context': 'api' };
  const cluster = connect(await connectionFrom(JSON.stringify(config)));

  const keyOf = ({ kind, metadata }: KubernetesObject): string => `${kind} ${String(metadata.namespace)} ${metadata.name}`;
  return {
    cluster,
    requests,
    serve: (kind) => void served.push(kind),
    put: (object) => {
      version += 1;
      const stored = { ...object, metadata: { ...object.metadata, uid: keyOf(object), resourceVersion: String(version) } };
      tell(objects.has(keyOf(object)) ? 'MODIFIED' : 'ADDED', stored);
      objects.set(keyOf(object), stored);
    },
    remove: (object) => {
      version += 1;
      objects.delete(keyOf(object));
      tell('DELETED', { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } });
    },
    refuse: (status) => void (refusal = status),
    breakOff: () => {
      for (const { response } of watchers) response.destroy();
    },
    stop: async () => {
      await cluster.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** As far as the tests go: a name, and labels that are equal. */
function selects(query: URLSearchParams, { metadata }: KubernetesObject): boolean {
  const name = /^metadata\.name=(.*)$/u.exec(query.get('fieldSelector') ?? '')?.[1];
  const labels = (query.get('labelSelector') ?? '').split(',').filter(Boolean).map((term) => term.split('='));
  return (name === undefined || metadata.name === name) && labels.every(([key = '', value]) => metadata.labels?.[key] === value);
}

/** A HelmRelease with a Ready condition, or without one. */
export function helmRelease(name: string, ready?: 'True' | 'False' | 'Stalled', reason = 'InstallSucceeded', message = 'as it is'): KubernetesObject {
  const conditions = [
    ...(ready === 'Stalled' ? [{ type: 'Stalled', status: 'True', reason, message, observedGeneration: 1 }] : []),
    ...(ready ? [{ type: 'Ready', status: ready === 'True' ? 'True' : 'False', reason, message, observedGeneration: 1 }] : []),
  ];
  return {
    apiVersion: HELM_RELEASE.apiVersion,
    kind: HELM_RELEASE.kind,
    metadata: { name, namespace: 'mesh', generation: 1, labels: { 'core.platform-mesh.io/operator-created': 'true' } },
    spec: {},
    status: ready ? { observedGeneration: 1, conditions } : { observedGeneration: -1 },
  };
}
