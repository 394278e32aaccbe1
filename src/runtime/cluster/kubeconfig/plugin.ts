import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { isSystemError } from '../../../errors.js';
import type { Credentials, Identity } from '../connection.js';
import { redactValues } from '../errors/redact.js';
import { ConnectionError } from './connection-error.js';
import type { ClusterEntry, Entry, ExecEntry, UserEntry } from './kubeconfig.js';
import { isMap } from '../../../kubernetes/index.js';

/**
 * Credentials of a program (`exec`) or of a login (`auth-provider`). client-node runs it and keeps its credentials until they
 * expire. Loading client-node takes a quarter of a second, so it is loaded for such users only.
 */
export class PluginCredentials implements Credentials {
  readonly #user: Entry<UserEntry>;
  readonly #cluster: ClusterEntry;
  #config: Promise<KubeConfig> | undefined;
  /** Requests that start together share one run. */
  #pending: Promise<Identity> | undefined;
  #last: Identity | undefined;

  constructor(user: Entry<UserEntry>, cluster: ClusterEntry) {
    this.#user = user;
    this.#cluster = cluster;
  }

  async identity(): Promise<Identity> {
    this.#pending ??= this.#ask().finally(() => (this.#pending = undefined));
    this.#last = await this.#pending;
    return this.#last;
  }

  async renew(refused: Identity): Promise<boolean> {
    const authorization = refused.headers['authorization'];
    const isLatest = this.#last?.headers['authorization'] === authorization && this.#last?.certificate?.cert === refused.certificate?.cert;
    // A new client-node keeps no credentials, so it asks the program again.
    if (isLatest && !this.#pending) this.#config = undefined;
    return (await this.identity()).headers['authorization'] !== authorization;
  }

  async #ask(): Promise<Identity> {
    this.#config ??= this.#load();
    const options: RequestOptions = {};
    try {
      await (await this.#config).applyToHTTPSOptions(options);
    } catch (error) {
      this.#config = undefined;
      throw this.#failure(error);
    }
    return identityOf(options);
  }

  async #load(): Promise<KubeConfig> {
    const { KubeConfig } = await import('@kubernetes/client-node');
    const { name, value } = this.#user;
    const config = new KubeConfig();
    const exec = value.exec ? { exec: this.#execOf(value.exec) } : {};
    const authProvider = value.authProvider ? { authProvider: value.authProvider } : {};
    // It only fills in headers, and needs neither the server nor its CA bundle.
    config.loadFromClusterAndUser({ name: 'server', server: 'https://localhost', skipTLSVerify: true }, { name, ...exec, ...authProvider });
    return config;
  }

  /** client-node leaves out a part of what Kubernetes promises to plugins. */
  #execOf({ apiVersion, command, args, env, provideClusterInfo }: ExecEntry): object {
    const spec = { interactive: false, ...(provideClusterInfo ? { cluster: this.#clusterInfo() } : {}) };
    const info = { apiVersion, kind: 'ExecCredential', spec };
    return { apiVersion, command, args, env: [...env, { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }] };
  }

  #clusterInfo(): object {
    const { server, serverName, insecure, caData, proxyUrl } = this.#cluster;
    return {
      server,
      ...(serverName === undefined ? {} : { 'tls-server-name': serverName }),
      ...(insecure ? { 'insecure-skip-tls-verify': true } : {}),
      ...(caData === undefined ? {} : { 'certificate-authority-data': Buffer.from(caData).toString('base64') }),
      ...(proxyUrl === undefined ? {} : { 'proxy-url': proxyUrl }),
    };
  }

  /** Without a cause: client-node's error has all that the program printed. */
  #failure(error: unknown): ConnectionError {
    const { name, file, value } = this.#user;
    const where = `${file}: user "${name}"`;
    if (!value.exec) {
      return new ConnectionError('credential-plugin', `${where}: the auth-provider gives no credentials`, { hint: 'log in again' });
    }
    const { command, env, args, installHint } = value.exec;
    const said = sayingOf(error, [...env.map((entry) => entry.value), ...args.filter((arg) => !arg.startsWith('-'))]);
    const missing = isMissing(error);
    const [what, hint] = missing
      ? ['is not installed', installHint ?? `install ${command}, or put it on PATH`]
      : ['gives no credentials', 'run it by hand to see the reason; often you have to log in again'];
    return new ConnectionError('credential-plugin', `${where}: ${command} ${what}${said}`, { hint });
  }
}

function identityOf({ headers, cert, key }: RequestOptions): Identity {
  const authorization = headers && 'Authorization' in headers ? headers['Authorization'] : undefined;
  return {
    headers: typeof authorization === 'string' ? { authorization } : {},
    ...(typeof cert === 'string' && typeof key === 'string' ? { certificate: { cert, key } } : {}),
  };
}

function isMissing(error: unknown): boolean {
  return isSystemError(error) && error.code === 'ENOENT';
}

/** The program's standard error. Its standard output holds credentials, and a JSON error quotes them. */
function sayingOf(error: unknown, secrets: readonly string[]): string {
  // client-node makes a plain Error of standard error only.
  if (!isMap(error) || error['name'] !== 'Error' || typeof error['message'] !== 'string' || isSystemError(error)) return '';
  const text = redactValues(error['message'].trim(), secrets).slice(0, 300);
  return text === '' ? '' : `: ${text}`;
}
