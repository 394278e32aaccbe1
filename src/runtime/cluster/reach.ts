import type { Connection, Identity } from './connection.js';

/** What another thread needs to reach a server as we do. It holds credentials: never print it. */
export interface Reach {
  /** URL of the server or workspace. */
  readonly server: string;
  readonly headers: Identity['headers'];
  readonly certificate: Identity['certificate'];
  /** The CA bundle, as PEM. @default - the CAs of Node.js and of the system */
  readonly ca: string | undefined;
  readonly insecure: boolean;
  /** The name that the server's certificate has to be for, where it is not that of the host. */
  readonly serverName: string | undefined;
  readonly proxy: string | undefined;
}

/**
 * How a server is reached now.
 *
 * @param refused what the server has refused: credentials and the CA bundle are read again
 */
export async function reachOf({ trust, credentials, proxy }: Connection, server: URL, refused?: Reach): Promise<Reach> {
  if (refused) {
    const { headers, certificate } = refused;
    await Promise.all([trust.renew(), credentials.renew({ headers, ...(certificate ? { certificate } : {}) })]);
  }
  const [identity, ca] = await Promise.all([credentials.identity(), trust.caBundle()]);
  const { insecure, serverName } = trust;
  return {
    server: server.href,
    headers: identity.headers,
    certificate: identity.certificate,
    ca,
    insecure,
    serverName,
    proxy: proxy.url(),
  };
}
