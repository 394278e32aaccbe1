import { closest } from 'fastest-levenshtein';
import { Proxy, type Connection } from '../connection.js';
import { ClusterTrust, UserCredentials, type CredentialSources } from '../credentials.js';
import { FileText, GivenText, type Text } from '../text.js';
import { ConnectionError } from './connection-error.js';
import type { ClusterEntry, Entry, Kubeconfig, UserEntry } from './kubeconfig.js';
import { PluginCredentials } from './plugin.js';
import { proxyFor, type Env } from './proxy.js';

/** Which part of a kubeconfig to use, and what it may do. */
export interface ConnectionOfOptions {
  /** How errors call the kubeconfig. */
  readonly origin: string;
  /** @default - the current one */
  readonly context: string | undefined;
  /** How messages call the cluster. @default - name of the context */
  readonly name?: string | undefined;
  readonly env: Env;
  /** Whether the kubeconfig may name files and run programs. */
  readonly trusted: boolean;
}

/** The connection that a context of a kubeconfig describes. */
export function connectionOf(config: Kubeconfig, { origin, context, name, env, trusted }: ConnectionOfOptions): Connection {
  const chosen = chosenContext(config, origin, context);
  const { value } = found(config.contexts, chosen, origin);
  const where = `${origin}: context "${chosen}"`;
  const cluster = referred(config.clusters, 'cluster', value.cluster, where);
  const user = value.user === undefined ? undefined : referred(config.users, 'user', value.user, where);
  if (!trusted) refusePrivileges(cluster, user);
  const server = serverOf(cluster);
  return {
    name: name ?? chosen,
    server,
    namespace: value.namespace ?? 'default',
    trust: trustOf(cluster),
    credentials: new UserCredentials(user ? sourcesOf(user, cluster.value) : {}),
    proxy: new Proxy(cluster.value.proxyUrl ?? proxyFor(server, env)),
  };
}

function chosenContext({ contexts, currentContext }: Kubeconfig, origin: string, context: string | undefined): string {
  const chosen = context ?? currentContext;
  if (chosen !== undefined) return chosen;
  const names = [...contexts.keys()];
  throw new ConnectionError(names.length === 0 ? 'no-kubeconfig' : 'unknown-context', `${origin}: there is no current context`, {
    hint: names.length === 0 ? 'the kubeconfig is empty' : `choose one of them: ${names.join(', ')}`,
  });
}

function found<T>(entries: ReadonlyMap<string, Entry<T>>, name: string, origin: string): Entry<T> {
  const entry = entries.get(name);
  if (entry) return entry;
  const names = [...entries.keys()];
  const hint = names.length === 0 ? 'it has no contexts' : `did you mean "${closest(name, names)}"? there are: ${names.join(', ')}`;
  throw new ConnectionError('unknown-context', `${origin}: there is no context "${name}"`, { hint });
}

function referred<T>(entries: ReadonlyMap<string, Entry<T>>, kind: 'cluster' | 'user', name: string, where: string): Entry<T> {
  const entry = entries.get(name);
  if (!entry) throw new ConnectionError('invalid-kubeconfig', `${where}: there is no ${kind} "${name}"`);
  return entry;
}

function serverOf({ name, file, value }: Entry<ClusterEntry>): URL {
  const url = URL.parse(value.server.includes('://') ? value.server : `https://${value.server}`);
  const where = `${file}: cluster "${name}"`;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new ConnectionError('invalid-kubeconfig', `${where}: server is no http or https URL`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConnectionError('invalid-kubeconfig', `${where}: server may hold no user and no password`);
  }
  url.pathname = url.pathname.replace(/\/+$/u, '');
  return url;
}

function trustOf({ name, file, value }: Entry<ClusterEntry>): ClusterTrust {
  if (value.insecure && (value.caData !== undefined || value.caFile !== undefined)) {
    const what = 'insecure-skip-tls-verify and a certificate-authority exclude each other';
    throw new ConnectionError('invalid-kubeconfig', `${file}: cluster "${name}": ${what}`);
  }
  return new ClusterTrust({ caBundle: textOf(value.caData, value.caFile), insecure: value.insecure, serverName: value.serverName });
}

/** Data in the kubeconfig wins over a file, as with kubectl. */
function textOf(data: string | undefined, file: string | undefined): Text | undefined {
  if (data !== undefined) return new GivenText(data);
  return file === undefined ? undefined : new FileText(file);
}

function sourcesOf(entry: Entry<UserEntry>, cluster: ClusterEntry): CredentialSources {
  const { name, file, value } = entry;
  const where = `${file}: user "${name}"`;
  if (value.hasPassword) {
    const what = 'no API server accepts username and password since Kubernetes 1.19';
    throw new ConnectionError('invalid-kubeconfig', `${where}: ${what}`, { hint: 'use a token, a client certificate or exec' });
  }
  const [certificate, key] = [textOf(value.certData, value.certFile), textOf(value.keyData, value.keyFile)];
  if ((certificate === undefined) !== (key === undefined)) {
    const what = `a client certificate and its key belong together, and ${certificate ? 'the key' : 'the certificate'} is missing`;
    throw new ConnectionError('invalid-kubeconfig', `${where}: ${what}`);
  }
  // A token is different: the file wins, and the text counts until the file can be read.
  const token = value.tokenFile === undefined ? textOf(value.token, undefined) : new FileText(value.tokenFile, value.token);
  const plugin = (value.exec ?? value.authProvider) ? new PluginCredentials(entry, cluster) : undefined;
  const pair = { ...(certificate && { certificate }), ...(key && { key }) };
  return { headers: value.headers, ...(token && { token }), ...pair, ...(plugin && { plugin }) };
}

/** A user who may write a Secret must not run programs where we run, nor send our files anywhere. */
function refusePrivileges(cluster: Entry<ClusterEntry>, user: Entry<UserEntry> | undefined): void {
  const hint = 'put the data into it: certificate-authority-data, client-certificate-data, client-key-data, token';
  const refuse = (entry: string, what: string): never => {
    throw new ConnectionError('invalid-kubeconfig', `${entry} ${what}, which is not allowed in a kubeconfig from a cluster`, { hint });
  };
  if (cluster.value.caFile !== undefined) refuse(`${cluster.file}: cluster "${cluster.name}"`, 'names a file');
  if (!user) return;
  const { tokenFile, certFile, keyFile, exec, authProvider } = user.value;
  if (exec ?? authProvider) refuse(`${user.file}: user "${user.name}"`, 'runs a program');
  if (tokenFile ?? certFile ?? keyFile) refuse(`${user.file}: user "${user.name}"`, 'names a file');
}
