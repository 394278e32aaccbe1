import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { ApiServer } from '../servers/index.ts';
import { binary } from '../servers/locate.ts';

/**
 * Runs the real kubectl and returns what it printed.
 *
 * @param server the API server; for a workspace of kcp, see {@link workspaceOf}
 * @throws with what kubectl said
 */
export function kubectl({ kubeconfig, url }: Pick<ApiServer, 'kubeconfig' | 'url'>, ...args: readonly string[]): Promise<string> {
  // What it learned of one server must not be believed of the next one at the same port.
  const cache = join(dirname(kubeconfig), 'kubectl-cache');
  return new Promise((resolve, reject) => {
    execFile(
      binary('kubectl'),
      ['--kubeconfig', kubeconfig, '--server', url, '--cache-dir', cache, ...args],
      { maxBuffer: 1 << 26 },
      (error, out, err) => {
        if (error) reject(new Error(`kubectl ${args.join(' ')}: ${err.trim()}`));
        else resolve(out);
      },
    );
  });
}

/** What kubectl prints of objects as JSON. */
export async function get<T>(server: Pick<ApiServer, 'kubeconfig' | 'url'>, ...args: readonly string[]): Promise<T> {
  return JSON.parse(await kubectl(server, 'get', ...args, '--output', 'json')) as T;
}

/** A workspace of kcp as a server of its own. */
export function workspaceOf<Server extends Pick<ApiServer, 'url'>>(kcp: Server, path: string): Server {
  return { ...kcp, url: `${kcp.url}/clusters/${path}` };
}
