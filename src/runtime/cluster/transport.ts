import { setMaxListeners } from 'node:events';
import type { Dispatcher } from 'undici';
import type { AgentOptions, Agents, TlsMaterial } from './agents.js';
import type { Connection, Identity } from './connection.js';
import { abortable } from './deadline.js';
import type { Lane } from './lane.js';

/** One HTTP request. */
export interface Exchange {
  readonly method: Dispatcher.HttpMethod;
  /** With its query, behind the host. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  readonly signal: AbortSignal;
  readonly lane: Lane;
  /** Longest silence before the headers, in milliseconds. */
  readonly headersTimeout: number;
  /** Longest silence within the body, in milliseconds. */
  readonly bodyTimeout: number;
  /** Called when the credentials are known: from then on, the request waits only for the host. */
  readonly onSent?: () => void;
}

/** An answer whose body is still to be read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Dispatcher.ResponseData['body'];
  /** Who asked. */
  readonly identity: Identity;
}

/** `close` ended the connections to the host. */
export class ClosedError extends Error {
  constructor() {
    super('closed');
    this.name = 'ClosedError';
  }
}

/** One host, reached as one user. When certificates are replaced, new requests take new connections, and old ones finish. */
export class Transport {
  readonly #connection: Connection;
  readonly #options: AgentOptions;
  #agents: Promise<Agents> | undefined;
  /** Agents with old certificates, which finish what they began. */
  readonly #retired = new Set<Agents>();
  readonly #closed = new AbortController();

  constructor(connection: Connection, options: AgentOptions) {
    this.#connection = connection;
    this.#options = options;
    // Each request and each watch listens.
    setMaxListeners(0, this.#closed.signal);
  }

  /** Aborted by `close`. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Sends a request and returns when the headers are there. */
  async send({ lane, headers, body, onSent, ...exchange }: Exchange): Promise<Answer> {
    const { credentials, server } = this.#connection;
    // A credential plugin may wait for a user who is not there.
    const identity = await abortable(credentials.identity(), exchange.signal);
    const agents = await this.#current(identity);
    onSent?.();
    const {
      statusCode,
      headers: answered,
      body: stream,
    } = await request(agents[lane], {
      ...exchange,
      origin: server.origin,
      body: body ?? null,
      headers: { ...headers, ...identity.headers } as Record<string, string | string[]>,
    });
    return { status: statusCode, headers: answered, body: stream, identity };
  }

  /**
   * Probes the host without credentials, on the connections of a lane. Any HTTP status is an answer.
   *
   * When an HTTP/2 connection does not answer in time, undici sends a PING on it, and replaces the connection when nobody
   * answers that either. Its own `pingInterval` replaces nothing: nobody waits for the answers.
   *
   * @throws what the connection throws
   */
  async probe(lane: Lane, path: string, timeout: number, userAgent: string): Promise<number | undefined> {
    const agents = await this.#agents;
    // A new connection takes more time than a request.
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(timeout * 1.5)]);
    if (!agents) return undefined;
    const exchange = { method: 'GET', origin: this.#connection.server.origin, path, headers: { 'user-agent': userAgent } } as const;
    const { statusCode, body } = await request(agents[lane], { ...exchange, signal, headersTimeout: timeout, bodyTimeout: timeout });
    await body.dump();
    return statusCode;
  }

  /**
   * Reads the CA bundle again after the server's certificate was refused.
   *
   * @returns whether there is another bundle, which new connections trust
   */
  async renewTrust(): Promise<boolean> {
    const { trust } = this.#connection;
    const before = await trust.caBundle();
    await trust.renew();
    return (await trust.caBundle()) !== before;
  }

  /** Looks for another identity after the server refused one. */
  renewIdentity(refused: Identity): Promise<boolean> {
    return this.#connection.credentials.renew(refused);
  }

  /** Ends all requests and connections. */
  async close(): Promise<void> {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort(new ClosedError());
    const agents = await this.#agents?.catch(() => undefined);
    await Promise.all([...this.#retired, ...(agents ? [agents] : [])].flatMap(dispatchersOf).map((dispatcher) => dispatcher.destroy()));
  }

  async #current(identity: Identity): Promise<Agents> {
    this.#closed.signal.throwIfAborted();
    const material = { ca: await this.#connection.trust.caBundle(), certificate: identity.certificate };
    const before = this.#agents;
    const agents = await before?.catch(() => undefined);
    if (agents && sameMaterial(agents.material, material)) return agents;
    // Another request made new ones meanwhile.
    if (this.#agents !== before) return this.#current(identity);
    const made = import('./agents.js').then(({ makeAgents }) => makeAgents(this.#connection, material, this.#options));
    this.#agents = made;
    if (agents) this.#retire(agents);
    return made;
  }

  #retire(agents: Agents): void {
    this.#retired.add(agents);
    // Rejected when they are destroyed meanwhile, which is as good.
    void Promise.allSettled(dispatchersOf(agents).map((dispatcher) => dispatcher.close())).then(() => this.#retired.delete(agents));
  }
}

type Response = Promise<Dispatcher.ResponseData>;

/** Its signal ends a request at once; undici alone would first wait for the connection that the request is to use. */
function request(dispatcher: Dispatcher, options: Dispatcher.RequestOptions & { readonly signal: AbortSignal }): Response {
  return abortable(dispatcher.request(options), options.signal);
}

function dispatchersOf({ requests, watches, leases }: Agents): readonly Dispatcher[] {
  return [requests, watches, leases];
}

/** Whether connections with one material are as good as those with the other. */
function sameMaterial(one: TlsMaterial, other: TlsMaterial): boolean {
  return one.ca === other.ca && one.certificate?.cert === other.certificate?.cert && one.certificate?.key === other.certificate?.key;
}
