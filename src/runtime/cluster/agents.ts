import { createSecureContext, getCACertificates, type SecureContextOptions } from 'node:tls';
import { Agent, ProxyAgent, type Dispatcher } from 'undici';
import type { Connection, Identity } from './connection.js';

/** How connections are kept. */
export interface AgentOptions {
  /** How long a connection may take to come about, in milliseconds. */
  readonly connectTimeout: number;
  /** How many connections there may be for requests, where a server has no HTTP/2. */
  readonly connections: number;
}

/** The connections to one host as one identity. */
export interface Agents {
  readonly requests: Dispatcher;
  /** Apart: HTTP/2 has a hundred streams a connection, and watches would take them all. */
  readonly watches: Dispatcher;
  /** Whom they trust and who they are. */
  readonly material: TlsMaterial;
}

/** What a TLS connection is made of. */
export interface TlsMaterial {
  readonly ca: string | undefined;
  readonly certificate: Identity['certificate'];
}

/** client-go's: idle connections are kept for 90 s, and asked every 30 s whether somebody is there. */
const IDLE = 90_000;
const PING = 30_000;

/**
 * Makes the connections to a host. This module is loaded when it is first needed: undici takes longer than all the rest.
 *
 * @throws what OpenSSL says about a certificate or a key
 */
export function makeAgents(connection: Connection, material: TlsMaterial, options: AgentOptions): Agents {
  const tls = connection.server.protocol === 'https:' ? tlsOptions(connection, material) : {};
  const make = (connections: number | null): Dispatcher => makeAgent(connection.proxy.url(), tls, options.connectTimeout, connections);
  return { requests: make(options.connections), watches: make(null), material };
}

interface TlsOptions {
  readonly secureContext?: ReturnType<typeof createSecureContext>;
  readonly rejectUnauthorized?: boolean;
  readonly servername?: string;
}

function tlsOptions({ trust }: Connection, { ca, certificate }: TlsMaterial): TlsOptions {
  const context: SecureContextOptions = { ...(trust.insecure ? {} : { ca: ca ?? publicAuthorities() }), ...certificate };
  return {
    // Made once, not for each connection; and what is wrong with it is said here.
    secureContext: createSecureContext(context),
    rejectUnauthorized: !trust.insecure,
    ...(trust.serverName === undefined ? {} : { servername: trust.serverName }),
  };
}

let authorities: string[] | undefined;

/** Those of Node.js and, as kubectl does, those of the system. */
function publicAuthorities(): string[] {
  authorities ??= [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
  return authorities;
}

function makeAgent(proxy: string | undefined, tls: TlsOptions, connectTimeout: number, connections: number | null): Dispatcher {
  const connect = { ...tls, preferH2: true, keepAlive: true, keepAliveInitialDelay: PING, timeout: connectTimeout };
  const common: Agent.Options = { allowH2: true, connections, connectTimeout, keepAliveTimeout: IDLE, h2Options: { pingInterval: PING } };
  return proxy === undefined ? new Agent({ ...common, connect }) : new ProxyAgent({ ...common, uri: proxy, requestTls: connect });
}
