import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { certificate } from '../../test/runtime/cluster/certificate.ts';
import type { RefusalCase, ServerCase, StoredObject } from './error-case.ts';

/** A server that runs. */
export interface RunningServer {
  /** Address and port. */
  readonly host: string;
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The kinds that it has, by group and version. */
const KINDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  v1: { configmaps: 'ConfigMap', secrets: 'Secret', pods: 'Pod', namespaces: 'Namespace' },
  'core.platform-mesh.io/v1alpha1': { platformmeshes: 'PlatformMesh' },
  'delivery.ocm.software/v1alpha1': { resources: 'Resource' },
  'helm.toolkit.fluxcd.io/v2': { helmreleases: 'HelmRelease' },
  'kustomize.toolkit.fluxcd.io/v1': { kustomizations: 'Kustomization' },
  'source.toolkit.fluxcd.io/v1': { ocirepositories: 'OCIRepository', gitrepositories: 'GitRepository', helmrepositories: 'HelmRepository' },
  'coordination.k8s.io/v1': { leases: 'Lease' },
  'cert-manager.io/v1': { issuers: 'Issuer', certificates: 'Certificate' },
};

/** Starts a server that answers as an API server does. */
export async function startApiServer({ objects = [], without = [], refusal, state = 'up' }: ServerCase): Promise<RunningServer> {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    void bodyOf(request).then(async (body) => {
      // Objects are told in the order of the answers, which shall be the same each time.
      if (request.url?.includes('/certificates/') === true) await setTimeout(25);
      const { status, body: answer } = answerTo(request, body, { objects, without, refusal });
      response.writeHead(status, { 'content-type': typeof answer === 'string' ? 'text/html' : 'application/json' });
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  };
  const server: Server =
    state === 'untrusted' ? createHttps(certificate({ name: 'kube', hosts: ['127.0.0.1'] }), listener) : createHttp(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  if (state === 'down') await close();
  return {
    host,
    kubeconfig: kubeconfigOf(`${state === 'untrusted' ? 'https' : 'http'}://${host}`),
    stop: state === 'down' ? () => Promise.resolve() : close,
  };
}

/** A kubeconfig with one context, `production`. */
export function kubeconfigOf(server: string): string {
  const name = 'production';
  return JSON.stringify({
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: { token: 'secret' } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function answerTo(
  { method = '', url = '' }: IncomingMessage,
  body: string,
  { objects = [], without = [], refusal }: Pick<ServerCase, 'objects' | 'without'> & { readonly refusal: RefusalCase | undefined },
): Answer {
  const [path = ''] = url.split('?');
  if (refusal && matches(refusal.request, method, path)) return { status: refusal.status, body: refusedBy(refusal) };
  const discovered = discovery(path, without);
  if (discovered !== undefined) return { status: 200, body: discovered };
  if (method === 'PATCH' || method === 'PUT') return { status: 200, body: JSON.parse(body) as unknown };
  return read(path, objects) ?? { status: 404, body: status(404, 'NotFound', 'not found', { name: path.split('/').at(-1) }) };
}

function matches(request: string, method: string, path: string): boolean {
  const [verb = '', end = ''] = request.split(' ');
  return request === '*' || (verb === method && path.endsWith(`/${end}`));
}

function refusedBy({ status: code, answer }: RefusalCase): unknown {
  return typeof answer === 'string' ? answer : status(code, answer.reason, answer.message, answer.details);
}

function status(code: number, reason: string, message: string, details: object = {}): object {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, details, code };
}

/** One document for each of both roots, as a server of today has it. */
function discovery(path: string, without: readonly string[]): object | undefined {
  if (path !== '/api' && path !== '/apis') return undefined;
  const items = Object.entries(KINDS)
    .filter(([apiVersion]) => apiVersion.includes('/') === (path === '/apis'))
    .map(([apiVersion, kinds]) => {
      const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
      const resources = Object.entries(kinds)
        .filter(([, kind]) => !without.includes(kind))
        .map(([resource, kind]) => ({
          resource,
          responseKind: { kind },
          scope: kind === 'Namespace' ? 'Cluster' : 'Namespaced',
          verbs: ['get', 'list', 'patch', 'delete'],
        }));
      return { metadata: group === '' ? {} : { name: group }, versions: [{ version, resources }] };
    });
  return { kind: 'APIGroupDiscoveryList', items };
}

/** An object or a list of them. */
function read(path: string, objects: readonly StoredObject[]): Answer | undefined {
  const [, apiVersion = '', namespace, resource = '', name] =
    /^\/apis?\/(v1|[^/]+\/[^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?$/u.exec(path) ?? [];
  const kind = KINDS[apiVersion]?.[resource];
  if (kind === undefined) return undefined;
  const items = objects.filter((object) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace));
  if (name === undefined) return { status: 200, body: { apiVersion, kind: `${kind}List`, metadata: { resourceVersion: '1' }, items } };
  const found = items.find(({ metadata }) => metadata.name === name);
  return found && { status: 200, body: found };
}
