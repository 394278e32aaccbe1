import { createServer, Agent, request as send, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeKubeconfig } from '../servers/api-server.ts';
import { until, type ApiServer } from '../servers/index.ts';
import { certificateFor } from './players/network.ts';

/** What happens to a request in place of what should. */
export type Fault =
  /** It comes late, in ms. */
  | { readonly kind: 'late'; readonly by: number }
  /** The connection is cut before the server has seen it. */
  | { readonly kind: 'cut' }
  /** The server does what it is asked for, and the connection is cut before the answer. */
  | { readonly kind: 'lost' }
  /** Somebody else answers. */
  | { readonly kind: 'answer'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: object };

/** What a proxy sees of a request. */
export interface ProxiedRequest {
  readonly method: string;
  readonly url: string;
}

/** Who a proxy is. */
export interface ProxyIdentity {
  readonly key: string;
  /** The certificate that it shows, and those behind it, as PEM. */
  readonly cert: string;
  /** CA bundle in the kubeconfig, as PEM. */
  readonly ca: string;
}

/** A bad way to an API server. */
export interface FaultProxy {
  readonly url: string;
  readonly kubeconfig: string;
  /** Decides about each request from now on; undefined lets it pass. */
  rule(decide: (request: ProxiedRequest) => Fault | undefined): void;
  /** Is told of each answer of the server from now on, before the client has it. */
  answered(listener: (request: ProxiedRequest, status: number) => void): void;
  /** Once all clients are gone, and the server has answered everything that they had sent. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a proxy in front of an API server; everything passes at first.
 *
 * @param identity for `localhost`; without it, a certificate that signed itself
 */
export async function startFaultProxy(kube: ApiServer, identity?: ProxyIdentity): Promise<FaultProxy> {
  const { key, cert, ca } = identity ?? (await selfSigned());
  const agent = new Agent({ keepAlive: true, ca: kube.ca });
  const state: State = { decide: () => undefined, answered: () => undefined, open: new Set() };
  const server = createServer({ key, cert }, (request, response) => {
    const seen = { method: request.method ?? '', url: request.url ?? '' };
    const pass = async (): Promise<IncomingMessage> => {
      const answer = forward(kube, agent, request);
      state.open.add(answer);
      const { statusCode = 0 } = await answer.finally(() => state.open.delete(answer));
      state.answered(seen, statusCode);
      return answer;
    };
    void handle(state.decide(seen), request, response, pass);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const kubeconfig = `${kube.kubeconfig}.faults`;
  const url = `https://localhost:${(server.address() as AddressInfo).port}`;
  writeKubeconfig(kubeconfig, { ...kube, ca, url });
  return {
    url,
    kubeconfig,
    rule: (decide) => {
      state.decide = decide;
    },
    answered: (listener) => {
      state.answered = listener;
    },
    settled: async () => {
      await until('all clients of the proxy are gone', async () => (await connectionsOf(server)) === 0 && state.open.size === 0, {
        every: 5,
      });
    },
    stop: async () => {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function selfSigned(): Promise<ProxyIdentity> {
  const pair = await certificateFor(['localhost']);
  return { ...pair, ca: pair.cert };
}

interface State {
  decide: Parameters<FaultProxy['rule']>[0];
  answered: Parameters<FaultProxy['answered']>[0];
  /** Answers that have not begun. */
  readonly open: Set<Promise<IncomingMessage>>;
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}

async function handle(
  fault: Fault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  pass: () => Promise<IncomingMessage>,
): Promise<void> {
  if (fault?.kind === 'late') await sleep(fault.by);
  if (fault?.kind === 'cut') {
    request.socket.destroy();
    return;
  }
  if (fault?.kind === 'answer') {
    request.resume();
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers }).end(`${JSON.stringify(fault.body ?? {})}\n`);
    return;
  }
  try {
    const answer = await pass();
    if (fault?.kind === 'lost') {
      request.socket.destroy();
      answer.destroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
    answer.once('error', () => response.destroy());
    response.once('close', () => answer.destroy());
  } catch {
    request.socket.destroy();
  }
}

function forward(kube: ApiServer, agent: Agent, request: IncomingMessage): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { host, ...headers } = request.headers;
    const sent = send(new URL(request.url ?? '/', kube.url), { method: request.method, headers, agent }, resolve);
    sent.once('error', reject);
    request.pipe(sent);
    // Half a request is none: its client was killed as it sent it.
    request.once('close', () => request.complete || sent.destroy(new Error('the client is gone')));
    if (host === undefined) sent.destroy();
  });
}
