import { existsSync, readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { Proxy, type Connection } from '../connection.js';
import { ClusterTrust, UserCredentials } from '../credentials.js';
import { FileText } from '../text.js';
import { proxyFor, type Env } from './proxy.js';

/** Where a pod finds its ServiceAccount. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The API server of the pod that we run in; undefined where we run in none. */
export function inCluster(env: Env, folder: string = SERVICE_ACCOUNT): Connection | undefined {
  const [host, port] = [env['KUBERNETES_SERVICE_HOST'], env['KUBERNETES_SERVICE_PORT']];
  const tokenFile = join(folder, 'token');
  if (host === undefined || host === '' || port === undefined || port === '' || !existsSync(tokenFile)) return undefined;
  const server = new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`);
  const namespaceFile = join(folder, 'namespace');
  return {
    name: 'in-cluster',
    server,
    namespace: existsSync(namespaceFile) ? readFileSync(namespaceFile, 'utf8').trim() : 'default',
    trust: new ClusterTrust({ caBundle: new FileText(join(folder, 'ca.crt')), insecure: false, serverName: undefined }),
    credentials: new UserCredentials({ token: new FileText(tokenFile) }),
    proxy: new Proxy(proxyFor(server, env)),
  };
}
