import { createServer, Agent, request as send } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeKubeconfig } from '../servers/api-server.ts';
import type { ApiServer } from '../servers/index.ts';
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

/** A bad way to an API server. */
export interface FaultProxy {
  readonly kubeconfig: string;
  /** Decides about each request from now on; undefined lets it pass. */
  rule(decide: (request: { readonly method: string; readonly url: string }) => Fault | undefined): void;
  stop(): Promise<void>;
}

/** Starts a proxy in front of an API server; everything passes at first. */
export async function startFaultProxy(kube: ApiServer): Promise<FaultProxy> {
  const { key, cert } = await certificateFor(['localhost']);
  const agent = new Agent({ keepAlive: true, ca: kube.ca });
  const state: { decide: Parameters<FaultProxy['rule']>[0] } = { decide: () => undefined };
  const server = createServer({ key, cert }, (request, response) => {
    const fault = state.decide({ method: request.method ?? '', url: request.url ?? '' });
    void handle(fault, request, response, () => forward(kube, agent, request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const kubeconfig = `${kube.kubeconfig}.faults`;
  writeKubeconfig(kubeconfig, { ...kube, ca: cert, url: `https://localhost:${(server.address() as AddressInfo).port}` });
  return {
    kubeconfig,
    rule: (decide) => {
      state.decide = decide;
    },
    stop: async () => {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
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
    if (host === undefined) sent.destroy();
  });
}
