/** The identity of a client. */
export interface Identity {
  /** `authorization` and, where the client impersonates somebody, `impersonate-*`. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** PEM of a client certificate with its key. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

/** Where an identity comes from; it may change while we run. */
export interface Credentials {
  /** The identity to use now. */
  identity(): Promise<Identity>;
  /**
   * Looks for another identity after the server refused one.
   *
   * @returns whether there is another one
   */
  renew(refused: Identity): Promise<boolean>;
}

/** Which servers we trust; it may change while we run. */
export interface Trust {
  /** The CA bundle, as PEM. @default - the CAs of Node.js and of the system */
  caBundle(): Promise<string | undefined>;
  /** Reads the CA bundle again. */
  renew(): Promise<void>;
  /** Whether to accept any certificate. */
  readonly insecure: boolean;
  /** The name in the server's certificate, where it is not that of the host. */
  readonly serverName: string | undefined;
}

/** Everything that reaches an API server. */
export interface Connection {
  /** How messages call it: the name of the context, or the host. */
  readonly name: string;
  /** May have a path, such as `/clusters/root` of a kcp. */
  readonly server: URL;
  /** The namespace of the context. */
  readonly namespace: string;
  readonly trust: Trust;
  readonly credentials: Credentials;
  /** The proxy to the server, where there is one. */
  readonly proxy: Proxy;
}

/** A proxy, or none. Its URL may hold a password, so it is a private field that neither JSON nor a debugger shows. */
export class Proxy {
  readonly #url: string | undefined;

  constructor(url: string | undefined) {
    this.#url = url;
  }

  /** Such as `http://proxy:3128`. */
  url(): string | undefined {
    return this.#url;
  }
}
