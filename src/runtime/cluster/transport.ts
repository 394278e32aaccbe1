import { setMaxListeners } from 'node:events';
import type { Dispatcher } from 'undici';
import type { AgentOptions, Agents, TlsMaterial } from './agents.js';
import type { Connection, Identity } from './connection.js';
import { abortable } from './deadline.js';

/** One HTTP request. */
export interface Exchange {
  readonly method: Dispatcher.HttpMethod;
  /** With its query, behind the host. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  readonly signal: AbortSignal;
  /** Whether it stays open. */
  readonly watch?: boolean;
  /** Longest silence before the headers, in milliseconds. */
  readonly headersTimeout: number;
  /** Longest silence within the body, in milliseconds. */
  readonly bodyTimeout: number;
}

/** An answer whose body is still to be read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Dispatcher.ResponseData['body'];
  /** Who asked. */
  readonly identity: Identity;
}

/** The host was left by `close`. */
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
  /** Those that finish what is under way. */
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
  async send({ watch = false, headers, body, ...exchange }: Exchange): Promise<Answer> {
    const { credentials, server } = this.#connection;
    // A program that gives credentials may wait for somebody who is not there.
    const identity = await abortable(credentials.identity(), exchange.signal);
    const agents = await this.#current(identity);
    const { statusCode, headers: answered, body: stream } = await (watch ? agents.watches : agents.requests).request({
      ...exchange,
      origin: server.origin,
      body: body ?? null,
      headers: { ...headers, ...identity.headers } as Record<string, string | string[]>,
    });
    return { status: statusCode, headers: answered, body: stream, identity };
  }

  /**
   * Looks for other authorities after the server's certificate was refused.
   *
   * @returns whether there are others, which new connections trust
   */
  async renewTrust(): Promise<boolean> {
    const { trust } = this.#connection;
    const before = await trust.authorities();
    await trust.renew();
    return (await trust.authorities()) !== before;
  }

  /** Looks for another identity after the server refused one. */
  renewIdentity(refused: Identity): Promise<boolean> {
    return this.#connection.credentials.renew(refused);
  }

  /** Ends everything that is under way. */
  async close(): Promise<void> {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort(new ClosedError());
    const agents = await this.#agents?.catch(() => undefined);
    await Promise.all([...this.#retired, ...(agents ? [agents] : [])].flatMap(({ requests, watches }) => [requests.destroy(), watches.destroy()]));
  }

  async #current(identity: Identity): Promise<Agents> {
    this.#closed.signal.throwIfAborted();
    const material = { ca: await this.#connection.trust.authorities(), certificate: identity.certificate };
    const before = this.#agents;
    const agents = await before?.catch(() => undefined);
    if (agents && sameMaterial(agents.material, material)) return agents;
    // Somebody else was here meanwhile.
    if (this.#agents !== before) return this.#current(identity);
    const made = import('./agents.js').then(({ makeAgents }) => makeAgents(this.#connection, material, this.#options));
    this.#agents = made;
    if (agents) this.#retire(agents);
    return made;
  }

  #retire(agents: Agents): void {
    this.#retired.add(agents);
    // Rejected when they are destroyed meanwhile, which is as good.
    void Promise.allSettled([agents.requests.close(), agents.watches.close()]).then(() => this.#retired.delete(agents));
  }
}

/** Whether two are the same, so that connections of the one do for the other. */
function sameMaterial(one: TlsMaterial, other: TlsMaterial): boolean {
  return one.ca === other.ca && one.certificate?.cert === other.certificate?.cert && one.certificate?.key === other.certificate?.key;
}
