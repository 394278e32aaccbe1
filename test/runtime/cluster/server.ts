import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { connect, connectionFrom, type Cluster, type ClusterOptions } from '../../../src/runtime/cluster/index.js';
import { certificate, type Certificate } from './certificate.js';

/** A request that came in. */
export interface Seen {
  readonly method: string;
  /** Without its query, as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Name in the client's certificate. */
  readonly client: string | undefined;
}

/** Answers a request. What it returns is sent as JSON; with undefined, it has answered itself or never will. */
export type Handler = (seen: Seen, response: ServerResponse) => unknown;

export interface TestServer {
  readonly url: string;
  /** PEM of its authority. */
  readonly ca: string;
  readonly requests: Seen[];
  /** Connections that were made. */
  connections(): number;
  /** Breaks all connections, as a crash does. */
  breakConnections(): void;
  /** Other certificate for new connections. */
  setCertificate(pair: Certificate): void;
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** @default 'h2' */
  readonly protocol?: 'http' | 'https' | 'h2';
  /** @default - one of its own, for 127.0.0.1 */
  readonly certificate?: Certificate;
  /** Authority of clients. @default - no client certificate is asked for */
  readonly clientCa?: string;
  /** @default - a free one */
  readonly port?: number;
}

/** An answer with a status of its own. */
export class Reply {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** Starts a real server on the loopback address. */
export async function serve(
  handler: Handler,
  { protocol = 'h2', certificate: pair = certificate({ name: 'server', hosts: ['127.0.0.1'] }), clientCa, port = 0 }: ServeOptions = {},
): Promise<TestServer> {
  const requests: Seen[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const listener = (request: IncomingMessage, response: ServerResponse): void => void answer(handler, requests, request, response);
  const tls = {
    key: pair.key,
    cert: pair.cert,
    ...(clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: false }),
  };
  const server: Server =
    protocol === 'http'
      ? createHttp(listener)
      : protocol === 'https'
        ? createHttps(tls, listener)
        : createSecureServer({ ...tls, allowHTTP1: true }, listener as never);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('sessionError', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const breakConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `${protocol === 'http' ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: pair.cert,
    requests,
    connections: () => connections,
    breakConnections,
    setCertificate: ({ key, cert }) => (server as unknown as { setSecureContext(options: object): void }).setSecureContext({ key, cert }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        breakConnections();
      }),
  };
}

async function answer(handler: Handler, requests: Seen[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const client = clientOf(request.socket);
  const seen: Seen = {
    method: request.method ?? '',
    path,
    query: new URLSearchParams(query),
    headers: request.headers,
    body: Buffer.concat(chunks).toString(),
    client,
  };
  requests.push(seen);
  const body = await handler(seen, response);
  if (body === undefined) return;
  const reply = body instanceof Reply ? body : new Reply(200, body);
  response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
  response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
}

function clientOf(socket: Socket): string | undefined {
  const peer = 'getPeerCertificate' in socket ? (socket as TLSSocket).getPeerCertificate() : undefined;
  // None is an empty object.
  const name = peer && 'subject' in peer ? peer.subject.CN : undefined;
  return Array.isArray(name) ? name[0] : name;
}

/** How an API server refuses. */
export function refusal(
  code: number,
  reason: string,
  message: string,
  details: object = {},
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return new Reply(code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, details, code }, headers);
}

const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

function resource(name: string, kind: string, scope: 'Namespaced' | 'Cluster', subresources: readonly string[] = []): object {
  return {
    resource: name,
    responseKind: { kind },
    scope,
    verbs: VERBS,
    subresources: subresources.map((subresource) => ({ subresource })),
  };
}

/** What discovery says: a few built-in kinds, and a Widget of `example.test/v1`. */
export const DISCOVERY: Readonly<Record<string, unknown>> = {
  '/api': {
    kind: 'APIGroupDiscoveryList',
    items: [
      {
        metadata: {},
        versions: [
          {
            version: 'v1',
            resources: [
              resource('configmaps', 'ConfigMap', 'Namespaced'),
              resource('secrets', 'Secret', 'Namespaced'),
              resource('namespaces', 'Namespace', 'Cluster', ['status']),
              resource('pods', 'Pod', 'Namespaced', ['eviction', 'status']),
            ],
          },
        ],
      },
    ],
  },
  '/apis': {
    kind: 'APIGroupDiscoveryList',
    items: [
      {
        metadata: { name: 'rbac.authorization.k8s.io' },
        versions: [{ version: 'v1', resources: [resource('clusterroles', 'ClusterRole', 'Cluster')] }],
      },
      {
        metadata: { name: 'example.test' },
        versions: [{ version: 'v1', resources: [resource('widgets', 'Widget', 'Namespaced', ['status'])] }],
      },
    ],
  },
};

/** An API server that knows the kinds of {@link DISCOVERY}; the rest is the handler's. */
export function api(handler: Handler): Handler {
  return (seen, response) => {
    // kcp has the same below the path of each workspace.
    const known = DISCOVERY[seen.path.replace(/^.*\/clusters\/[^/]+/u, '')];
    return known ?? handler(seen, response);
  };
}

/** A kubeconfig with one context, `test`. */
export function kubeconfigOf(
  { url, ca }: Pick<TestServer, 'url' | 'ca'>,
  { cluster = {}, user = { token: 'token-1' } }: { readonly cluster?: object; readonly user?: object } = {},
): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'server', cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64'), ...cluster } }],
    users: [{ name: 'user', user }],
    contexts: [{ name: 'test', context: { cluster: 'server', user: 'user' } }],
    'current-context': 'test',
  });
}

/** Repeats soon, so that tests do not wait. */
export const SOON = { base: 1, cap: 20 };

/** A client of a test server. */
export async function clusterAt(server: Pick<TestServer, 'url' | 'ca'>, options: ClusterOptions = {}): Promise<Cluster> {
  return connect(await connectionFrom(kubeconfigOf(server), { env: {} }), { retry: SOON, ...options });
}

/** A ConfigMap. */
export function configMap(
  name: string,
  rest: object = {},
): { readonly apiVersion: string; readonly kind: string; readonly metadata: { readonly name: string; readonly namespace: string } } {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, ...rest };
}
