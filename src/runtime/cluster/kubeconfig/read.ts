import { dirname, isAbsolute, join, sep } from 'node:path';
import { ConnectionError } from './connection-error.js';
import { Fields } from './fields.js';
import type { ClusterEntry, ContextEntry, Entry, ExecEntry, Kubeconfig, UserEntry } from './kubeconfig.js';

/** Where a kubeconfig comes from. */
export interface Origin {
  /** How messages call it. */
  readonly name: string;
  /** Its absolute path; relative paths in it are relative to its folder. @default - none: it was given as text */
  readonly path?: string;
}

/**
 * Reads the text of a kubeconfig, YAML or JSON.
 *
 * @throws {ConnectionError} `invalid-kubeconfig`, naming the file, and the entry or the line
 */
export async function readKubeconfig(text: string, origin: Origin): Promise<Kubeconfig> {
  const content = await parse(text, origin);
  if (content === null || content === undefined) {
    return { clusters: new Map(), users: new Map(), contexts: new Map(), currentContext: undefined };
  }
  const fields = new Fields(content, origin.name);
  return {
    clusters: entries(fields, 'clusters', 'cluster', origin, clusterOf),
    users: entries(fields, 'users', 'user', origin, userOf),
    contexts: entries(fields, 'contexts', 'context', origin, contextOf),
    currentContext: fields.text('current-context'),
  };
}

/** Reads all scalars as text, since a token of digits is a token. Only null is more than its text. */
async function parse(text: string, { name }: Origin): Promise<unknown> {
  const { LineCounter, parseDocument } = await import('./yaml.js');
  const lines = new LineCounter();
  const options = { schema: 'failsafe', customTags: ['null'], prettyErrors: false, uniqueKeys: false } as const;
  const document = parseDocument(text, { ...options, customTags: [...options.customTags], lineCounter: lines });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    // The parser's own message may quote the line, and with it a token.
    const hint = 'a kubeconfig is YAML or JSON';
    throw new ConnectionError('invalid-kubeconfig', `${name}:${line}:${col}: not YAML (${error.code})`, { hint });
  }
  return document.toJS();
}

type Read<T> = (fields: Fields, origin: Origin) => T;

function entries<T>(config: Fields, list: string, field: string, origin: Origin, read: Read<T>): ReadonlyMap<string, Entry<T>> {
  const found = new Map<string, Entry<T>>();
  for (const [index, item] of config.list(list).entries()) {
    const named = new Fields(item, `${origin.name}: ${list}[${index}]`);
    const name = named.required('name');
    const where = `${origin.name}: ${field} "${name}"`;
    if (found.has(name)) throw new ConnectionError('invalid-kubeconfig', `${where}: appears twice`);
    found.set(name, { name, value: read(new Fields(named.raw()[field] ?? {}, where), origin), file: origin.name });
  }
  return found;
}

function clusterOf(fields: Fields, origin: Origin): ClusterEntry {
  return {
    server: fields.required('server'),
    caData: fields.decoded('certificate-authority-data'),
    caFile: pathOf(fields, 'certificate-authority', origin),
    insecure: fields.flag('insecure-skip-tls-verify'),
    serverName: fields.text('tls-server-name'),
    proxyUrl: fields.text('proxy-url'),
  };
}

function userOf(fields: Fields, origin: Origin): UserEntry {
  const exec = fields.map('exec');
  return {
    token: fields.text('token'),
    tokenFile: pathOf(fields, 'tokenFile', origin),
    certData: fields.decoded('client-certificate-data'),
    certFile: pathOf(fields, 'client-certificate', origin),
    keyData: fields.decoded('client-key-data'),
    keyFile: pathOf(fields, 'client-key', origin),
    exec: exec && execOf(exec, origin),
    authProvider: fields.map('auth-provider')?.raw(),
    hasPassword: fields.text('username') !== undefined || fields.text('password') !== undefined,
    headers: impersonation(fields),
  };
}

function contextOf(fields: Fields): ContextEntry {
  return { cluster: fields.required('cluster'), user: fields.text('user'), namespace: fields.text('namespace') };
}

function execOf(fields: Fields, origin: Origin): ExecEntry {
  const command = fields.required('command');
  return {
    apiVersion: fields.text('apiVersion') ?? 'client.authentication.k8s.io/v1',
    // The system finds a bare name in PATH.
    command: command.includes(sep) ? absolute(command, origin) : command,
    args: fields.texts('args'),
    env: fields.list('env').map((item, index) => {
      const entry = new Fields(item, `${origin.name}: exec.env[${index}]`);
      return { name: entry.required('name'), value: entry.text('value') ?? '' };
    }),
    installHint: fields.text('installHint'),
    provideClusterInfo: fields.flag('provideClusterInfo'),
  };
}

function impersonation(fields: Fields): UserEntry['headers'] {
  const headers: Record<string, string | readonly string[]> = {};
  const [user, uid, groups, extra] = [fields.text('as'), fields.text('as-uid'), fields.texts('as-groups'), fields.map('as-user-extra')];
  if (user !== undefined) headers['impersonate-user'] = user;
  if (uid !== undefined) headers['impersonate-uid'] = uid;
  if (groups.length > 0) headers['impersonate-group'] = groups;
  for (const key of extra?.names() ?? []) headers[`impersonate-extra-${encodeURIComponent(key.toLowerCase())}`] = extra?.texts(key) ?? [];
  return headers;
}

function pathOf(fields: Fields, field: string, origin: Origin): string | undefined {
  const path = fields.text(field);
  return path === undefined ? undefined : absolute(path, origin);
}

function absolute(path: string, origin: Origin): string {
  if (isAbsolute(path)) return path;
  if (origin.path === undefined) {
    const what = `the path ${path} is relative, but the kubeconfig is not a file in a folder`;
    throw new ConnectionError('invalid-kubeconfig', `${origin.name}: ${what}`);
  }
  return join(dirname(origin.path), path);
}
