import type { KubernetesObject } from '../../kubernetes/index.js';
import { connect, connectionFrom, type Cluster, type Connection } from '../cluster/index.js';
import { PlatformMeshError } from '../../errors.js';

/** The location of kcp, and its administrator. */
export interface KcpAdmin {
  /** Namespace of the Secret and of the front proxy, on the runtime cluster. */
  readonly namespace: string;
  /** Secret with a kubeconfig, or with a client certificate. */
  readonly secretName: string;
  /** URL of kcp. @default - that of the front proxy within the cluster */
  readonly url?: string;
  /** Name of the FrontProxy. */
  readonly frontProxyName: string;
  /** Its port. */
  readonly frontProxyPort: string;
}

/**
 * kcp as its administrator; `workspace('root:orgs')` leads to a workspace. Undefined if its Secret does not exist yet.
 *
 * @throws {PlatformMeshError} `broken-admin-secret` when the Secret holds neither a kubeconfig nor a certificate.
 */
export async function connectKcp(runtime: Cluster, admin: KcpAdmin): Promise<Cluster | undefined> {
  const { namespace, secretName } = admin;
  const secret = await runtime.get({ apiVersion: 'v1', kind: 'Secret', namespace, name: secretName });
  return secret && kcpFromSecret(secret, admin);
}

/**
 * The same from a Secret that was read already.
 *
 * @throws {PlatformMeshError} `broken-admin-secret` when the Secret holds neither a kubeconfig nor a certificate.
 */
export async function kcpFromSecret(secret: KubernetesObject, admin: KcpAdmin): Promise<Cluster> {
  // kcp gives its administrator all rights, but refuses it while it starts and while certificates are exchanged.
  return connect(await kcpConnection(secret, admin), { refusalPasses: true });
}

/**
 * How kcp is reached by what a Secret holds.
 *
 * @throws {PlatformMeshError} `broken-admin-secret` when the Secret holds neither a kubeconfig nor a certificate.
 */
export async function kcpConnection(secret: KubernetesObject, admin: KcpAdmin): Promise<Connection> {
  const origin = `Secret ${admin.namespace}/${admin.secretName}`;
  const server = baseUrl(admin);
  const connection = await connectionFrom(kubeconfigOf(secret, server, origin), { name: 'kcp', origin });
  // The certificate works for any URL of kcp, whatever URL the kubeconfig has.
  return { ...connection, server: new URL(server) };
}

/** The front proxy within the cluster. */
export function frontProxyUrl({ namespace, frontProxyName, frontProxyPort }: KcpAdmin): string {
  return `https://${frontProxyName}-front-proxy.${namespace}:${frontProxyPort}`;
}

function baseUrl(admin: KcpAdmin): string {
  return admin.url === undefined ? frontProxyUrl(admin) : new URL(admin.url).origin;
}

function kubeconfigOf(secret: KubernetesObject, server: string, origin: string): string {
  const {
    kubeconfig,
    'ca.crt': ca,
    'tls.crt': certificate,
    'tls.key': key,
  } = (secret['data'] ?? {}) as Readonly<Record<string, string | undefined>>;
  if (kubeconfig) return Buffer.from(kubeconfig, 'base64').toString('utf8');
  const missing = Object.entries({ 'ca.crt': ca, 'tls.crt': certificate, 'tls.key': key })
    .filter(([, value]) => !value)
    .map(([name]) => name);
  if (missing.length > 0) {
    throw new PlatformMeshError('broken-admin-secret', `${origin}: it has no key kubeconfig, and no ${missing.join(', no ')} either`, {
      hint: 'it holds the kubeconfig of an administrator of kcp, or the client certificate of one',
    });
  }
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'kcp', cluster: { server, 'certificate-authority-data': ca } }],
    users: [{ name: 'admin', user: { 'client-certificate-data': certificate, 'client-key-data': key } }],
    contexts: [{ name: 'admin', context: { cluster: 'kcp', user: 'admin' } }],
    'current-context': 'admin',
  });
}
