import { createSecureContext, getCACertificates, type SecureContextOptions } from 'node:tls';
import { Agent, ProxyAgent, type Dispatcher } from 'undici';
import type { Connection, Identity } from './connection.js';
import type { Lane } from './lane.js';

/** How to keep connections. */
export interface AgentOptions {
  /** How long a new connection may take, in milliseconds. */
  readonly connectTimeout: number;
  /** How many connections there may be for requests, where a server has no HTTP/2. */
  readonly connections: number;
}

/** The connections to one host as one identity, by lane. */
export interface Agents extends Readonly<Record<Lane, Dispatcher>> {
  /** Whom they trust and who they are. */
  readonly material: TlsMaterial;
}

/** What a TLS connection is made of. */
export interface TlsMaterial {
  readonly ca: string | undefined;
  readonly certificate: Identity['certificate'];
}

/** As in client-go: an idle connection lives for 90 s, with a keep-alive every 30 s so that no firewall drops it. */
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
  // One connection more than requests: if all of them wait, a probe still needs one.
  return { requests: make(options.connections + 1), watches: make(null), leases: make(null), material };
}

interface TlsOptions {
  readonly secureContext?: ReturnType<typeof createSecureContext>;
  readonly rejectUnauthorized?: boolean;
  readonly servername?: string;
}

function tlsOptions({ trust }: Connection, { ca, certificate }: TlsMaterial): TlsOptions {
  const context: SecureContextOptions = {
    ...(trust.insecure ? {} : { ca: ca ?? publicCaBundle() }),
    ...certificate,
    // As in kubectl, a CA of the bundle is trusted also where the one that signed it is missing; those of kcp-operator are such.
    allowPartialTrustChain: true,
  };
  return {
    // Create it once, not for each connection, so that an error of the certificate shows here.
    secureContext: createSecureContext(context),
    rejectUnauthorized: !trust.insecure,
    ...(trust.serverName === undefined ? {} : { servername: trust.serverName }),
  };
}

let publicCertificates: string[] | undefined;

/** The CAs of Node.js and, as kubectl does, those of the system. */
function publicCaBundle(): string[] {
  publicCertificates ??= [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
  return publicCertificates;
}

function makeAgent(proxy: string | undefined, tls: TlsOptions, connectTimeout: number, connections: number | null): Dispatcher {
  const connect = { ...tls, preferH2: true, keepAlive: true, keepAliveInitialDelay: PING, timeout: connectTimeout };
  const common: Agent.Options = { allowH2: true, connections, connectTimeout, keepAliveTimeout: IDLE, h2Options: { pingInterval: PING } };
  return proxy === undefined ? new Agent({ ...common, connect }) : new ProxyAgent({ ...common, uri: proxy, requestTls: connect });
}
