/** What a client shows of itself. Private parts are private fields, so that neither JSON nor a debugger's print shows them. */
export interface Identity {
  /** `authorization` and, where somebody is impersonated, `impersonate-*`. */
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

/** Whom we trust; it may change while we run. */
export interface Trust {
  /** PEM of the authorities. @default - those of Node.js and of the system */
  authorities(): Promise<string | undefined>;
  /** Reads the authorities again. */
  renew(): Promise<void>;
  /** Whether any certificate will do. */
  readonly insecure: boolean;
  /** The name that the certificate has to be for, where it is not that of the host. */
  readonly serverName: string | undefined;
}

/** All that is needed to reach an API server. */
export interface Connection {
  /** How messages call it: name of the context, or the host. */
  readonly name: string;
  /** May have a path, such as `/clusters/root` of a kcp. */
  readonly server: URL;
  /** Namespace of the context. */
  readonly namespace: string;
  readonly trust: Trust;
  readonly credentials: Credentials;
  /** The way out, where there is one. */
  readonly proxy: Proxy;
}

/** A proxy, or none. Its URL may hold a password. */
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
