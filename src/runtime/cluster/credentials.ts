import type { Credentials, Identity, Trust } from './connection.js';
import type { Text } from './text.js';

/** Where the parts of an identity come from. */
export interface CredentialSources {
  readonly token?: Text;
  readonly certificate?: Text;
  readonly key?: Text;
  /** A plugin; its credentials win. */
  readonly plugin?: Credentials;
  /** `impersonate-*`. */
  readonly headers?: Identity['headers'];
}

/** The user of a kubeconfig. We read files again from time to time, and at once when the server refuses their content. */
export class UserCredentials implements Credentials {
  readonly #sources: CredentialSources;

  constructor(sources: CredentialSources) {
    this.#sources = sources;
  }

  async identity(): Promise<Identity> {
    const { token, certificate, key, plugin, headers } = this.#sources;
    const [bearer, cert, privateKey, other] = await Promise.all([token?.read(), certificate?.read(), key?.read(), plugin?.identity()]);
    return {
      headers: { ...headers, ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer.trim()}` }), ...other?.headers },
      ...(cert === undefined || privateKey === undefined ? {} : { certificate: { cert, key: privateKey } }),
      ...(other?.certificate ? { certificate: other.certificate } : {}),
    };
  }

  async renew(refused: Identity): Promise<boolean> {
    const { token, certificate, key, plugin } = this.#sources;
    await Promise.all([token?.renew(), certificate?.renew(), key?.renew(), plugin?.renew(refused)]);
    return !sameIdentity(refused, await this.identity());
  }
}

function sameIdentity(one: Identity, other: Identity): boolean {
  const isSameCertificate = one.certificate?.cert === other.certificate?.cert && one.certificate?.key === other.certificate?.key;
  return one.headers['authorization'] === other.headers['authorization'] && isSameCertificate;
}

/** The parts of a cluster's trust. */
export interface TrustSources {
  readonly caBundle: Text | undefined;
  readonly insecure: boolean;
  readonly serverName: string | undefined;
}

/** The cluster of a kubeconfig. */
export class ClusterTrust implements Trust {
  readonly #caBundle: Text | undefined;
  readonly insecure: boolean;
  readonly serverName: string | undefined;

  constructor({ caBundle, insecure, serverName }: TrustSources) {
    this.#caBundle = caBundle;
    this.insecure = insecure;
    this.serverName = serverName;
  }

  async caBundle(): Promise<string | undefined> {
    return this.#caBundle?.read();
  }

  async renew(): Promise<void> {
    await this.#caBundle?.renew();
  }
}
