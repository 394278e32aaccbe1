import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { isSystemError, readFailure } from '../../../errors.js';
import type { Connection } from '../connection.js';
import { ConnectionError } from './connection-error.js';
import { connectionOf } from './connection-of.js';
import { inCluster } from './in-cluster.js';
import { merge, type Kubeconfig } from './kubeconfig.js';
import type { Env } from './proxy.js';
import { readKubeconfig } from './read.js';

/** Which API server, as a command line names it. */
export interface LoadOptions {
  /**
   * Path of a kubeconfig; no other one counts then.
   * @default - the files of `KUBECONFIG`, else `~/.kube/config`, else the pod that we run in
   */
  readonly kubeconfig?: string | undefined;
  /** @default - the current one */
  readonly context?: string | undefined;
  /** @default process.env */
  readonly env?: Env;
}

/**
 * Finds an API server as kubectl does. Relative paths in a kubeconfig are relative to its folder.
 *
 * @throws {ConnectionError} `no-kubeconfig`, `unreadable-kubeconfig`, `invalid-kubeconfig`, `unknown-context`
 */
export async function loadConnection({ kubeconfig, context, env = process.env }: LoadOptions = {}): Promise<Connection> {
  const paths = kubeconfig === undefined ? defaultPaths(env) : [kubeconfig];
  const found = await Promise.all(paths.map((path) => readFrom(path, kubeconfig !== undefined)));
  const configs = found.filter((config) => config !== undefined);
  const merged = merge(configs);
  if (merged.contexts.size === 0 && merged.currentContext === undefined && kubeconfig === undefined && context === undefined) {
    const connection = inCluster(env);
    if (connection) return connection;
  }
  if (configs.length === 0) {
    const hint = 'name one by --kubeconfig or KUBECONFIG';
    throw new ConnectionError('no-kubeconfig', `there is no kubeconfig: ${paths.join(', ')}`, { hint });
  }
  return connectionOf(merged, { origin: paths.join(delimiter), context, env, trusted: true });
}

/** How to read the text of a kubeconfig. */
export interface TextOptions {
  /** @default - the current one */
  readonly context?: string | undefined;
  /** How messages call the cluster. @default - name of the context */
  readonly name?: string | undefined;
  /** Where the text comes from, for errors, such as `Secret default/remote`. @default 'kubeconfig' */
  readonly origin?: string | undefined;
  /** Whether it may name files by absolute paths, and run programs. A text that comes out of a cluster must not. @default false */
  readonly trusted?: boolean;
  /** For proxies. @default process.env */
  readonly env?: Env;
}

/**
 * An API server by the text of a kubeconfig, for example out of a Secret.
 *
 * @throws {ConnectionError} `invalid-kubeconfig`, `unknown-context`, `no-kubeconfig`
 */
export async function connectionFrom(text: string, options: TextOptions = {}): Promise<Connection> {
  const { context, name, origin = 'kubeconfig', trusted = false, env = process.env } = options;
  return connectionOf(await readKubeconfig(text, { name: origin }), { origin, context, name, env, trusted });
}

function defaultPaths(env: Env): readonly string[] {
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter(Boolean);
  // A repeated path counts once.
  return listed.length > 0 ? [...new Set(listed)] : [join(env['HOME'] ?? homedir(), '.kube', 'config')];
}

/** As with kubectl, a file of a list may be absent. */
async function readFrom(path: string, mustExist: boolean): Promise<Kubeconfig | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    if (cause.code === 'ENOENT' && !mustExist) return undefined;
    throw new ConnectionError('unreadable-kubeconfig', `kubeconfig ${path}: cannot be read: ${readFailure(cause)}`, {
      hint: 'check the path and the permissions; `kubectl config view --kubeconfig PATH` reads the same file',
      cause,
    });
  }
  return readKubeconfig(text, { name: path, path: resolve(path) });
}
